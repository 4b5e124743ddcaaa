import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { serve } from '../support/httpClient.ts';
import { runGateway, runGatewayBefore } from '../support/running.ts';
import { rawAnswer } from '../support/upstream.ts';

const FIND = '{ externalConnection(id: "x") { id } }';
const CREATE = 'mutation { createExternalConnection(input: { id: "abc", name: "x" }) { id } }';
const FULL = { MAX_UPSTREAM_CONCURRENCY: '2', MAX_UPSTREAM_QUEUE: '1', REQUEST_TIMEOUT_MS: '2000' };
const found = rawAnswer({ body: { id: 'x' } });

/** An upstream that answers once it is told to, and tells how many calls it has had at once. */
function held() {
  const waiting: (() => void)[] = [];
  return {
    behaviour: (socket: { write(bytes: Buffer): void }) => void waiting.push(() => socket.write(found)),
    waiting,
    release: () => {
      for (const answer of waiting.splice(0)) answer();
    },
  };
}

test('no more calls are under way than may be; the next wait, and the rest are turned away', async () => {
  const { behaviour, waiting, release } = held();
  const gateway = await runGatewayBefore(behaviour, FULL);
  const accepted = [1, 2, 3].map(() => gateway.execute(FIND));
  while (waiting.length < 2) await sleep(5);

  const turnedAway = await gateway.post({ query: FIND });
  expect(turnedAway.status).toBe(503);
  expect(turnedAway.headers.get('retry-after')).toBe('1');
  expect(turnedAway.headers.get('cache-control')).toBe('private, no-store');
  expect((await turnedAway.json()).errors[0].extensions).toEqual({
    code: 'OVERLOADED',
    retryAfterSeconds: 1,
  });
  const slashed = await gateway.gateway.fetch('http://gateway/graphql/?query={__typename}');
  expect(slashed.status).toBe(503);
  expect(gateway.upstream.requests).toHaveLength(2);

  release();
  while (waiting.length < 1) await sleep(5);
  release();
  for (const answer of accepted) expect(await answer).toEqual({ data: { externalConnection: { id: 'x' } } });
  const later = gateway.execute(FIND);
  while (waiting.length < 1) await sleep(5);
  release();
  expect(await later).toEqual({ data: { externalConnection: { id: 'x' } } });
});

test.each([
  ['/graphql', undefined],
  ['/graphql', 'https://app.contoso.com'],
  ['/graphql/', 'https://app.contoso.com'],
])('over a connection it is the same: %s, for the origin %s', async (path, origin) => {
  const { behaviour, waiting, release } = held();
  const settings = { ...FULL, CORS_ORIGINS: 'https://app.contoso.com' };
  const gateway = await runGatewayBefore(behaviour, settings);
  const port = await serve(gateway.gateway);
  const accepted = [1, 2, 3].map(() => gateway.execute(FIND));
  while (waiting.length < 2) await sleep(5);
  const turnedAway = await fetch(`http://127.0.0.1:${port}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer a', ...(origin && { origin }) },
    body: JSON.stringify({ query: FIND }),
  });
  expect(turnedAway.status).toBe(503);
  expect(turnedAway.headers.get('retry-after')).toBe('1');
  expect(turnedAway.headers.get('cache-control')).toBe('private, no-store');
  expect(turnedAway.headers.get('access-control-allow-origin')).toBe(origin ?? null);
  expect((await turnedAway.json()).errors[0].extensions).toEqual({
    code: 'OVERLOADED',
    retryAfterSeconds: 1,
  });
  expect((await fetch(`http://127.0.0.1:${port}/ready`)).status).toBe(200);
  release();
  while (waiting.length < 1) await sleep(5);
  release();
  await Promise.all(accepted);
});

test('a field whose call finds no place fails alone, and a write among them has not been made', async () => {
  const { behaviour, waiting, release } = held();
  const gateway = await runGatewayBefore(behaviour, { ...FULL, MAX_UPSTREAM_QUEUE: '0' });
  const first = gateway.execute(FIND);
  while (waiting.length < 1) await sleep(5);
  // Both pass the door, where there is one place left.
  const both = Promise.all([gateway.execute(CREATE), gateway.execute(CREATE)]);
  while (waiting.length < 2) await sleep(5);
  release();
  const writes = await both;
  expect(await first).toMatchObject({ data: { externalConnection: { id: 'x' } } });
  const refused = writes.filter(({ errors }) => errors !== undefined);
  expect(refused).toHaveLength(1);
  expect(refused[0]?.errors?.[0]?.extensions).toEqual({
    code: 'OVERLOADED',
    retryAfterSeconds: 1,
    outcome: 'NOT_APPLIED',
  });
});

test('a call that waits for its turn is given up at its deadline, unsent, and its place is free again', async () => {
  const { behaviour, waiting, release } = held();
  const pause = rawAnswer({ status: 429, headers: ['Retry-After: 0.1'] });
  const settings = { ...FULL, MAX_UPSTREAM_CONCURRENCY: '1', REQUEST_TIMEOUT_MS: '400' };
  const gateway = await runGatewayBefore((socket, { index }) => {
    if (index === 0) socket.write(pause);
    else behaviour(socket);
  }, settings);
  // While the write pauses, as it is asked to, a read takes the only place.
  const write = gateway.execute(CREATE);
  await sleep(50);
  const read = gateway.execute(FIND);
  expect((await write).errors?.[0]?.extensions).toEqual({ code: 'UPSTREAM_TIMEOUT', outcome: 'NOT_APPLIED' });
  expect((await read).errors?.[0]?.extensions.code).toBe('UPSTREAM_TIMEOUT');
  expect(gateway.upstream.requests).toHaveLength(2);

  waiting.length = 0;
  const later = gateway.execute(FIND);
  while (waiting.length < 1) await sleep(5);
  release();
  expect(await later).toEqual({ data: { externalConnection: { id: 'x' } } });
});

test('a place is free again, however a call ends', async () => {
  const gateway = await runGateway({ settings: { ...FULL, MAX_UPSTREAM_QUEUE: '0' } });
  const leave = async () => {
    const client = new AbortController();
    const gone = gateway.post({ query: FIND }, { signal: client.signal }).catch(() => undefined);
    client.abort();
    await gone;
  };
  for (let round = 0; round < 10; round += 1) {
    gateway.emulator.failNext({ status: 500 });
    await gateway.execute(FIND);
    await leave();
    await sleep(5);
    expect(await gateway.execute(FIND)).toEqual({ data: { externalConnection: null } });
  }
});
