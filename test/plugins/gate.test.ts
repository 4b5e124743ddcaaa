import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { HeavyWork } from '../../src/fairness/heavyWork.ts';
import { RequestWork } from '../../src/fairness/requestWork.ts';
import { Gate } from '../../src/plugins/gate.ts';
import { heldUpstream } from '../support/heldUpstream.ts';
import { sendDocument, serve } from '../support/httpClient.ts';
import { runGateway, runGatewayBefore } from '../support/running.ts';
import { rawResponse } from '../support/upstream.ts';

const FIND = '{ externalConnection(id: "x") { id } }';
const FOUND = { data: { externalConnection: { id: 'x' } } };
const OVERLOADED = { code: 'OVERLOADED', retryAfterSeconds: 1 };

test('at most MAX_REQUESTS requests are in flight; the others are rejected unread', async () => {
  const { behaviour, calls, release } = heldUpstream();
  const gateway = await runGatewayBefore(behaviour, { MAX_REQUESTS: '2' });
  const accepted = [gateway.execute(FIND), gateway.execute(FIND)];
  await calls(2);

  const rejected = await gateway.post('not even GraphQL');
  expect(rejected.status).toBe(503);
  expect(rejected.headers.get('retry-after')).toBe('1');
  expect(rejected.headers.get('cache-control')).toBe('private, no-store');
  expect((await rejected.json()).errors[0].extensions).toEqual(OVERLOADED);
  for (const path of ['/graphql?query={__typename}', '/graphql/?query={__typename}']) {
    expect((await gateway.gateway.fetch(`http://gateway${path}`)).status).toBe(503);
  }
  expect(gateway.upstream.requests).toHaveLength(2);

  release();
  for (const response of accepted) expect(await response).toEqual(FOUND);
  const later = gateway.execute(FIND);
  await calls(1);
  release();
  expect(await later).toEqual(FOUND);
});

test('slow requests of one caller leave a part of the gate to others, over sockets too', async () => {
  const { behaviour, calls, release } = heldUpstream();
  const gateway = await runGatewayBefore(behaviour, { MAX_REQUESTS: '16' });
  const port = await serve(gateway.gateway);
  const statusOf = async (token: string) => {
    const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query: FIND }),
    });
    return response.status;
  };
  // Three quarters, and one of what is kept for those that have little.
  const slow = Array.from({ length: 13 }, () => statusOf('s1ow'));
  await calls(13);
  expect(await statusOf('s1ow')).toBe(503);
  expect((await gateway.post({ query: FIND }, { token: 's1ow' })).status).toBe(503);
  const others = ['0ther', 'an0ther', 'th1rd'].map(statusOf);
  await calls(16);
  expect(await statusOf('f0urth')).toBe(503);
  release();
  expect(await Promise.all([...slow, ...others])).toEqual(Array(16).fill(200));
  const again = Array.from({ length: 13 }, () => statusOf('s1ow'));
  await calls(13);
  release();
  expect(await Promise.all(again)).toEqual(Array(13).fill(200));
});

test('event streams count as requests in flight', async () => {
  const { behaviour, calls, release } = heldUpstream();
  const gateway = await runGatewayBefore(behaviour, { MAX_REQUESTS: '1' });
  const stream = gateway.post({ query: FIND }, { headers: { accept: 'text/event-stream' } });
  await calls(1);
  expect((await gateway.post({ query: FIND })).status).toBe(503);
  release();
  expect(await (await stream).text()).toContain('"id":"x"');
  expect((await gateway.post({ query: '{ __typename }' })).status).toBe(200);
});

test.each([
  ['/graphql', undefined],
  ['/graphql', 'https://app.contoso.com'],
  ['/graphql/', 'https://app.contoso.com'],
])(
  'requests over sockets have the same limit, and probes pass: %s, with the origin %s',
  async (path, origin) => {
    const { behaviour, calls, release } = heldUpstream();
    const settings = { MAX_REQUESTS: '1', CORS_ORIGINS: 'https://app.contoso.com' };
    const gateway = await runGatewayBefore(behaviour, settings);
    const port = await serve(gateway.gateway);
    const accepted = gateway.execute(FIND);
    await calls(1);
    const rejected = await fetch(`http://127.0.0.1:${port}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer a', ...(origin && { origin }) },
      body: JSON.stringify({ query: FIND }),
    });
    expect(rejected.status).toBe(503);
    expect(rejected.headers.get('retry-after')).toBe('1');
    expect(rejected.headers.get('access-control-allow-origin')).toBe(origin ?? null);
    expect((await rejected.json()).errors[0].extensions).toEqual(OVERLOADED);
    for (const probe of ['/livez', '/readyz', '/health', '/ready', '/livez?probe=1', '/readyz?x']) {
      expect((await fetch(`http://127.0.0.1:${port}${probe}`)).status).toBe(200);
    }
    // What is no GraphQL request gets the response that it gets elsewhere.
    expect((await fetch(`http://127.0.0.1:${port}/nowhere`, { method: 'POST' })).status).toBe(404);
    expect((await fetch(`http://127.0.0.1:${port}/graphql`, { method: 'PUT' })).status).toBe(405);
    release();
    expect(await accepted).toEqual(FOUND);
  },
);

test('a request leaves the gate whatever its result', async () => {
  const failures = [
    rawResponse({ status: 500 }),
    rawResponse({ status: 200, body: 'no JSON' }),
    rawResponse({ status: 404, body: { error: { code: 'itemNotFound', message: 'None.' } } }),
  ];
  const gateway = await runGatewayBefore(
    (socket, { index }) => {
      if (index % 4 === 3) socket.destroy();
      else socket.write(failures[index % 4] ?? '');
    },
    { MAX_REQUESTS: '1', REQUEST_TIMEOUT_MS: '1000' },
  );
  const port = await serve(gateway.gateway);
  for (let round = 0; round < 8; round += 1) {
    const socket = await sendDocument(port, FIND, 'a');
    socket.destroy();
    await expect.poll(async () => (await gateway.post('{')).status).not.toBe(503);
    for (const body of ['{', { query: '{' }, { query: '{ nothing }' }, { query: FIND }]) {
      expect((await gateway.post(body)).status).not.toBe(503);
    }
  }
});

test('waiting retries take at most a quarter of the gate; beyond that a throttled call is RATE_LIMITED at once', async () => {
  const throttled = rawResponse({ status: 429, headers: ['Retry-After: 20'] });
  const gateway = await runGatewayBefore((socket) => void socket.write(throttled), { MAX_REQUESTS: '8' });
  const client = new AbortController();
  const waiting = [1, 2].map(() =>
    gateway.post({ query: FIND }, { signal: client.signal }).catch(() => null),
  );
  while (gateway.upstream.requests.length < 2) await sleep(5);
  await sleep(50);

  const write = 'mutation { createExternalConnection(input: { id: "abc", name: "x" }) { id } }';
  const [read, created] = await Promise.all([gateway.execute(FIND), gateway.execute(write)]);
  expect(read.errors?.[0]?.extensions).toMatchObject({ code: 'RATE_LIMITED', retryAfterSeconds: 20 });
  expect(created.errors?.[0]?.extensions).toMatchObject({ code: 'RATE_LIMITED', outcome: 'NOT_APPLIED' });

  client.abort();
  await Promise.all(waiting);
  await sleep(20);
  const last = new AbortController();
  const retried = gateway.post({ query: FIND }, { signal: last.signal }).catch(() => null);
  const first = await Promise.race([retried, sleep(200, 'waits for a retry')]);
  expect(first).toBe('waits for a retry');
  last.abort();
  await retried;
});

test('waiting retries of one caller leave some to others, whose reads and deletions are retried', async () => {
  const throttled = rawResponse({ status: 429, headers: ['Retry-After: 20'] });
  const failed = new Set<string>();
  const gateway = await runGatewayBefore(
    (socket, { line, text }) => {
      if (text.includes('Bearer t-greedy-1')) socket.write(throttled);
      else if (failed.has(line))
        socket.write(rawResponse(line.startsWith('DELETE') ? { status: 204 } : { body: { id: 'x' } }));
      else {
        failed.add(line);
        socket.write(rawResponse({ status: 502 }));
      }
    },
    { MAX_REQUESTS: '64' },
  );
  const client = new AbortController();
  let rejected = 0;
  const greedy = Array.from({ length: 20 }, () =>
    gateway
      .post({ query: FIND }, { signal: client.signal, token: 't-greedy-1' })
      .then(() => {
        rejected += 1;
      })
      .catch(() => null),
  );
  // A quarter of the gate may wait.
  while (rejected < 20 - 16) await sleep(5);

  const options = { token: 't-modest-2' };
  expect(await gateway.execute(FIND, {}, options)).toEqual(FOUND);
  const deletion = 'mutation { deleteExternalConnection(input: { id: "x" }) { __typename } }';
  expect((await gateway.execute(deletion, {}, options)).errors).toBeUndefined();
  client.abort();
  await Promise.all(greedy);
});

test('requests whose bodies are still arriving keep nobody out', async () => {
  const gateway = await runGateway({ settings: { MAX_REQUESTS: '1' } });
  const port = await serve(gateway.gateway);
  const head = [
    'POST /graphql HTTP/1.1',
    'Host: gateway',
    'Content-Type: application/json',
    'Content-Length: 99',
  ];
  const idle = await Promise.all(
    Array.from({ length: 10 }, async () => {
      const socket = connect(port, '127.0.0.1');
      await once(socket, 'connect');
      socket.write(`${head.join('\r\n')}\r\n\r\n{`);
      return socket;
    }),
  );
  await sleep(50);
  expect((await gateway.execute(FIND)).data).toEqual({ externalConnection: null });
  for (const socket of idle) socket.destroy();
});

test('one request waits for all its retries at once, however few may wait', async () => {
  const settings = { MAX_REQUESTS: '1' };
  const gateway = await runGatewayBefore((socket, { index, text }) => {
    const isBatch = text.includes('$batch');
    const objects = [...text.matchAll(/connections\/(\w+)/g)].map(([, id]) => ({ id }));
    const headers = { 'Retry-After': '0.1' };
    // The parts of a batch are numbered in their order.
    const part = (body: object, place: number) =>
      index < 3
        ? { id: `${place + 1}`, status: 429, headers, body: {} }
        : { id: `${place + 1}`, status: 200, body };
    socket.write(rawResponse({ body: isBatch ? { responses: objects.map(part) } : (objects[0] ?? {}) }));
  }, settings);
  const ids = Array.from({ length: 60 }, (_, index) => `id${index}`);
  const query = 'query ($ids: [ID!]!) { externalConnectionsById(ids: $ids) { id } }';
  const { data, errors } = await gateway.execute<{ externalConnectionsById: object[] }, object>(query, {
    ids,
  });
  expect(errors).toBeUndefined();
  expect(data?.externalConnectionsById).toHaveLength(60);
});

test('a large result keeps its place at the gate until it is serialized, others until they are complete', async () => {
  const gate = new Gate(4);
  let release = () => {};
  const caller = {
    hasToken: true,
    queriesOnly: false,
    clientRequestId: '',
    callerKey: () => 'alice',
    acceptsStream: () => false,
    cover: () => {},
    signal: new AbortController().signal,
    deadline: Number.POSITIVE_INFINITY,
    createContext: () => expect.unreachable(),
    createEventContext: () => expect.unreachable(),
  };
  const work = new RequestWork(new HeavyWork(), caller.callerKey);
  const large = gate.guard(async () => ({ data: {}, held: { work, release: () => {} } }));
  const small = gate.guard(async () => ({ data: {} }));
  await small({}, caller);
  expect(gate.inFlight).toBe(0);
  const result = await large({}, caller);
  expect(gate.inFlight).toBe(1);
  if ('held' in result && result.held) release = result.held.release;
  release();
  expect(gate.inFlight).toBe(0);
});
