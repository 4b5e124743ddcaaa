import { serverAudits } from 'graphql-http';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startTestGateway, type TestGateway } from './support/gateway.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterEach(() => gateway.emulator.clear());
afterAll(() => gateway.close());

const READ = '{ externalConnections { nodes { id } } }';

describe('GraphQL over HTTP (graphql-http)', () => {
  const audits = serverAudits({
    url: 'http://gateway/graphql',
    fetchFn: (url: string, init: RequestInit) => gateway.gateway.fetch(url, init),
  });

  test('there are 61 audits', () => expect(audits).toHaveLength(61));

  test.each(audits.map((audit) => [audit.name, audit] as const))('%s', async (_, audit) => {
    expect(await audit.fn()).toMatchObject({ status: 'ok' });
  });
});

describe('a request without a Bearer token', () => {
  test.each([
    ['no header', null],
    ['another scheme', 'Basic YWxpY2U6cHc='],
    ['no token', 'Bearer'],
    ['a blank token', 'Bearer   '],
    ['two tokens', 'Bearer a, Bearer b'],
    ['a token with a space', 'Bearer a b'],
  ])('ends with 401 before execution: %s', async (_, authorization) => {
    const headers = authorization === null ? {} : { headers: { authorization } };
    const response = await gateway.post({ query: READ }, { token: null, ...headers });
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe('Bearer');
    const body = await response.json();
    expect(body).toEqual({
      errors: [
        { message: expect.stringContaining('Authorization'), extensions: { code: 'UNAUTHENTICATED' } },
      ],
    });
    expect(gateway.emulator.requests).toEqual([]);
  });

  test.each([
    '{ __typename }',
    '{ __schema { queryType { name } } }',
    'query { ...F } fragment F on Query { __type(name: "Query") { name } ... { __typename } }',
    'mutation { __typename }',
  ])('is answered when it asks for the schema only: %s', async (query) => {
    const response = await gateway.post({ query }, { token: null });
    expect(response.status).toBe(200);
  });

  test('is answered soon, however often fragments are spread', async () => {
    const spreads = Array.from(
      { length: 60 },
      (_, i) => `fragment F${i} on Query { ...F${i + 1} ...F${i + 1} }`,
    );
    const query = `{ ...F0 } ${spreads.join(' ')} fragment F60 on Query { __typename }`;
    expect((await gateway.post({ query }, { token: null })).status).toBe(200);
  });

  test.each([
    `{ __typename ${READ.slice(1)}`,
    'query { ...F } fragment F on Query { __typename ... { externalConnection(id: "x") { id } } }',
    'query A { __typename } query B { externalConnection(id: "x") { id } }',
  ])('is refused when it asks for more as well: %s', async (query) => {
    const response = await gateway.post(
      { query, operationName: query.includes('query B') ? 'B' : null },
      { token: null },
    );
    expect(response.status).toBe(401);
    expect(gateway.emulator.requests).toEqual([]);
  });
});

describe('with INTROSPECTION=off', () => {
  let closed: TestGateway;
  beforeAll(async () => {
    closed = await startTestGateway({ settings: { INTROSPECTION: 'off' } });
  });
  afterAll(() => closed.close());

  test.each(['{ __schema { types { name } } }', '{ __type(name: "Query") { name } }'])(
    '%s is refused',
    async (query) => {
      const answer = await closed.execute(query);
      expect(answer.errors?.[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
    },
  );

  test.each(['{ __typename }', '{ nonsense }', '{', READ])('%s needs a token', async (query) => {
    expect((await closed.post({ query }, { token: null })).status).toBe(401);
  });

  test('__typename and data are answered with a token', async () => {
    expect(await closed.execute(`{ __typename ${READ.slice(1)}`)).toMatchObject({
      data: { __typename: 'Query' },
    });
  });
});

describe('the document or request itself', () => {
  test.each([
    ['a syntax error', { query: '{' }, 'GRAPHQL_PARSE_FAILED'],
    ['an unknown field', { query: '{ nonsense }' }, 'GRAPHQL_VALIDATION_FAILED'],
    ['a subscription', { query: 'subscription { a }' }, 'GRAPHQL_VALIDATION_FAILED'],
    ['a document of great depth', { query: `${'{a'.repeat(50_000)}${'}'.repeat(50_000)}` }, 'LIMIT_EXCEEDED'],
    ['a document of great length', { query: `{ ${'a '.repeat(2_000)} }` }, 'LIMIT_EXCEEDED'],
    ['a list of great depth', { query: `{ a(b: ${'['.repeat(1_900)} }` }, 'GRAPHQL_PARSE_FAILED'],
    ['an unknown operation', { query: READ, operationName: 'Nope' }, 'BAD_REQUEST'],
    ['no query', {}, 'BAD_REQUEST'],
    ['an unknown parameter', { query: READ, nonsense: 1 }, 'BAD_REQUEST'],
    ['a batch of requests', [{ query: READ }], 'BAD_REQUEST'],
    ['a batch of a thousand requests', Array(1_000).fill({ query: READ, variables: {} }), 'BAD_REQUEST'],
  ])('%s has its code', async (_, body, code) => {
    const response = await gateway.post(body);
    const answer = await response.json();
    expect(answer.errors[0].extensions.code).toBe(code);
    expect(gateway.emulator.requests).toEqual([]);
  });

  test('a body that is not JSON is refused without repeating it', async () => {
    const response = await gateway.gateway.fetch('http://gateway/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer alice' },
      body: 'Bearer sekrit',
    });
    const text = await response.text();
    expect(response.status).toBe(400);
    expect(JSON.parse(text).errors[0].extensions).toEqual({ code: 'BAD_REQUEST' });
    expect(text).not.toContain('sekrit');
  });

  test.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data',
    'application/graphql',
    'application/graphql+json',
  ])('a POST of %s is 415, whatever is in it', async (type) => {
    const response = await gateway.gateway.fetch('http://gateway/graphql', {
      method: 'POST',
      headers: { 'content-type': type, authorization: 'Bearer alice' },
      body: type.includes('form-urlencoded') ? `query=${encodeURIComponent(READ)}` : READ,
    });
    expect(response.status).toBe(415);
    expect((await response.json()).errors[0].extensions.code).toBe('BAD_REQUEST');
    expect(gateway.emulator.requests).toEqual([]);
  });

  test('a query may come by GET, a mutation may not', async () => {
    const get = (query: string) =>
      gateway.gateway.fetch(`http://gateway/graphql?query=${encodeURIComponent(query)}`, {
        headers: { authorization: 'Bearer alice' },
      });
    expect(await (await get(READ)).json()).toEqual({ data: { externalConnections: { nodes: [] } } });
    const response = await get(
      'mutation { createExternalConnection(input: { id: "abc", name: "x" }) { id } }',
    );
    expect(response.status).toBe(405);
    expect(gateway.emulator.requests).toHaveLength(1);
  });

  test.each(['image/png', 'text/event-stream', 'multipart/mixed', 'text/html'])(
    'an answer as %s is 406',
    async (accept) => {
      const response = await gateway.post({ query: READ }, { headers: { accept } });
      expect(response.status).toBe(406);
      expect((await response.json()).errors[0].extensions.code).toBe('BAD_REQUEST');
      expect(gateway.emulator.requests).toEqual([]);
    },
  );

  test('no answer invites another origin', async () => {
    const response = await gateway.post({ query: READ }, { headers: { origin: 'https://evil.example' } });
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
  });
});
