import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { runGateway } from '../support/running.ts';

const LISTED = 'https://app.contoso.com';
const QUERY = { query: '{ externalConnections { nodes { id } } }' };

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway({ settings: { CORS_ORIGINS: `${LISTED},http://localhost:3000` } });
});
afterAll(() => gateway.close());

function preflight(running: TestGateway, origin: string): Promise<Response> {
  return running.gateway.fetch('http://gateway/graphql', {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization,content-type',
    },
  });
}

/** The CORS headers of a response. */
function cors({ headers }: Response): Record<string, string> {
  return Object.fromEntries([...headers].filter(([name]) => name.startsWith('access-control-')));
}

describe.each([LISTED, 'http://localhost:3000'])('a page of the listed origin %s', (origin) => {
  test('may send requests, and may read the response headers', async () => {
    const response = await gateway.post(QUERY, { headers: { origin } });
    expect(response.status).toBe(200);
    expect(response.headers.get('vary')).toContain('Origin');
    expect(cors(response)).toEqual({
      'access-control-allow-origin': origin,
      'access-control-expose-headers': 'client-request-id, WWW-Authenticate, Retry-After',
    });
  });

  test('may read why it is rejected', async () => {
    const response = await gateway.post(QUERY, { token: null, headers: { origin } });
    expect(response.status).toBe(401);
    expect(cors(response)).toMatchObject({ 'access-control-allow-origin': origin });
  });

  test('gets a preflight response with what it may send, which does not include cookies', async () => {
    const response = await preflight(gateway, origin);
    expect(response.status).toBe(204);
    expect(response.headers.get('vary')).toContain('Origin');
    expect(cors(response)).toEqual({
      'access-control-allow-origin': origin,
      'access-control-allow-methods': 'GET, POST',
      'access-control-allow-headers': 'authorization, content-type, client-request-id, traceparent',
      'access-control-max-age': '7200',
    });
  });
});

test.each([
  'https://evil.example',
  'null',
  'https://app.contoso.com.evil.example',
  'http://app.contoso.com',
  'https://app.contoso.com:8443',
  'https://APP.contoso.com',
  '*',
])('a page of %s gets no CORS headers', async (origin) => {
  for (const response of [
    await gateway.post(QUERY, { headers: { origin } }),
    await preflight(gateway, origin),
  ]) {
    expect(cors(response)).toEqual({});
    expect(response.headers.get('vary')).toContain('Origin');
  }
});

test('a response without an origin varies by Origin', async () => {
  const response = await gateway.post(QUERY);
  expect(cors(response)).toEqual({});
  expect(response.headers.get('vary')).toContain('Origin');
});

test('a response keeps what else it varies by', async () => {
  const response = await gateway.gateway.fetch('http://gateway/graphql', {
    headers: { accept: 'text/html', origin: LISTED },
  });
  expect(response.headers.get('vary')).toBe('Accept, Origin');
});

test('without CORS_ORIGINS no origin is allowed', async () => {
  const closed = await runGateway();
  for (const response of [
    await closed.post(QUERY, { headers: { origin: LISTED } }),
    await preflight(closed, LISTED),
  ]) {
    expect(cors(response)).toEqual({});
    expect(response.headers.get('vary')).toBe('Authorization');
  }
});
