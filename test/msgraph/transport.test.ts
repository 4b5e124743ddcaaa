import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { heldUpstream } from '../support/heldUpstream.ts';
import { runGateway, runGatewayBefore } from '../support/running.ts';
import { rawResponse } from '../support/upstream.ts';

const FIND = '{ externalConnection(id: "x") { id } }';
const FOUND = { data: { externalConnection: { id: 'x' } } };
const CREATE = 'mutation { createExternalConnection(input: { id: "abc", name: "x" }) { id } }';

test('at most MAX_UPSTREAM_CONCURRENCY calls are in flight; the next ones wait for a connection', async () => {
  const { behaviour, calls, release } = heldUpstream();
  const gateway = await runGatewayBefore(behaviour, { MAX_UPSTREAM_CONCURRENCY: '2' });
  const responses = [1, 2, 3].map(() => gateway.execute(FIND));
  await calls(2);
  await sleep(50);
  expect(gateway.upstream.requests).toHaveLength(2);
  release();
  await calls(1);
  release();
  for (const response of responses) expect(await response).toEqual(FOUND);
});

test('calls that wait start in turn, one of each caller: one with many does not hold up another one', async () => {
  const { behaviour, calls, release } = heldUpstream();
  const gateway = await runGatewayBefore(behaviour, { MAX_UPSTREAM_CONCURRENCY: '1' });
  const find = (token: string) => gateway.execute(FIND, {}, { token });
  const responses = Array.from({ length: 6 }, () => find('t-greedy-1'));
  await calls(1);
  await sleep(50);
  responses.push(find('t-modest-2'), find('t-modest-3'));
  await sleep(50);
  for (const _ of responses) {
    await calls(1);
    release();
  }
  for (const response of responses) expect(await response).toEqual(FOUND);
  const tokens = gateway.upstream.requests.map(({ text }) => /Bearer (\S+)/.exec(text)?.[1]);
  expect(tokens.slice(1, 5)).toEqual(['t-greedy-1', 't-modest-2', 't-modest-3', 't-greedy-1']);
});

test('calls of one caller that hang leave connections to other callers', async () => {
  const { behaviour, calls, release } = heldUpstream();
  const gateway = await runGatewayBefore(behaviour, { MAX_UPSTREAM_CONCURRENCY: '8' });
  const find = (token: string) => gateway.execute(FIND, {}, { token });
  const greedy = Array.from({ length: 20 }, () => find('t-greedy-1'));
  await calls(7);
  const modest = find('t-modest-2');
  await calls(8);
  expect(gateway.upstream.requests[7]?.text).toContain('Bearer t-modest-2');
  let isDone = false;
  const results = Promise.all([modest, ...greedy]).finally(() => {
    isDone = true;
  });
  while (!isDone) {
    release();
    await sleep(5);
  }
  for (const result of await results) expect(result).toEqual(FOUND);
});

test('calls given up while waiting are bounded: beyond that a call is OVERLOADED and not sent', async () => {
  const { behaviour, calls, release } = heldUpstream();
  const gateway = await runGatewayBefore(behaviour, {
    MAX_UPSTREAM_CONCURRENCY: '1',
    MAX_REQUESTS: '2',
    MAX_UPSTREAM_REQUESTS: '1',
  });
  const first = gateway.execute(FIND);
  await calls(1);
  for (let abandoned = 0; abandoned < 5; abandoned += 1) {
    const client = new AbortController();
    const request = gateway.post({ query: FIND }, { signal: client.signal }).catch(() => null);
    await sleep(10);
    client.abort();
    await request;
    await sleep(5);
  }
  const overloaded = { code: 'OVERLOADED', retryAfterSeconds: 1 };
  const write = await gateway.execute(CREATE);
  expect(write.errors?.[0]?.extensions).toEqual({ ...overloaded, outcome: 'NOT_APPLIED' });
  expect((await gateway.execute(FIND)).errors?.[0]?.extensions).toEqual(overloaded);

  release();
  expect(await first).toEqual(FOUND);
  await sleep(20);
  const later = gateway.execute(FIND);
  await calls(1);
  release();
  expect(await later).toEqual(FOUND);
  expect(gateway.upstream.requests).toHaveLength(2);
});

test('a call that waits until its deadline is not sent, and does not occupy a connection', async () => {
  const { behaviour, calls, release } = heldUpstream();
  const pause = rawResponse({ status: 429, headers: ['Retry-After: 0.1'] });
  const settings = { MAX_UPSTREAM_CONCURRENCY: '1', REQUEST_TIMEOUT_MS: '400' };
  const gateway = await runGatewayBefore((socket, request) => {
    if (request.index === 0) socket.write(pause);
    else behaviour(socket, request);
  }, settings);
  // While the write waits for its retry, a read takes the only connection.
  const write = gateway.execute(CREATE);
  await sleep(50);
  const read = gateway.execute(FIND);
  expect((await write).errors?.[0]?.extensions).toEqual({ code: 'UPSTREAM_TIMEOUT', outcome: 'NOT_APPLIED' });
  expect((await read).errors?.[0]?.extensions.code).toBe('UPSTREAM_TIMEOUT');
  expect(gateway.upstream.requests).toHaveLength(2);

  release();
  const later = gateway.execute(FIND);
  await calls(1);
  release();
  expect(await later).toEqual(FOUND);
});

test('a connection is free again after every kind of call', async () => {
  const gateway = await runGateway({ settings: { MAX_UPSTREAM_CONCURRENCY: '1' } });
  for (let round = 0; round < 10; round += 1) {
    gateway.emulator.failNext({ status: 500 });
    await gateway.execute(FIND);
    const client = new AbortController();
    const aborted = gateway.post({ query: FIND }, { signal: client.signal }).catch(() => undefined);
    client.abort();
    await aborted;
    await sleep(5);
    expect(await gateway.execute(FIND)).toEqual({ data: { externalConnection: null } });
  }
});

test('sequential calls share keep-alive connections', async () => {
  const { emulator, execute } = await runGateway();
  for (let call = 0; call < 10; call += 1) await execute(FIND);
  // A call may start just before the connection of the one before it is free again.
  expect(emulator.connectionCount).toBeLessThanOrEqual(2);
});
