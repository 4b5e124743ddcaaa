import { getIntrospectionQuery } from 'graphql';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { runGateway } from '../support/running.ts';

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

/** Sends a document in each way there is, and returns the answers. */
async function everyWay(
  running: TestGateway,
  query: string,
  variables: object = {},
  mutation = false,
): Promise<Response[]> {
  const search = new URLSearchParams({ query, variables: JSON.stringify(variables) });
  const get = (accept: string) =>
    running.gateway.fetch(`http://gateway/graphql?${search}`, {
      headers: { authorization: 'Bearer demo', accept },
    });
  const post = running.post({ query, variables }, { token: 'demo' });
  if (mutation) return [await post];
  return Promise.all([
    post,
    get('application/json'),
    get('application/graphql-response+json'),
    get('text/event-stream, application/json'),
  ]);
}

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
] as const)('more %s than %i', (limit, max, setting, query) => {
  test(`are refused in every way in, before execution: ${query.slice(0, 40)}…`, async () => {
    for (const response of await everyWay(gateway, query)) {
      const { data, errors } = await response.json();
      expect(data).toBeUndefined();
      expect(errors[0].extensions).toEqual({ code: 'LIMIT_EXCEEDED', limit, max });
      expect(errors[0].message).toContain(String(max));
      expect(errors[0].message).toContain(setting);
    }
    expect(gateway.emulator.requests).toEqual([]);
  });
});

test('as much as is allowed is answered', async () => {
  for (const query of [
    `{ ${aliased(50, FIND)} }`,
    `{ ${FIND} ${aliased(49)} } `,
    `{ ${many(20, (i) => `a${i}: __typename @include(if: true)`)} }`,
    `{ ${aliased(20, LIST)} }`,
  ]) {
    const answer = await gateway.execute(query, {}, { token: 'demo' });
    expect(answer.errors).toBeUndefined();
  }
});

test("GraphiQL's own query passes every limit, and introspection of great depth none", async () => {
  expect(await gateway.execute(getIntrospectionQuery({ inputValueDeprecation: true }))).not.toHaveProperty(
    'errors',
  );
  const deep = `{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }`;
  const answer = await gateway.execute(deep);
  expect(answer.errors?.[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
});

test('a document that is nested deeper than MAX_DEPTH is refused', async () => {
  const shallow = await runGateway({ settings: { MAX_DEPTH: '3' } });
  const deep =
    '{ externalConnections { ...P } } fragment P on ExternalConnectionPage { nodes { configuration { authorizedAppIds } } }';
  const refused = await shallow.execute(deep);
  expect(refused.errors?.[0]?.extensions).toEqual({ code: 'LIMIT_EXCEEDED', limit: 'depth', max: 3 });
  expect(await shallow.execute('{ externalConnections { nodes { id } } }')).not.toHaveProperty('errors');
  expect(await shallow.execute(getIntrospectionQuery())).not.toHaveProperty('errors');
});

test.each([
  `{ __type(name: "Query") { ${'ofType { '.repeat(30)} name ${'} '.repeat(30)} } }`,
  `{ __schema { queryType { ...F0 } } } ${many(30, (i) => `fragment F${i} on __Type { a: ofType { ...F${i + 1} } b: ofType { ...F${i + 1} } }`)} fragment F30 on __Type { name }`,
  `{ ${'a { '.repeat(600)} b ${'} '.repeat(600)} }`,
])('fields of any kind nested without end are refused: %s', async (query) => {
  for (const response of await everyWay(gateway, query)) {
    const { data, errors } = await response.json();
    expect(data).toBeUndefined();
    expect(errors[0].extensions).toEqual({ code: 'LIMIT_EXCEEDED', limit: 'depth', max: 20 });
  }
});

test.each([
  ['line breaks', '\n'],
  ['commas', ','],
  ['comments', '# nothing\n'],
])('a document of more than 100,000 characters is refused, be they %s', async (_, filling) => {
  const query = `{ ${filling.repeat(100_000 / filling.length)} __typename }`;
  const response = await gateway.post({ query });
  const { data, errors } = await response.json();
  expect(data).toBeUndefined();
  expect(errors[0].extensions).toEqual({ code: 'LIMIT_EXCEEDED', limit: 'characters', max: 100_000 });
  expect(errors[0].message).toContain('MAX_DOCUMENT_CHARACTERS');
  const shorter = await gateway.post({ query: `{ ${filling.repeat(90_000 / filling.length)} __typename }` });
  expect(await shorter.json()).toEqual({ data: { __typename: 'Query' } });
});

describe('variables', () => {
  const create =
    'mutation ($input: CreateExternalConnectionInput!) { createExternalConnection(input: $input) { id } }';
  const lookups = 'query ($ids: [ID!]!) { externalConnectionsById(ids: $ids) { id } }';
  const values = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`f${i}`, i]));
  const nested = (depth: number): unknown => JSON.parse('['.repeat(depth) + ']'.repeat(depth));

  test.each([
    ['an input with many fields', create, { input: values(2_001) }],
    ['a long list', lookups, { ids: Array.from({ length: 2_001 }, String) }],
    ['deep lists', lookups, { ids: nested(2_001) }],
    ['variables that the operation does not have', lookups, values(2_001)],
  ])('with too many values are refused in every way in: %s', async (_, query, variables) => {
    for (const response of await everyWay(gateway, query, variables, query === create)) {
      const { data, errors } = await response.json();
      expect(data).toBeUndefined();
      expect(errors).toHaveLength(1);
      expect(errors[0].extensions).toEqual({ code: 'LIMIT_EXCEEDED', limit: 'variables', max: 2_000 });
      expect(errors[0].message).toContain('MAX_VARIABLE_VALUES');
    }
    expect(gateway.emulator.requests).toEqual([]);
  });

  test('in any number may be in a document, and characters that look like values in texts', async () => {
    const text = `"[{,\\${'[{,"\\'.repeat(2_000)}`;
    const query = `{ externalConnection(id: "contosohr") { id } } # ${'[,{'.repeat(3_000)}`;
    const answers = await Promise.all([
      gateway.post({ query }, { token: 'demo' }),
      gateway.post({
        query: 'query ($text: ID!) { externalConnection(id: $text) { id } }',
        variables: { text },
      }),
    ]);
    expect((await answers[0].json()).errors).toBeUndefined();
    expect((await answers[1].json()).errors[0].extensions).toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  test('may be as many as the limit says, empty objects among them', async () => {
    const ids = Array.from({ length: 1_990 }, () => ({}));
    const answer = await (await gateway.post({ query: lookups, variables: { ids } })).json();
    expect(answer.errors[0].extensions.code).toBe('BAD_USER_INPUT');
  });

  test('may not be hidden in extensions', async () => {
    const extensions = { a: Array.from({ length: 3_000 }, (_, i) => i) };
    const search = new URLSearchParams({ query: '{ __typename }', extensions: JSON.stringify(extensions) });
    for (const response of [
      await gateway.post({ query: '{ __typename }', extensions }),
      await gateway.gateway.fetch(`http://gateway/graphql?${search}`),
    ]) {
      expect((await response.json()).errors[0].extensions).toMatchObject({ limit: 'variables', max: 2_000 });
    }
  });

  test('are counted before they are read, where there are far too many', async () => {
    const body = `{"query":"{ __typename }","variables":{"a":[${'[],'.repeat(300_000)}this is no JSON`;
    const response = await gateway.gateway.fetch('http://gateway/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    expect((await response.json()).errors[0].extensions).toMatchObject({ limit: 'variables', max: 2_000 });
  });

  test('are not repeated at full length by errors about them', async () => {
    for (let sighting = 1; sighting <= 5; sighting += 1) {
      const response = await gateway.post({ query: create, variables: { input: values(1_990) } });
      expect((await response.text()).length).toBeLessThan(100_000);
    }
  });
});

describe('the cost of a list', () => {
  test('counts as many items as the page or the keys can have', async () => {
    const cheap = await runGateway({ settings: { MAX_COST: '100' } });
    const list = (first: number) =>
      cheap.execute(`{ externalConnections(first: ${first}) { nodes { id name } } }`);
    expect((await list(20)).errors).toBeUndefined();
    expect((await list(50)).errors?.[0]?.extensions).toMatchObject({ limit: 'cost', max: 100 });
    const keys = (count: number) =>
      cheap.execute('query ($ids: [ID!]!) { externalConnectionsById(ids: $ids) { id name } }', {
        ids: Array.from({ length: count }, (_, i) => `conn${i}`),
      });
    expect((await keys(20)).errors).toBeUndefined();
    expect((await keys(60)).errors?.[0]?.extensions).toMatchObject({ limit: 'cost', max: 100 });
  });

  test('is counted anew for each variable, however often the document has come', async () => {
    const cheap = await runGateway({ settings: { MAX_COST: '100' } });
    const list = (first: number) =>
      cheap.execute('query ($first: Int) { externalConnections(first: $first) { nodes { id name } } }', {
        first,
      });
    for (let sighting = 1; sighting <= 5; sighting += 1) expect((await list(10)).errors).toBeUndefined();
    expect((await list(100)).errors?.[0]?.extensions).toMatchObject({ limit: 'cost', max: 100 });
    expect((await list(10)).errors).toBeUndefined();
  });
});

describe('requests to Graph in one operation', () => {
  const lookups =
    'query ($a: [ID!]!, $b: [ID!]!) { a: externalConnectionsById(ids: $a) { id } b: externalConnectionsById(ids: $b) { id } }';
  const ids = (prefix: string, count: number) => Array.from({ length: count }, (_, i) => `${prefix}${i}`);

  test('beyond 250 fail their own fields, and the others are answered', async () => {
    const { data, errors } = await gateway.execute<{ a: unknown[]; b: unknown[] }, object>(lookups, {
      a: ids('a', 200),
      b: ids('b', 60),
    });
    expect(data?.a).toHaveLength(200);
    expect(errors).toHaveLength(10);
    for (const { path, extensions } of errors ?? []) {
      expect(path?.[0]).toBe('b');
      expect(extensions).toEqual({ code: 'LIMIT_EXCEEDED', limit: 'upstreamRequests', max: 250 });
    }
    // 250 in batches of 20: the parts count, not the batches.
    expect(gateway.emulator.requests).toHaveLength(13);
  });

  test('count what is asked, not how often: the same thing twice is one', async () => {
    const { errors } = await gateway.execute(lookups, { a: ids('a', 200), b: ids('a', 200) });
    expect(errors).toBeUndefined();
  });

  test('hold for mutations, whose outcome says that nothing was sent', async () => {
    const strict = await runGateway({ settings: { MAX_UPSTREAM_REQUESTS: '1' } });
    const create = (id: string) =>
      `${id}: createExternalConnection(input: { id: "${id}", name: "x" }) { id }`;
    const { data, errors } = await strict.execute(`mutation { ${create('first')} ${create('second')} }`);
    expect(data).toEqual({ first: { id: 'first' }, second: null });
    expect(errors?.[0]?.extensions).toEqual({
      code: 'LIMIT_EXCEEDED',
      limit: 'upstreamRequests',
      max: 1,
      outcome: 'NOT_APPLIED',
    });
    expect(strict.emulator.requests).toHaveLength(1);
  });
});
