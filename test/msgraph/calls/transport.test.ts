import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { FairShare } from '../../../src/fairness/fairShare.ts';
import { HeavyWork, type Piece } from '../../../src/fairness/heavyWork.ts';
import { RequestMemory } from '../../../src/fairness/requestMemory.ts';
import { RequestWork } from '../../../src/fairness/requestWork.ts';
import { Transport } from '../../../src/msgraph/calls/transport.ts';
import { heldUpstream } from '../../support/heldUpstream.ts';
import { memoryMb } from '../../support/memory.ts';
import { runGateway, runGatewayBefore } from '../../support/running.ts';
import { always, type Behaviour, rawResponse, startUpstream } from '../../support/upstream.ts';

const FIND = '{ externalConnection(id: "x") { id } }';
const FOUND = { data: { externalConnection: { id: 'x' } } };
const CREATE = 'mutation { createExternalConnection(input: { id: "abc", name: "x" }) { id } }';
const CREATED = { data: { createExternalConnection: { id: 'abc' } } };

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

test('calls given up while waiting leave the queue: they take no place from other callers', async () => {
  const { behaviour, calls, release } = heldUpstream(rawResponse({ status: 201, body: { id: 'abc' } }));
  const gateway = await runGatewayBefore(behaviour, {
    MAX_UPSTREAM_CONCURRENCY: '1',
    MAX_REQUESTS: '2',
    MAX_UPSTREAM_REQUESTS: '1',
  });
  const hanging = gateway.execute(CREATE, {}, { token: 't-greedy-1' });
  await calls(1);
  for (let abandoned = 0; abandoned < 20; abandoned += 1) {
    const client = new AbortController();
    const request = gateway
      .post({ query: FIND }, { signal: client.signal, token: 't-greedy-1' })
      .catch(() => null);
    await sleep(10);
    client.abort();
    await request;
    await sleep(5);
  }
  const other = gateway.execute(CREATE, {}, { token: 't-modest-2' });
  await sleep(20);
  release();
  await calls(1);
  release();
  for (const response of [hanging, other]) expect(await response).toEqual(CREATED);
  expect(gateway.upstream.requests.map(({ line }) => line.split(' ')[0])).toEqual(['POST', 'POST']);
});

/** A transport with one connection. */
async function startTransport(behaviour: Behaviour, heavyWork = new HeavyWork()) {
  const upstream = await startUpstream(behaviour);
  onTestFinished(() => upstream.close());
  const transport = new Transport(new URL(upstream.url).origin, 1, 2);
  const callerKey = () => 'caller';
  const memory = new RequestMemory(new FairShare(100_000_000), callerKey);
  const work = new RequestWork(heavyWork, callerKey);
  onTestFinished(() => transport.abort());
  const send = ({ signal = new AbortController().signal, write = false, timeoutMs = 10_000 } = {}) =>
    transport.send({
      method: 'GET',
      path: '/beta/x',
      headers: { Authorization: 'Bearer t-greedy-1' },
      body: undefined,
      callerKey,
      deadline: performance.now() + timeoutMs,
      signal,
      write,
      memory,
      work,
    });
  return { upstream, send };
}

// Today's gate lets no more requests in than the queue has room for, so none shows what is behind it.
test('beyond its capacity, a call is overloaded and not sent; one given up makes room', async () => {
  const { behaviour, calls, release } = heldUpstream();
  const { upstream, send } = await startTransport(behaviour);
  const client = new AbortController();
  const first = send();
  await calls(1);
  const [waiting, abandoned] = [send(), send({ signal: client.signal })];
  expect(await send()).toEqual({ kind: 'none', sent: false, reason: 'overloaded' });
  client.abort();
  expect(await abandoned).toEqual({ kind: 'none', sent: false, reason: 'client-disconnected' });
  const later = send();
  expect(await send()).toMatchObject({ reason: 'overloaded' });
  for (const reply of [first, waiting, later]) {
    await calls(1);
    release();
    expect(await reply).toMatchObject({ kind: 'complete', status: 200 });
  }
  expect(upstream.requests).toHaveLength(3);
});

/** Work that waits until it gets its turn. */
class HeldWork extends HeavyWork {
  readonly asked = Promise.withResolvers<void>();
  readonly turn = Promise.withResolvers<void>();

  override async run<T>(_piece: Piece, work: () => T): Promise<T> {
    this.asked.resolve();
    await this.turn.promise;
    return work();
  }
}

describe('while a large response waits to be parsed', () => {
  const response = always({ body: { id: 'x', description: 'x'.repeat(1_000_000) } });
  const complete = { kind: 'complete', status: 200, json: { id: 'x' } };

  test('a read whose client disconnects ends; its connection serves the next one', async () => {
    const heldWork = new HeldWork();
    const { upstream, send } = await startTransport(response, heldWork);
    const client = new AbortController();
    const reply = send({ signal: client.signal });
    await heldWork.asked.promise;
    client.abort();
    expect(await reply).toMatchObject({ kind: 'truncated', reason: 'client-disconnected' });
    heldWork.turn.resolve();
    expect(await send()).toMatchObject(complete);
    expect(upstream.openConnections).toBe(1);
  });

  test('a read ends at its deadline, and a write is told its outcome', async () => {
    const { send } = await startTransport(response, new HeldWork());
    // On a busy machine, the responses take this long to arrive.
    const timeoutMs = 2_000;
    const [read, write] = [send({ timeoutMs }), send({ timeoutMs, write: true })];
    expect(await read).toMatchObject({ kind: 'truncated', reason: 'overloaded' });
    expect(await write).toMatchObject(complete);
  });

  test('nothing of a response that nobody waits for any more is held', async () => {
    const heldWork = new HeldWork();
    const { send } = await startTransport(response, heldWork);
    const before = memoryMb();
    for (let call = 0; call < 15; call += 1) {
      await send({ timeoutMs: 150 });
    }
    // The work of 15 calls of a megabyte each still waits.
    await expect.poll(() => memoryMb() - before, { interval: 200 }).toBeLessThan(5);
    heldWork.turn.resolve();
  });

  test('a write is told its outcome, whether its client disconnects or not', async () => {
    const heldWork = new HeldWork();
    const { send } = await startTransport(response, heldWork);
    const client = new AbortController();
    const reply = send({ signal: client.signal, write: true });
    await heldWork.asked.promise;
    client.abort();
    heldWork.turn.resolve();
    expect(await reply).toMatchObject(complete);
  });
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
