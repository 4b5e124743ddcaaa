import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { startTestGateway, type TestGateway } from '../../support/gateway.ts';

// Several reads in one document: their calls to Microsoft Graph, and their separate failures.

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterEach(() => gateway.emulator.clear());
afterAll(() => gateway.close());

const GUID = '0f8fad5b-d9cb-469f-a165-70867728950e';
const item = (id: string) => `/external/connections/${id}`;
const lookups = (ids: readonly string[]) =>
  `{ ${ids.map((id, i) => `a${i}: externalConnection(id: "${id}") { id name }`).join(' ')} }`;
const ids = (count: number) => Array.from({ length: count }, (_, i) => `conn${i}`);

const batchRequest = z.object({
  requests: z.array(
    z.object({
      id: z.string(),
      method: z.string(),
      url: z.string(),
      headers: z.record(z.string(), z.string()),
    }),
  ),
});
/** The calls that arrived, each as its line and the URLs of its parts. */
const calls = () =>
  gateway.emulator.requests.map(({ method, path, body }) => ({
    call: `${method} ${path.replace('/beta', '')}`,
    parts: batchRequest.safeParse(body).data?.requests.map(({ url }) => url) ?? [],
  }));

const batchResponse = (responses: unknown) => ({ status: 200, path: '/$batch', body: { responses } });

describe('the number of calls', () => {
  test.each([
    ['one lookup is a plain GET', ids(1), [`GET ${item('conn0')}`]],
    ['one id twice is one plain GET', ['x', 'x'], [`GET ${item('x')}`]],
    ['two are a batch', ids(2), ['POST /$batch']],
    ['20 are a batch', ids(20), ['POST /$batch']],
    ['20 with 15 distinct ids are a batch of 15', [...ids(15), ...ids(5)], ['POST /$batch']],
    ['21 are a batch and a plain GET', ids(21), ['POST /$batch', `GET ${item('conn20')}`]],
    ['45 are three batches', ids(45), ['POST /$batch', 'POST /$batch', 'POST /$batch']],
  ])('%s', async (_, keys, expected) => {
    const result = await gateway.execute(lookups(keys));
    expect(result.errors).toBeUndefined();
    const made = calls();
    expect(made.map(({ call }) => call).sort()).toEqual([...expected].sort());
    const parts = made.flatMap((call) => call.parts);
    expect(new Set(parts).size).toBe(parts.length);
    expect(made.every((call) => call.parts.length <= 20)).toBe(true);
  });

  test('lists and lookups of both resources share a batch', async () => {
    const query = `{
      externalConnections(first: 2) { nodes { id } }
      privateEndpointConnections { nodes { id } }
      externalConnection(id: "contosohr") { name }
    }`;
    const result = await gateway.execute(query, {}, { token: 'demo' });
    expect(calls()).toEqual([
      {
        call: 'POST /$batch',
        parts: [
          '/external/connections?$top=2',
          '/privateLinkPolicy/privateEndpointConnections',
          item('contosohr'),
        ],
      },
    ]);
    expect(result.data).toMatchObject({ externalConnection: { name: 'Contoso HR' } });
  });
});

test('each part belongs to its field, in whatever order Graph returns them', async () => {
  const samples = ['contosohr', 'contososervicedesk', 'fabrikamwiki'];
  const result = await gateway.execute(lookups(['nosuchthing', ...samples]), {}, { token: 'demo' });
  expect(result.errors).toBeUndefined();
  expect(result.data).toMatchObject({
    a0: null,
    a1: { id: 'contosohr' },
    a2: { id: 'contososervicedesk' },
    a3: { id: 'fabrikamwiki' },
  });
});

test('token, Prefer and client-request-id stand where Graph needs them', async () => {
  await gateway.execute(lookups(ids(2)), {}, { token: 'sekrit', headers: { 'client-request-id': GUID } });
  const [batch] = gateway.emulator.requests;
  expect(batch?.headers).toMatchObject({ authorization: 'Bearer sekrit', 'client-request-id': GUID });
  const partHeaders = {
    Accept: 'application/json',
    Prefer: 'include-unknown-enum-members',
    'client-request-id': GUID,
  };
  expect(batchRequest.parse(batch?.body).requests.map(({ headers }) => headers)).toEqual([
    partHeaders,
    partHeaders,
  ]);
});

describe('each part fails separately', () => {
  test('with its own status and headers', async () => {
    const body = { error: { code: 'Forbidden', message: 'No.' } };
    gateway.emulator.failNext({ status: 403, path: item('conn1'), body });
    const result = await gateway.execute(lookups(ids(3)));
    expect(result.data).toEqual({ a0: null, a1: null, a2: null });
    expect(result.errors).toEqual([
      expect.objectContaining({
        path: ['a1'],
        extensions: { code: 'FORBIDDEN', graph: expect.objectContaining({ status: 403, code: 'Forbidden' }) },
      }),
    ]);
  });

  test.each([
    ['is missing', []],
    ['has no status', [{ id: '2', headers: {}, body: { id: 'conn1' } }]],
    ['has an invalid status', [{ id: '2', status: 1, body: { id: 'conn1' } }]],
    ['has a text for a body', [{ id: '2', status: 200, body: 'aGVsbG8=' }]],
    ['has an unknown id', [{ id: '7', status: 200, body: { id: 'conn1' } }]],
    ['is no object', [null, 'x', 7]],
    ['is another object', [{ id: '2', status: 200, body: { name: 'no id' } }]],
    ['is there twice', ['conn1', 'foreign'].map((id) => ({ id: '2', status: 200, body: { id } }))],
  ])('when it %s', async (_, second) => {
    gateway.emulator.failNext(batchResponse([...second, { id: '1', status: 200, body: { id: 'conn0' } }]));
    const result = await gateway.execute(lookups(ids(2)));
    expect(result.data).toMatchObject({ a0: { id: 'conn0' }, a1: null });
    expect(result.errors?.map(({ path, extensions }) => [path, extensions.code])).toEqual([
      [['a1'], 'UPSTREAM_INVALID_RESPONSE'],
    ]);
  });
});

test.each([
  [20, { a0: { id: 'conn0' }, a1: { id: 'conn1' } }],
  [10_000, { a0: null, a1: null }],
])('a batch response with %i further parts is readable up to 40', async (count, data) => {
  const asked = ids(2).map((id, index) => ({ id: String(index + 1), status: 200, body: { id, name: id } }));
  gateway.emulator.failNext(batchResponse([...asked, ...Array(count).fill(1)]));
  const result = await gateway.execute(lookups(ids(2)));
  expect(result.data).toMatchObject(data);
});

test.each([
  [99, 'known'],
  [100, undefined],
])('behind %i other headers of a part, its claims challenge is %s', async (count, claims) => {
  const others = Object.fromEntries(Array.from({ length: count }, (_, index) => [`X-${index}`, 'x']));
  const headers = { ...others, 'WWW-Authenticate': 'Bearer error="insufficient_claims", claims="known"' };
  const rejected = ids(2).map((_, index) => ({ id: String(index + 1), status: 401, headers, body: {} }));
  gateway.emulator.failNext(batchResponse(rejected));
  const { errors } = await gateway.execute(lookups(ids(2)));
  expect(errors?.map(({ extensions }) => extensions.claims)).toEqual([claims, claims]);
});

describe('a batch that fails as a whole fails all its fields with one code:', () => {
  // By default, some of these count as a refusal of batches.
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startTestGateway({ settings: { GRAPH_BATCH: 'on' } });
  });
  afterEach(() => gateway.emulator.clear());
  afterAll(() => gateway.close());

  test.each([
    [400, 'UPSTREAM_REJECTED'],
    [401, 'UNAUTHENTICATED'],
    [403, 'FORBIDDEN'],
    [404, 'NOT_FOUND'],
    [500, 'UPSTREAM_UNAVAILABLE'],
    [302, 'UPSTREAM_INVALID_RESPONSE'],
    [202, 'UPSTREAM_INVALID_RESPONSE'],
    [201, 'UPSTREAM_INVALID_RESPONSE'],
  ])('%i is %s', async (status, code) => {
    const body = { id: 'conn0', error: { code: 'X', message: 'The whole of it.' } };
    gateway.emulator.failNext({ status, path: '/$batch', body });
    const result = await gateway.execute(lookups(ids(3)));
    expect(result.data).toEqual({ a0: null, a1: null, a2: null });
    expect(result.errors?.map(({ extensions }) => extensions.code)).toEqual([code, code, code]);
  });

  test.each(['', 'nonsense', '[]', '{}', '{"responses":7}'])(
    'a body of "%s" is UPSTREAM_INVALID_RESPONSE',
    async (body) => {
      gateway.emulator.failNext({ status: 200, path: '/$batch', body });
      const result = await gateway.execute(lookups(ids(2)));
      expect(result.errors?.map(({ extensions }) => extensions.code)).toEqual([
        'UPSTREAM_INVALID_RESPONSE',
        'UPSTREAM_INVALID_RESPONSE',
      ]);
    },
  );

  test('the claims challenge of a 401 reaches each field', async () => {
    const headers = { 'WWW-Authenticate': 'Bearer error="insufficient_claims", claims="eyJ9"' };
    gateway.emulator.failNext({ status: 401, path: '/$batch', headers });
    const result = await gateway.execute(lookups(ids(2)));
    expect(result.errors?.map(({ extensions }) => extensions.claims)).toEqual(['eyJ9', 'eyJ9']);
  });
});

describe('throttled or failed parts', () => {
  const busy = (path: string, status: number, wait: string) =>
    gateway.emulator.failNext({ path, status, headers: { 'Retry-After': wait } });

  test('are retried together, after the longest Retry-After', async () => {
    busy(item('contosohr'), 429, '0.05');
    busy(item('fabrikamwiki'), 503, '0.2');
    const keys = ['contosohr', 'contososervicedesk', 'fabrikamwiki'];
    const result = await gateway.execute(lookups(keys), {}, { token: 'demo' });
    expect(result.errors).toBeUndefined();
    expect(result.data).toMatchObject({ a0: { id: 'contosohr' }, a2: { id: 'fabrikamwiki' } });
    expect(calls()).toEqual([
      { call: 'POST /$batch', parts: keys.map(item) },
      { call: 'POST /$batch', parts: [item('contosohr'), item('fabrikamwiki')] },
    ]);
    const [first, second] = gateway.emulator.requests;
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(190);
  });

  test('are retried by their own headers, whatever other headers there are', async () => {
    const headers = { 'Retry-After': 3600, 'x-other': ['a', 'b'], 'x-none': null };
    gateway.emulator.failNext(
      batchResponse([
        { id: '1', status: 429, headers },
        { id: '2', status: 404 },
      ]),
    );
    const result = await gateway.execute(lookups(ids(2)));
    expect(result.errors?.[0]?.extensions).toMatchObject({ code: 'RATE_LIMITED', retryAfterSeconds: 3600 });
  });

  test('that would exceed the deadline fail immediately, and do not delay the others', async () => {
    busy(item('contosohr'), 429, '3600');
    busy(item('fabrikamwiki'), 429, '0.01');
    const result = await gateway.execute(lookups(['contosohr', 'fabrikamwiki']), {}, { token: 'demo' });
    expect(result.data).toMatchObject({ a0: null, a1: { id: 'fabrikamwiki' } });
    expect(result.errors?.[0]?.extensions).toMatchObject({ code: 'RATE_LIMITED', retryAfterSeconds: 3600 });
    expect(calls().map(({ call }) => call)).toEqual(['POST /$batch', `GET ${item('fabrikamwiki')}`]);
  });
});
