import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import {
  CreateExternalConnectionDocument,
  type CreateExternalConnectionInput,
  ExternalConnectionDocument,
} from '../../src/client/index.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterEach(() => gateway.emulator.clear());
afterAll(() => gateway.close());

let tenants = 0;
/** Creates in a tenant of its own; returns the result and the body that reached Graph. */
async function create(input: CreateExternalConnectionInput) {
  tenants += 1;
  const result = await gateway.execute(
    CreateExternalConnectionDocument,
    { input },
    { token: `tenant${tenants}` },
  );
  return { result, bodies: gateway.emulator.requests.map(({ body }) => body) };
}

describe('the body of createExternalConnection', () => {
  const required = { id: 'contoso', name: 'Contoso' };

  test.each<[string, CreateExternalConnectionInput, object]>([
    ['omits omitted properties', required, required],
    [
      'omits properties that are null',
      { ...required, description: null, configuration: null, state: null },
      required,
    ],
    ['sends an empty description', { ...required, description: '' }, { ...required, description: '' }],
    ['sends the state when it is given', { ...required, state: 'READY' }, { ...required, state: 'ready' }],
    [
      'sends authorizedAppIds under that name',
      { ...required, configuration: { authorizedAppIds: ['a'] } },
      { ...required, configuration: { authorizedAppIds: ['a'] } },
    ],
    [
      'sends authorizedApps under its older name',
      { ...required, configuration: { authorizedApps: ['a'], authorizedAppIds: null } },
      { ...required, configuration: { authorizedApps: ['a'] } },
    ],
    [
      'keeps a name of 128 characters',
      { id: 'abc', name: 'n'.repeat(128) },
      { id: 'abc', name: 'n'.repeat(128) },
    ],
  ])('%s', async (_, input, body) => {
    const { result, bodies } = await create(input);
    expect(result.errors).toBeUndefined();
    expect(bodies).toEqual([body]);
  });

  test('omits a field whose variable inside a literal is omitted', async () => {
    const document = `mutation ($description: String, $state: ExternalConnectionState) {
      createExternalConnection(input: { id: "literal", name: "L", description: $description, state: $state }) { id }
    }`;
    await gateway.execute(document, { state: null }, { token: 'literal' });
    expect(gateway.emulator.requests.map(({ body }) => body)).toEqual([{ id: 'literal', name: 'L' }]);
  });
});

test('a reserved id is rejected in its own case only, as its error and its description say', async () => {
  const { result } = await create({ id: 'Teams', name: 'x' });
  expect(result.errors?.[0]?.message).toContain('a reserved word such as "Teams" (case-sensitive)');
  const input = await gateway.execute(
    '{ __type(name: "CreateExternalConnectionInput") { inputFields { name description } } }',
  );
  expect(input.data).toMatchObject({
    __type: {
      inputFields: expect.arrayContaining([
        {
          name: 'id',
          description: expect.stringContaining('a reserved word such as `Teams` (case-sensitive)'),
        },
      ]),
    },
  });
  for (const id of ['teams', 'microsoftHR']) {
    expect((await create({ id, name: 'x' })).result.data?.createExternalConnection).toMatchObject({ id });
  }
});

describe('createExternalConnection rejects, without a call to Graph,', () => {
  const ids = [
    'ab',
    'a'.repeat(33),
    'with-hyphen',
    'ünïcode',
    '',
    'Microsoft365',
    'Teams',
    'None',
    'a b',
    '../x',
  ];
  test.each(ids)('the id "%s"', async (id) => {
    const { result, bodies } = await create({ id, name: 'x' });
    expect(result.errors?.[0]?.extensions).toEqual({
      code: 'BAD_USER_INPUT',
      argument: 'input.id',
      outcome: 'NOT_APPLIED',
    });
    expect(result.errors?.[0]?.path).toEqual(['createExternalConnection']);
    expect(bodies).toEqual([]);
  });

  test.each<[string, Partial<CreateExternalConnectionInput>]>([
    ['input.name', { name: '' }],
    ['input.name', { name: 'n'.repeat(129) }],
    ['input.state', { state: 'UNKNOWN_FUTURE_VALUE' }],
    ['input.configuration', { configuration: { authorizedAppIds: ['a'], authorizedApps: ['a'] } }],
  ])('a wrong %s', async (argument, wrong) => {
    const { result, bodies } = await create({ id: 'contoso', name: 'Contoso', ...wrong });
    expect(result.errors?.[0]?.extensions).toMatchObject({
      code: 'BAD_USER_INPUT',
      argument,
      outcome: 'NOT_APPLIED',
    });
    expect(result.errors?.[0]?.message).toContain(`${argument}: `);
    expect(bodies).toEqual([]);
  });

  test('variables of the wrong type', async () => {
    const result = await gateway.execute(CreateExternalConnectionDocument, { input: { id: 'contoso' } });
    expect(result.errors?.[0]).toMatchObject({
      message: expect.stringContaining('"name"'),
      extensions: { code: 'BAD_USER_INPUT', outcome: 'NOT_APPLIED' },
    });
    expect(gateway.emulator.requests).toEqual([]);
  });
});

describe('reading an external connection', () => {
  test("returns Graph's object under the current names", async () => {
    const result = await gateway.execute(ExternalConnectionDocument, { id: 'contosohr' }, { token: 'demo' });
    expect(result.data?.externalConnection).toMatchObject({
      id: 'contosohr',
      name: 'Contoso HR',
      state: 'READY',
    });
    expect(gateway.emulator.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /beta/external/connections/contosohr',
    ]);
  });

  test.each([
    ['authorizedApps', ['one']],
    ['authorizedAppIds', ['two']],
  ])('fills both names of the app list from %s', async (name, apps) => {
    gateway.emulator.failNext({ status: 200, body: { id: 'x', configuration: { [name]: apps } } });
    const result = await gateway.execute(
      '{ externalConnection(id: "x") { configuration { authorizedAppIds authorizedApps } } }',
    );
    expect(result).toEqual({
      data: { externalConnection: { configuration: { authorizedAppIds: apps, authorizedApps: apps } } },
    });
  });
});
