import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';

// What the documentation rules out in a schema: all of it is reported at once, and nothing is sent.

let running: TestGateway;
beforeAll(async () => {
  running = await startTestGateway();
});
beforeEach(() => running.emulator.clear());
afterAll(() => running.close());

const REGISTER = `mutation ($input: RegisterExternalConnectionSchemaInput!) {
  registerExternalConnectionSchema(input: $input) { connectionId }
}`;

/** Registers these properties; what Graph would respond is a 202. */
async function register(properties: readonly object[], connectionId = 'contosohr') {
  running.emulator.failNext({ status: 202, body: '' });
  const result = await running.execute(REGISTER, { input: { connectionId, properties } });
  const rejected = (result.errors ?? []).map(({ extensions }) => extensions.argument);
  return { ...result, rejected, calls: running.emulator.requests.length };
}

const P = 'input.properties';
const property = (name: string, members: object = {}) => ({ name, type: 'STRING', ...members });
const many = (count: number) => Array.from({ length: count }, (_, index) => property(`p${index}`));

describe('accepts', () => {
  test.each<[string, readonly object[]]>([
    ['128 properties', many(128)],
    ['a name of 32 letters and digits', [property('a1'.repeat(16))]],
    ['a description of 200 characters', [property('a', { description: 'd'.repeat(200) })]],
    ['an alias of 32 letters and digits', [property('a', { aliases: ['A1'.repeat(16)] })]],
    ['a searchable list of texts', [property('a', { type: 'STRING_COLLECTION', isSearchable: true })]],
    ['isSearchable: false on a number', [property('a', { type: 'INT64', isSearchable: false })]],
    ['isRefinable beside isSearchable: false', [property('a', { isRefinable: true, isSearchable: false })]],
    ['an exact match of a text', [property('a', { isExactMatchRequired: true })]],
    ['no labels, without isRetrievable', [property('a', { labels: [] })]],
    ['different labels', [property('a', { isRetrievable: true, labels: ['TITLE', 'URL'] })]],
  ])('%s', async (_, properties) => {
    const { errors, calls } = await register(properties);
    expect(errors).toBeUndefined();
    expect(calls).toBe(1);
  });
});

describe('rejects', () => {
  test.each<[string, readonly object[], string]>([
    ['no properties', [], P],
    ['129 properties', many(129), P],
    ['an empty name', [property('')], `${P}[0].name`],
    ['a name of 33 characters', [property('a'.repeat(33))], `${P}[0].name`],
    ['a name with a space', [property('due date')], `${P}[0].name`],
    ['a name with an umlaut', [property('größe')], `${P}[0].name`],
    ['a name with a line break', [property('a\n')], `${P}[0].name`],
    ['a name that another property has', [property('a'), property('b'), property('a')], `${P}[2].name`],
    ['an unknown type', [property('a', { type: 'UNKNOWN_FUTURE_VALUE' })], `${P}[0].type`],
    [
      'a description of 201 characters',
      [property('a', { description: 'd'.repeat(201) })],
      `${P}[0].description`,
    ],
    ['an empty alias', [property('a', { aliases: ['ok', ''] })], `${P}[0].aliases[1]`],
    ['an alias of 33 characters', [property('a', { aliases: ['a'.repeat(33)] })], `${P}[0].aliases[0]`],
    ['a searchable number', [property('a', { type: 'INT64', isSearchable: true })], `${P}[0].isSearchable`],
    [
      'a searchable person',
      [property('a', { type: 'PRINCIPAL', isSearchable: true })],
      `${P}[0].isSearchable`,
    ],
    [
      'searchable and refinable',
      [property('a', { isSearchable: true, isRefinable: true })],
      `${P}[0].isRefinable`,
    ],
    [
      'an exact match of what is searchable',
      [property('a', { isSearchable: true, isExactMatchRequired: true })],
      `${P}[0].isExactMatchRequired`,
    ],
    [
      'an exact match of a date',
      [property('a', { type: 'DATE_TIME', isExactMatchRequired: true })],
      `${P}[0].isExactMatchRequired`,
    ],
    ['a label without isRetrievable', [property('a', { labels: ['TITLE'] })], `${P}[0].labels`],
    [
      'a label with isRetrievable: false',
      [property('a', { labels: ['TITLE'], isRetrievable: false })],
      `${P}[0].labels`,
    ],
    [
      'a label on two properties',
      ['a', 'b'].map((name) => property(name, { isRetrievable: true, labels: ['URL'] })),
      `${P}[1].labels[0]`,
    ],
    [
      'a label twice on one property',
      [property('a', { isRetrievable: true, labels: ['URL', 'TITLE', 'URL'] })],
      `${P}[0].labels[2]`,
    ],
    [
      'an unknown label',
      [property('a', { isRetrievable: true, labels: ['UNKNOWN_FUTURE_VALUE'] })],
      `${P}[0].labels[0]`,
    ],
    [
      'an unknown score',
      [property('a', { rankingHint: { importanceScore: 'UNKNOWN_FUTURE_VALUE' } })],
      `${P}[0].rankingHint.importanceScore`,
    ],
  ])('%s', async (_, properties, argument) => {
    const { data, errors, calls } = await register(properties);
    expect(data).toEqual({ registerExternalConnectionSchema: null });
    expect(errors).toMatchObject([
      {
        path: ['registerExternalConnectionSchema'],
        message: expect.stringMatching(/^input\.[^:]+: .+\.$/),
        extensions: { code: 'BAD_USER_INPUT', argument, outcome: 'NOT_APPLIED' },
      },
    ]);
    expect(errors?.[0]?.message).toContain(`${argument}: `);
    expect(calls).toBe(0);
  });

  test('all problems at once, in the order of the input', async () => {
    const properties = [
      property('title', { isRetrievable: true, labels: ['TITLE'] }),
      property('due date', { type: 'DATE_TIME', isSearchable: true, aliases: ['ok', 'not ok'] }),
      property('title', { labels: ['TITLE'], isSearchable: true, isRefinable: true }),
    ];
    const { data, errors, rejected, calls } = await register(properties, '../x');
    expect(rejected).toEqual([
      'input.connectionId',
      `${P}[1].name`,
      `${P}[1].aliases[1]`,
      `${P}[1].isSearchable`,
      `${P}[2].name`,
      `${P}[2].labels[0]`,
      `${P}[2].labels`,
      `${P}[2].isRefinable`,
    ]);
    expect(data).toEqual({ registerExternalConnectionSchema: null });
    for (const error of errors ?? []) {
      expect(error).toMatchObject({
        path: ['registerExternalConnectionSchema'],
        locations: [{ line: 2, column: 3 }],
        extensions: { code: 'BAD_USER_INPUT', outcome: 'NOT_APPLIED' },
      });
    }
    expect(calls).toBe(0);
  });
});
