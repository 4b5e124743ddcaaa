import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { TestGateway } from '../support/gateway.ts';
import { runGatewayBefore } from '../support/running.ts';
import { rawResponse } from '../support/upstream.ts';

const CREATE = 'mutation { createExternalConnection(input: { id: "abc", name: "x" }) { id } }';
const ON = { CIRCUIT_BREAKER: 'on' };
// The longest time for which the breaker stays open.
const PAUSE_MS = 30_000;
const created = rawResponse({ status: 201, body: { id: 'abc' } });

// Only the clock of the breaker.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

async function readiness({ gateway }: TestGateway) {
  const response = await gateway.fetch('http://gateway/ready');
  return { status: response.status, ...(await response.json()) };
}

/** A gateway whose upstream responds to every write with the current `status`. */
async function before(initial: number, settings: Record<string, string> = ON) {
  const upstreamSays = { status: initial };
  const gateway = await runGatewayBefore((socket) => {
    socket.write(upstreamSays.status === 201 ? created : rawResponse({ status: upstreamSays.status }));
  }, settings);
  const failures = async (count: number) => {
    for (let i = 0; i < count; i += 1) await gateway.execute(CREATE);
  };
  return { gateway, upstreamSays, failures };
}

test('the breaker opens if most calls fail, and closes once the upstream has recovered', async () => {
  const { gateway, upstreamSays, failures } = await before(503);
  expect(await readiness(gateway)).toEqual({ status: 200, ready: true, breaker: 'closed' });
  await failures(60);
  expect(await readiness(gateway)).toEqual({ status: 503, ready: false, breaker: 'open' });

  const calls = gateway.upstream.requests.length;
  const stopped = await gateway.execute(CREATE);
  expect(stopped.errors?.[0]?.extensions).toEqual({
    code: 'UPSTREAM_UNAVAILABLE',
    retryAfterSeconds: 1,
    outcome: 'NOT_APPLIED',
  });
  expect(gateway.upstream.requests).toHaveLength(calls);

  upstreamSays.status = 201;
  vi.setSystemTime(Date.now() + PAUSE_MS);
  const result = await gateway.execute(CREATE);
  expect(result.data).toEqual({ createExternalConnection: { id: 'abc' } });
  expect(await readiness(gateway)).toEqual({ status: 200, ready: true, breaker: 'closed' });
  expect((await gateway.execute(CREATE)).errors).toBeUndefined();
});

test('a half-open breaker makes one trial call, and the others fail immediately', async () => {
  const { gateway, upstreamSays, failures } = await before(503);
  await failures(60);
  vi.setSystemTime(Date.now() + PAUSE_MS);
  const calls = gateway.upstream.requests.length;
  upstreamSays.status = 201;
  const results = await Promise.all(Array.from({ length: 10 }, () => gateway.execute(CREATE)));
  expect(gateway.upstream.requests.length - calls).toBe(1);
  expect(results.filter(({ errors }) => errors === undefined)).toHaveLength(1);
});

test.each([400, 403, 404, 409, 429, 500])('the status %i does not open the breaker', async (status) => {
  vi.spyOn(Math, 'random').mockReturnValue(0);
  const { gateway, failures } = await before(status);
  await failures(60);
  expect(await readiness(gateway)).toEqual({ status: 200, ready: true, breaker: 'closed' });
});

test('a minority of failures does not open the breaker', async () => {
  const { gateway, upstreamSays, failures } = await before(201);
  for (let round = 0; round < 10; round += 1) {
    upstreamSays.status = 503;
    await failures(4);
    upstreamSays.status = 201;
    await failures(8);
  }
  expect(await readiness(gateway)).toMatchObject({ ready: true, breaker: 'closed' });
});

test('clients that disconnect do not open the breaker', async () => {
  const gateway = await runGatewayBefore(() => {}, { ...ON, REQUEST_TIMEOUT_MS: '1000' });
  for (let i = 0; i < 60; i += 1) {
    const client = new AbortController();
    const aborted = gateway.post(
      { query: '{ externalConnection(id: "x") { id } }' },
      { signal: client.signal },
    );
    setTimeout(() => client.abort(), 2);
    await aborted.catch(() => undefined);
  }
  expect(await readiness(gateway)).toMatchObject({ ready: true, breaker: 'closed' });
});

test('with CIRCUIT_BREAKER=off every call is made', async () => {
  const { gateway, failures } = await before(503, { CIRCUIT_BREAKER: 'off' });
  await failures(70);
  expect(gateway.upstream.requests).toHaveLength(70);
});
