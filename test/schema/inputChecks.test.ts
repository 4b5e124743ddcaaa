import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';

// Every problem of an input is an error of its field, and nothing is sent.

let running: TestGateway;
beforeAll(async () => {
  running = await startTestGateway();
});
beforeEach(() => running.emulator.clear());
afterAll(() => running.close());

const template = { id: 'default', priority: 1, layout: {} };
const wrongTemplate = {
  id: 'not-valid',
  priority: 0,
  layout: [],
  rules: [
    { operation: 'UNKNOWN_FUTURE_VALUE', property: 'a', values: [], valuesJoinedBy: 'UNKNOWN_FUTURE_VALUE' },
  ],
};
const resolver = { priority: 0, itemId: 'a', urlMatchInfo: { baseUrls: [], urlPattern: 'a' } };
const settings = {
  contentCategory: 'UNKNOWN_FUTURE_VALUE',
  enabledContentExperiences: [],
  configuration: { authorizedAppIds: [], authorizedApps: [] },
  activitySettings: { urlToItemResolvers: [resolver] },
  searchSettings: { searchResultTemplates: [template, wrongTemplate] },
  connectorTicket: 'no ticket has spaces',
};
const SEARCH = 'input.searchSettings.searchResultTemplates';
const problems = [
  'input.configuration',
  'input.contentCategory',
  'input.enabledContentExperiences',
  'input.activitySettings.urlToItemResolvers[0].priority',
  `${SEARCH}[1].id`,
  `${SEARCH}[1].priority`,
  `${SEARCH}[1].layout`,
  `${SEARCH}[1].rules[0].operation`,
  `${SEARCH}[1].rules[0].valuesJoinedBy`,
];

const mutation = (field: string, type: string) =>
  `mutation ($input: ${type}!) { ${field}(input: $input) { id } }`;

test.each<[string, string, object, readonly string[]]>([
  [
    'createExternalConnection',
    'CreateExternalConnectionInput',
    { id: 'a-b', name: '', state: 'UNKNOWN_FUTURE_VALUE', ...settings },
    ['input.id', 'input.name', ...problems, 'input.state', 'input.connectorTicket'],
  ],
  [
    'addExternalConnection',
    'AddExternalConnectionInput',
    { id: 'Teams', name: 'a'.repeat(129) },
    ['input.id', 'input.name'],
  ],
  [
    'updateExternalConnection',
    'UpdateExternalConnectionInput',
    { id: '..', name: '', description: null, connectorId: null, ...settings },
    [
      'input.id',
      'input.connectorId',
      'input.description',
      'input.name',
      ...problems,
      'input.connectorTicket',
    ],
  ],
  [
    'deleteExternalConnection',
    'DeleteExternalConnectionInput',
    { id: 'a/b', connectorTicket: '\n' },
    ['input.id', 'input.connectorTicket'],
  ],
  [
    'updatePrivateEndpointConnection',
    'UpdatePrivateEndpointConnectionInput',
    { id: 'a', externalPrivateEndpointId: null, privateLinkIds: null },
    ['input.externalPrivateEndpointId', 'input.privateLinkIds'],
  ],
])('%s reports all of them at once', async (field, type, input, expected) => {
  const { data, errors = [] } = await running.execute(mutation(field, type), { input });
  expect(data).toEqual({ [field]: null });
  expect(errors.map(({ extensions }) => extensions.argument)).toEqual(expected);
  for (const { message, path, extensions } of errors) {
    expect(path).toEqual([field]);
    expect(message).toContain(`${extensions.argument}: `);
    expect(extensions).toMatchObject({ code: 'BAD_USER_INPUT', outcome: 'NOT_APPLIED' });
  }
  expect(running.emulator.requests).toEqual([]);
});

describe('of many problems', () => {
  const REGISTER = 'registerExternalConnectionSchema(input: $input) { connectionId }';
  /** Each of these has two. */
  const input = (count: number) => ({
    connectionId: 'contosohr',
    properties: Array.from({ length: count }, () => ({ name: '', type: 'INT64', isSearchable: true })),
  });
  const registering = (...fields: string[]) =>
    `mutation ($input: RegisterExternalConnectionSchemaInput!) { ${fields.join(' ')} }`;

  test('100 are all in the response', async () => {
    const { errors } = await running.execute(registering(REGISTER), { input: input(50) });
    expect(errors).toHaveLength(100);
    expect(errors?.every(({ path }) => path !== undefined)).toBe(true);
  });

  test.each([51, 64, 128])('twice %i are 100, and the number of the others', async (count) => {
    const { errors = [] } = await running.execute(registering(REGISTER), { input: input(count) });
    expect(errors).toHaveLength(101);
    expect(errors.at(-1)).toMatchObject({
      message: `${2 * count - 100} more errors are not listed.`,
      extensions: { code: 'LIMIT_EXCEEDED', limit: 'errors', max: 100 },
    });
  });

  test('the first of each field is in the response, and the number of the others', async () => {
    const fields = Array.from({ length: 50 }, (_, index) => `a${index}: ${REGISTER}`);
    const { data, errors = [] } = await running.execute(registering(...fields), { input: input(128) });
    expect(Object.values(data ?? {})).toEqual(fields.map(() => null));
    const paths = new Set(errors.flatMap(({ path }) => path ?? []));
    expect(paths.size).toBe(50);
    // One hundred, and the first of the other 49.
    expect(errors).toHaveLength(150);
    expect(errors.at(-1)?.message).toBe(`${50 * 2 * 128 - 149} more errors are not listed.`);
    expect(running.emulator.requests).toEqual([]);
  });
});
