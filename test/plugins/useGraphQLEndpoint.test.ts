import { serverAudits } from 'graphql-http';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';

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
  ])('is rejected with 401 before execution: %s', async (_, authorization) => {
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
  ])('is executed if it only reads the schema: %s', async (query) => {
    const response = await gateway.post({ query }, { token: null });
    expect(response.status).toBe(200);
  });

  test.each([
    `{ __typename ${READ.slice(1)}`,
    'query { ...F } fragment F on Query { __typename ... { externalConnection(id: "x") { id } } }',
    'query A { __typename } query B { externalConnection(id: "x") { id } }',
  ])('is rejected if it reads anything else: %s', async (query) => {
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
    '%s is rejected',
    async (query) => {
      const result = await closed.execute(query);
      expect(result.errors?.[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
    },
  );

  test.each(['{ __typename }', '{ nonsense }', '{', READ])('%s needs a token', async (query) => {
    expect((await closed.post({ query }, { token: null })).status).toBe(401);
  });

  test('__typename and data are returned with a token', async () => {
    expect(await closed.execute(`{ __typename ${READ.slice(1)}`)).toMatchObject({
      data: { __typename: 'Query' },
    });
  });
});

describe('an invalid request', () => {
  test.each([
    ['a document of great depth', { query: `${'{a'.repeat(50_000)}${'}'.repeat(50_000)}` }, 'LIMIT_EXCEEDED'],
    ['a list of great depth', { query: `{ a(b: ${'['.repeat(1_900)} }` }, 'GRAPHQL_PARSE_FAILED'],
    ['a batch of one operation', [{ query: READ }], 'BAD_REQUEST'],
    ['a batch of a thousand operations', Array(1_000).fill({ query: READ, variables: {} }), 'BAD_REQUEST'],
  ])('%s is rejected', async (_, body, code) => {
    const response = await gateway.post(body);
    const { errors } = await response.json();
    expect(errors).toMatchObject([{ extensions: { code } }]);
    expect(gateway.emulator.requests).toEqual([]);
  });

  test('a body that is not JSON is rejected without repeating it', async () => {
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
  ])('a POST of %s is 415, whatever its body', async (type) => {
    const response = await gateway.gateway.fetch('http://gateway/graphql', {
      method: 'POST',
      headers: { 'content-type': type, authorization: 'Bearer alice' },
      body: type.includes('form-urlencoded') ? `query=${encodeURIComponent(READ)}` : READ,
    });
    expect(response.status).toBe(415);
    expect((await response.json()).errors[0].extensions.code).toBe('BAD_REQUEST');
    expect(gateway.emulator.requests).toEqual([]);
  });

  test.each(['gzip', 'br', 'identity, gzip', ''])('a POST in the coding "%s" is 415', async (coding) => {
    const response = await gateway.gateway.fetch('http://gateway/graphql', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'content-encoding': coding,
        authorization: 'Bearer alice',
      },
      body: JSON.stringify({ query: READ }),
    });
    expect(response.status).toBe(415);
    expect(response.headers.get('accept-encoding')).toBe('identity');
    expect((await response.json()).errors[0].message).toContain('Content-Encoding');
    expect(gateway.emulator.requests).toEqual([]);
  });

  const GRAPHQL_RESPONSE = 'application/graphql-response+json';
  test.each([
    ['application/json', 'application/json'],
    [`${GRAPHQL_RESPONSE}, application/json`, GRAPHQL_RESPONSE],
    [`application/json;q=0.5, ${GRAPHQL_RESPONSE}`, GRAPHQL_RESPONSE],
    [`${GRAPHQL_RESPONSE};q=0.9, application/json ; q=0.95`, 'application/json'],
    [`${GRAPHQL_RESPONSE};q=0, */*;q=0.1`, 'application/json'],
    ['text/event-stream, application/json;q=0.1', 'application/json'],
    ['application/json;q=0, */*', GRAPHQL_RESPONSE],
    ['application/*;q=0.2, application/json;q=0.1', GRAPHQL_RESPONSE],
    ['text/html, text/*;q=0.5', 'text/event-stream'],
    ['', 'application/json'],
  ])('a response has the type that the client prefers: %s', async (accept, type) => {
    const response = await gateway.post({ query: READ }, { headers: { accept } });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')?.split(';')[0]).toBe(type);
  });

  test.each([
    'image/png',
    'multipart/mixed',
    'text/html',
    'application/json;q=0',
    'text/event-stream; q=0.0',
  ])('a request that accepts only %s is 406', async (accept) => {
    const response = await gateway.post({ query: READ }, { headers: { accept } });
    expect(response.status).toBe(406);
    expect((await response.json()).errors[0].extensions.code).toBe('BAD_REQUEST');
    expect(gateway.emulator.requests).toEqual([]);
  });

  test.each(['POST', 'GET'])(
    'JSON is preferred to an event stream, and its status is that of JSON, by %s',
    async (method) => {
      const headers = {
        accept: 'text/event-stream, application/graphql-response+json',
        authorization: 'Bearer alice',
      };
      const response =
        method === 'POST'
          ? await gateway.post({ query: '{ nope }' }, { headers })
          : await gateway.gateway.fetch('http://gateway/graphql?query={nope}', { headers });
      expect(response.status).toBe(400);
      expect(response.headers.get('content-type')).toMatch(/^application\/graphql-response\+json/);
    },
  );

  test.each(['POST', 'GET'])('a result as text/event-stream is one event, by %s', async (method) => {
    const headers = { accept: 'text/event-stream', authorization: 'Bearer alice' };
    const response =
      method === 'POST'
        ? await gateway.post({ query: READ }, { headers })
        : await gateway.gateway.fetch(`http://gateway/graphql?query=${encodeURIComponent(READ)}`, {
            headers,
          });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/);
    const events = (await response.text()).split('\n\n').filter((event) => event.startsWith('event:'));
    expect(events).toEqual([
      'event: next\ndata: {"data":{"externalConnections":{"nodes":[]}}}',
      'event: complete\ndata:',
    ]);
  });

  test('errors as text/event-stream are events without HTTP extensions', async () => {
    const headers = { accept: 'text/event-stream' };
    const response = await gateway.post({ query: '{ nothing }' }, { headers });
    const [, json = ''] = /^data: (\{.*)$/m.exec(await response.text()) ?? [];
    expect(JSON.parse(json).errors).toMatchObject([{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }]);
    expect(json).not.toContain('http');
  });

  // GraphQL over SSE streams with 200 alone; other responses are read as a whole.
  test.each([
    [405, 'BAD_REQUEST', 'alice', 'mutation { deleteSingletonPrivateEndpointConnection { status } }'],
    [401, 'UNAUTHENTICATED', undefined, READ],
  ])('a result with the status %i is JSON for a client that accepts only streams', async (...row) => {
    const [status, code, token, query] = row;
    const url = `http://gateway/graphql?query=${encodeURIComponent(query)}`;
    const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const headers = { accept: 'text/event-stream', ...authorization };
    const response = await gateway.gateway.fetch(url, { headers });
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(response.headers.get('allow')).toBe(status === 405 ? 'POST' : null);
    expect((await response.json()).errors).toMatchObject([{ extensions: { code } }]);
  });
});
