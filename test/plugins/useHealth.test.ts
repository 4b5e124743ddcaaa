import { describe, expect, test } from 'vitest';
import { exchange, serve } from '../support/httpClient.ts';
import { runGateway } from '../support/running.ts';

// test/msgraph/calls/breaker.test.ts has /ready with an open circuit breaker.

describe('without a token', () => {
  test.each([
    ['livez', { status: 'ok' }],
    ['readyz', { ready: true, breaker: 'closed' }],
    ['health', { status: 'ok' }],
    ['ready', { ready: true, breaker: 'closed' }],
  ])('GET /%s is 200 and cannot be stored by caches', async (path, body) => {
    const { gateway, emulator } = await runGateway();
    const response = await gateway.fetch(`http://gateway/${path}`);
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toContain('no-store');
    expect(await response.json()).toEqual(body);
    const head = await gateway.fetch(`http://gateway/${path}`, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
    const headers = { authorization: 'Bearer demo' };
    expect((await gateway.fetch(`http://gateway/${path}`, { headers })).status).toBe(200);
    expect(emulator.requests).toEqual([]);
  });

  test('POST is no probe', async () => {
    const { gateway } = await runGateway();
    expect((await gateway.fetch('http://gateway/health', { method: 'POST' })).status).toBe(404);
  });
});

test('GET /readyz is 503 during shutdown, while /livez stays 200 and queries are executed', async () => {
  const { gateway, execute } = await runGateway();
  gateway.drain();
  for (const path of ['readyz', 'ready']) {
    const ready = await gateway.fetch(`http://gateway/${path}`);
    expect(ready.status).toBe(503);
    expect(await ready.json()).toEqual({ ready: false, breaker: 'closed' });
  }
  for (const path of ['livez', 'health'])
    expect((await gateway.fetch(`http://gateway/${path}`)).status).toBe(200);
  expect(await execute('{ __typename }')).toEqual({ data: { __typename: 'Query' } });
});

test('no response over a socket names the software behind it', async () => {
  const { gateway } = await runGateway({ settings: { GRAPHIQL: 'off' } });
  const port = await serve(gateway);
  const paths = [
    '/livez',
    '/readyz',
    '/health',
    '/ready',
    '/',
    '/nothing',
    '/graphql',
    '/graphql?query=%7B',
    '/graphql?query=%7Ba%7D',
  ];
  for (const path of paths) {
    for (const method of ['GET', 'HEAD', 'POST', 'OPTIONS', 'DELETE']) {
      for (const accept of ['*/*', 'text/html', 'text/event-stream']) {
        const lines = [
          `${method} ${path} HTTP/1.1`,
          'Host: gateway',
          'Connection: close',
          `Accept: ${accept}`,
        ];
        const response = await exchange(port, lines);
        expect(response).toMatch(/^HTTP\/1\.1 \d{3} /);
        expect(response).not.toMatch(
          /yoga|guild|whatwg|node|pothos|undici|apollo|express|x-powered-by|\r\nserver:/i,
        );
      }
    }
  }
});
