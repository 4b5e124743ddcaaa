import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';

// What is sent again, and what never is.

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
  test.each([429, 502, 503, 504])('is sent again on %i, and succeeds', async (status) => {
    gateway.emulator.failNext({ status, times: 2 });
    expect(await gateway.execute(READ)).toEqual({ data: { externalConnections: { nodes: [] } } });
    expect(attempts()).toBe(3);
  });

  test('is sent again after a reset, and after a body that broke off', async () => {
    gateway.emulator.failNext({ reset: 'before' });
    gateway.emulator.failNext({ truncateAt: 5 });
    expect((await gateway.execute(READ)).errors).toBeUndefined();
    expect(attempts()).toBe(3);
  });

  test('is given up after two more tries', async () => {
    gateway.emulator.failNext({ status: 503, times: 10 });
    expect((await gateway.execute(READ)).errors?.[0]?.extensions.code).toBe('UPSTREAM_UNAVAILABLE');
    expect(attempts()).toBe(3);
  });

  test.each([400, 401, 403, 408, 409, 500, 501, 507, 509])('is not sent again on %i', async (status) => {
    gateway.emulator.failNext({ status });
    await gateway.execute(READ);
    expect(attempts()).toBe(1);
  });

  test('waits as long as Graph asks for', async () => {
    gateway.emulator.failNext({ status: 429, headers: { 'Retry-After': '0.3' } });
    await gateway.execute(READ);
    const [first, second] = gateway.emulator.requests;
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(290);
  });

  test('does not begin a wait that would outlast the deadline', async () => {
    gateway.emulator.failNext({ status: 503, headers: { 'Retry-After': '4' } });
    const { errors } = await gateway.execute(READ);
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE', retryAfterSeconds: 4 });
    expect(attempts()).toBe(1);
  });
});

describe('a write', () => {
  test('is sent again on 429, which Graph answers before it does anything', async () => {
    gateway.emulator.failNext({ status: 429, headers: { 'Retry-After': '0.01' }, times: 2 });
    expect((await gateway.execute(UPDATE)).errors).toBeUndefined();
    expect(attempts()).toBe(3);
  });

  test.each([408, 500, 502, 503, 504])('is never sent again on %i', async (status) => {
    gateway.emulator.failNext({ status, headers: { 'Retry-After': '0' } });
    expect((await gateway.execute(UPDATE)).errors?.[0]?.extensions.outcome).toBe('UNKNOWN');
    expect(attempts()).toBe(1);
  });

  test('is never sent again after a reset, not even on a connection that was used before', async () => {
    await gateway.execute(READ);
    gateway.emulator.clear();
    gateway.emulator.failNext({ reset: 'before' });
    expect((await gateway.execute(UPDATE)).errors?.[0]?.extensions.outcome).toBe('UNKNOWN');
    expect(attempts()).toBe(1);
  });

  test('is sent again where no connection could be made, and none of it was sent', async () => {
    const nowhere = await startTestGateway({ settings: { GRAPH_URL: 'http://127.0.0.1:1/beta' } });
    const started = performance.now();
    const { errors } = await nowhere.execute(UPDATE);
    expect(errors?.[0]?.extensions).toEqual({ code: 'UPSTREAM_UNAVAILABLE', outcome: 'NOT_APPLIED' });
    expect(performance.now() - started).toBeLessThan(3_000);
    await nowhere.close();
  });
});

test('one deadline holds for all calls of a request', async () => {
  gateway.emulator.failNext({ delayMs: 10_000, times: 3 });
  const started = performance.now();
  const { errors } = await gateway.execute(`mutation { a: ${UPDATE.slice(11, -1)} b: ${UPDATE.slice(11)}`);
  expect(errors?.map(({ extensions }) => [extensions.code, extensions.outcome])).toEqual([
    ['UPSTREAM_TIMEOUT', 'UNKNOWN'],
    ['UPSTREAM_TIMEOUT', 'NOT_APPLIED'],
  ]);
  expect(performance.now() - started).toBeLessThan(4_500);
});
