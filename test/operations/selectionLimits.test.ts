import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { sendEveryWay } from './support/requests.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterEach(() => gateway.emulator.clear());
afterAll(() => gateway.close());

const FIND = 'externalConnection(id: "contosohr") { id }';
const LIST = 'externalConnections { nodes { id name description state configuration { authorizedAppIds } } }';
const many = (count: number, make: (index: number) => string) =>
  Array.from({ length: count }, (_, i) => make(i)).join(' ');
const aliased = (count: number, field = '__typename') => many(count, (i) => `a${i}: ${field}`);

describe.each([
  ['aliases', 100, 'MAX_ALIASES', `{ externalConnection(id: "contosohr") { ${aliased(101, 'id')} } }`],
  [
    'aliases',
    100,
    'MAX_ALIASES',
    `{ a: externalConnection(id: "x") { ...F ...G } } fragment F on ExternalConnection { ${aliased(50, 'id')} } fragment G on ExternalConnection { ...F }`,
  ],
  ['rootFields', 50, 'MAX_ROOT_FIELDS', `{ ${aliased(51, FIND)} }`],
  ['rootFields', 50, 'MAX_ROOT_FIELDS', `{ ${many(51, () => '__typename')} }`],
  ['rootFields', 50, 'MAX_ROOT_FIELDS', `{ ...F ... { ...F } } fragment F on Query { ${aliased(26)} }`],
  ['directives', 20, 'MAX_DIRECTIVES', `{ __typename ${many(21, () => '@include(if: true)')} }`],
  ['directives', 20, 'MAX_DIRECTIVES', `{ ${many(21, () => '__typename @nonsense')} }`],
  ['cost', 20_000, 'MAX_COST', `{ ${aliased(30, LIST)} }`],
  ['tokens', 2_000, 'MAX_DOCUMENT_TOKENS', `{ ${many(2_000, () => '__typename')} }`],
  [
    'tokens',
    2_000,
    'MAX_DOCUMENT_TOKENS',
    `{ externalConnection(id: "x") { id name state } } ${'#\n'.repeat(2_000)}`,
  ],
] as const)('more %s than %i', (limit, max, setting, query) => {
  test(`are rejected before execution, over POST, GET and event streams: ${query.slice(0, 40)}…`, async () => {
    for (const response of await sendEveryWay(gateway, query)) {
      const { data, errors } = await response.json();
      expect(data).toBeUndefined();
      expect(errors[0].extensions).toEqual({ code: 'LIMIT_EXCEEDED', limit, max });
      expect(errors[0].message).toContain(String(max));
      expect(errors[0].message).toContain(setting);
    }
    expect(gateway.emulator.requests).toEqual([]);
  });
});

describe('a field that is selected more than 200 times under one name is rejected, since all are compared:', () => {
  const of = (selections: string) => `externalConnection(id: "contosohr") { ${selections} }`;
  const ids = (count: number) => many(count, () => 'id');
  const fragment = (name: string, count: number) =>
    `fragment ${name} on ExternalConnection { ${ids(count)} }`;

  test.each([
    ['in one selection', `{ ${of(ids(202))} }`],
    ['in two', `{ ${of(ids(101))} ${of(ids(101))} }`],
    ['in an inline fragment', `{ ${of(`${ids(101)} ... { ${ids(101)} }`)} }`],
    ['in fragments', `{ ${of('...F ...G')} } ${fragment('F', 101)} ${fragment('G', 101)}`],
    ['in a fragment that is not used', `{ __typename } ${fragment('F', 202)}`],
    [
      'in spite of the aliases of a fragment that is not used',
      `{ ${of(ids(302))} } fragment F on Query { ${many(200, (i) => `a${i}: __typename`)} }`,
    ],
    ['in two operations', `query A { ${of(ids(103))} } query B { ${of(ids(103))} }`],
  ])('%s', async (_, query) => {
    const { errors } = await gateway.execute(query, {}, { token: 'demo' });
    expect(errors?.map(({ extensions }) => extensions)).toEqual([
      { code: 'LIMIT_EXCEEDED', limit: 'repeatedFields', max: 200 },
    ]);
    expect(gateway.emulator.requests).toEqual([]);
  });

  test('but not below aliases, each of which is compared with itself', async () => {
    const lookups = many(50, (i) => `a${i}: ${of('id ...F')}`);
    const query = `{ ${lookups} } fragment F on ExternalConnection { ${ids(200)} }`;
    expect((await gateway.execute(query, {}, { token: 'demo' })).errors).toBeUndefined();
  });
});

test('a document at the limits is executed', async () => {
  for (const query of [
    `{ ${aliased(50, FIND)} }`,
    `{ ${FIND} ${aliased(49)} } `,
    `{ ${many(20, (i) => `a${i}: __typename @include(if: true)`)} }`,
    `{ ${aliased(10, LIST)} }`,
  ]) {
    const result = await gateway.execute(query, {}, { token: 'demo' });
    expect(result.errors).toBeUndefined();
  }
});

test.each([
  ['line breaks', '\n'],
  ['commas', ','],
  ['comments', `# ${'nothing '.repeat(124)}     \n`],
])('a document of more than 100,000 characters is rejected, even if they are %s', async (_, filling) => {
  const query = `{ ${filling.repeat(100_000 / filling.length)} __typename }`;
  const response = await gateway.post({ query });
  const { data, errors } = await response.json();
  expect(data).toBeUndefined();
  expect(errors[0].extensions).toEqual({ code: 'LIMIT_EXCEEDED', limit: 'characters', max: 100_000 });
  expect(errors[0].message).toContain('MAX_DOCUMENT_CHARACTERS');
  const shorter = await gateway.post({ query: `{ ${filling.repeat(90_000 / filling.length)} __typename }` });
  expect(await shorter.json()).toEqual({ data: { __typename: 'Query' } });
});

test('a fragment that is spread very often does not slow down validation', async () => {
  const spreads = Array.from(
    { length: 60 },
    (_, i) => `fragment F${i} on Query { ...F${i + 1} ...F${i + 1} }`,
  );
  const query = `{ ...F0 } ${spreads.join(' ')} fragment F60 on Query { __typename }`;
  const started = performance.now();
  expect((await gateway.post({ query }, { token: null })).status).toBe(200);
  expect(performance.now() - started).toBeLessThan(2_000);
});
