import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { startTestGateway, type TestGateway } from '../../support/gateway.ts';
import { serve } from '../../support/httpClient.ts';
import { withoutBackoff } from '../../support/retries.ts';
import { runGateway } from '../../support/running.ts';

// What is retried, and what never is.

withoutBackoff();

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway({ settings: { REQUEST_TIMEOUT_MS: '3000' } });
});
afterEach(() => gateway.emulator.clear());
afterAll(() => gateway.close());

const READ = '{ externalConnections { nodes { id } } }';
const UPDATE =
  'mutation { updateSingletonPrivateEndpointConnection(input: { privateLinkIds: [1] }) { privateLinkIds } }';
const attempts = () => gateway.emulator.requests.length;

describe('a read', () => {
  test.each([429, 502, 503, 504])('is retried on %i, and succeeds', async (status) => {
    gateway.emulator.failNext({ status, times: 2 });
    expect(await gateway.execute(READ)).toEqual({ data: { externalConnections: { nodes: [] } } });
    expect(attempts()).toBe(3);
  });

  test('is retried after a reset and after a truncated body', async () => {
    gateway.emulator.failNext({ reset: 'before' });
    gateway.emulator.failNext({ truncateAt: 5 });
    expect((await gateway.execute(READ)).errors).toBeUndefined();
    expect(attempts()).toBe(3);
  });

  test('is given up after two retries', async () => {
    gateway.emulator.failNext({ status: 503, times: 10 });
    expect((await gateway.execute(READ)).errors?.[0]?.extensions.code).toBe('UPSTREAM_UNAVAILABLE');
    expect(attempts()).toBe(3);
  });

  test.each([400, 401, 403, 408, 409, 500, 501, 507, 509])('is not retried on %i', async (status) => {
    gateway.emulator.failNext({ status });
    await gateway.execute(READ);
    expect(attempts()).toBe(1);
  });

  test("is retried after Graph's Retry-After", async () => {
    gateway.emulator.failNext({ status: 429, headers: { 'Retry-After': '0.3' } });
    await gateway.execute(READ);
    const [first, second] = gateway.emulator.requests;
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(290);
  });

  test('backs off exponentially without a Retry-After', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.5);
    gateway.emulator.failNext({ status: 503, times: 2 });
    await gateway.execute(READ);
    const [first = 0, second = 0, third = 0] = gateway.emulator.requests.map(({ at }) => at);
    expect(second - first).toBeGreaterThanOrEqual(90);
    expect(third - second).toBeGreaterThanOrEqual(190);
  });

  test('is not retried if the wait would exceed the deadline', async () => {
    gateway.emulator.failNext({ status: 503, headers: { 'Retry-After': '4' } });
    const { errors } = await gateway.execute(READ);
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE', retryAfterSeconds: 4 });
    expect(attempts()).toBe(1);
  });
});

describe('a write', () => {
  test('is retried on 429, which Graph sends before it does anything', async () => {
    gateway.emulator.failNext({ status: 429, headers: { 'Retry-After': '0.01' }, times: 2 });
    expect((await gateway.execute(UPDATE)).errors).toBeUndefined();
    expect(attempts()).toBe(3);
  });

  test.each([408, 500, 502, 503, 504])('is never retried on %i', async (status) => {
    gateway.emulator.failNext({ status, headers: { 'Retry-After': '0' } });
    expect((await gateway.execute(UPDATE)).errors?.[0]?.extensions.outcome).toBe('UNKNOWN');
    expect(attempts()).toBe(1);
  });

  test('is never retried after a reset, even of a keep-alive connection', async () => {
    await gateway.execute(READ);
    gateway.emulator.clear();
    gateway.emulator.failNext({ reset: 'before' });
    expect((await gateway.execute(UPDATE)).errors?.[0]?.extensions.outcome).toBe('UNKNOWN');
    expect(attempts()).toBe(1);
  });

  test('is retried if no connection was established, since no byte of it was sent', async () => {
    const nowhere = await runGateway({ settings: { GRAPH_URL: 'http://127.0.0.1:1/beta' } });
    const { errors } = await nowhere.execute(UPDATE);
    expect(errors?.[0]?.extensions).toEqual({ code: 'UPSTREAM_UNAVAILABLE', outcome: 'NOT_APPLIED' });
    const [line = ''] = nowhere.logs;
    expect(JSON.parse(line)).toMatchObject({ calls: 3, retries: 2, causes: ['ECONNREFUSED'] });
  });
});

// Their signals are not Node's own.
test('requests over sockets are retried, too', async () => {
  const port = await serve(gateway.gateway);
  for (const query of [READ, UPDATE]) {
    gateway.emulator.clear();
    gateway.emulator.failNext({ status: 429 });
    const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer alice' },
      body: JSON.stringify({ query }),
    });
    expect(await response.json()).toEqual({ data: expect.anything() });
    expect(attempts()).toBeGreaterThan(1);
  }
});

test('what waits for a retry when the gateway aborts is not retried, and is logged by then', async () => {
  const running = await runGateway();
  running.emulator.failNext({ status: 429, headers: { 'Retry-After': '20' } });
  const result = running.execute(UPDATE);
  await expect.poll(() => running.emulator.requests.length).toBe(1);
  await sleep(50);
  await running.gateway.abort();
  expect(running.logs.map((line) => JSON.parse(line))).toMatchObject([
    { writes: [{ method: 'PATCH', status: 429, outcome: 'NOT_APPLIED' }] },
  ]);
  expect(await result).toMatchObject({ errors: [{ extensions: { code: 'RATE_LIMITED' } }] });
  expect(running.emulator.requests).toHaveLength(1);
});
