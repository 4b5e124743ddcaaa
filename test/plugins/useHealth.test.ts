import { describe, expect, test } from 'vitest';
import { runGateway } from '../support/running.ts';

// test/msgraph/breaker.test.ts has /ready with an open circuit breaker.

describe('without a token', () => {
  test.each([
    ['health', { status: 'ok' }],
    ['ready', { ready: true, breaker: 'closed' }],
  ])('GET /%s is 200 and cannot be stored by caches', async (path, body) => {
    const { gateway } = await runGateway();
    const response = await gateway.fetch(`http://gateway/${path}`);
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toContain('no-store');
    expect(await response.json()).toEqual(body);
    const head = await gateway.fetch(`http://gateway/${path}`, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
  });

  test('POST is no probe', async () => {
    const { gateway } = await runGateway();
    expect((await gateway.fetch('http://gateway/health', { method: 'POST' })).status).toBe(404);
  });
});

test('GET /ready is 503 during shutdown, while /health stays 200 and queries are executed', async () => {
  const { gateway, execute } = await runGateway();
  gateway.drain();
  const ready = await gateway.fetch('http://gateway/ready');
  expect(ready.status).toBe(503);
  expect(await ready.json()).toEqual({ ready: false, breaker: 'closed' });
  expect((await gateway.fetch('http://gateway/health')).status).toBe(200);
  expect(await execute('{ __typename }')).toEqual({ data: { __typename: 'Query' } });
});
