import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { TestGateway } from '../support/gateway.ts';
import { runGatewayBefore } from '../support/running.ts';
import { rawAnswer } from '../support/upstream.ts';

const CREATE = 'mutation { createExternalConnection(input: { id: "abc", name: "x" }) { id } }';
const ON = { CIRCUIT_BREAKER: 'on' };
const created = rawAnswer({ status: 201, body: { id: 'abc' } });

async function readiness({ gateway }: TestGateway) {
  const response = await gateway.fetch('http://gateway/ready');
  return { status: response.status, ...(await response.json()) };
}

/** A gateway whose upstream answers every write as `status` says at the time. */
async function before(initial: number, settings: Record<string, string> = ON) {
  const upstreamSays = { status: initial };
  const gateway = await runGatewayBefore((socket) => {
    socket.write(upstreamSays.status === 201 ? created : rawAnswer({ status: upstreamSays.status }));
  }, settings);
  const failures = async (count: number) => {
    for (let i = 0; i < count; i += 1) await gateway.execute(CREATE);
  };
  return { gateway, upstreamSays, failures };
}

test('an upstream that keeps failing is left alone for a while, and asked again once it recovers', async () => {
  const { gateway, upstreamSays, failures } = await before(503);
  expect(await readiness(gateway)).toEqual({ status: 200, ready: true, upstream: 'closed' });
  await failures(60);
  expect(await readiness(gateway)).toEqual({ status: 503, ready: false, upstream: 'open' });

  const asked = gateway.upstream.requests.length;
  const stopped = await gateway.execute(CREATE);
  expect(stopped.errors?.[0]?.extensions).toEqual({
    code: 'UPSTREAM_UNAVAILABLE',
    retryAfterSeconds: 1,
    outcome: 'NOT_APPLIED',
  });
  expect(gateway.upstream.requests).toHaveLength(asked);

  upstreamSays.status = 201;
  let answer = stopped;
  while (answer.errors !== undefined) {
    await sleep(50);
    answer = await gateway.execute(CREATE);
  }
  expect(answer.data).toEqual({ createExternalConnection: { id: 'abc' } });
  expect(await readiness(gateway)).toEqual({ status: 200, ready: true, upstream: 'closed' });
  expect((await gateway.execute(CREATE)).errors).toBeUndefined();
});

test('one call alone tries whether it has recovered; the others are not kept waiting for it', async () => {
  const { gateway, upstreamSays, failures } = await before(503);
  await failures(60);
  await sleep(2_500);
  const asked = gateway.upstream.requests.length;
  upstreamSays.status = 201;
  const answers = await Promise.all(Array.from({ length: 10 }, () => gateway.execute(CREATE)));
  expect(gateway.upstream.requests.length - asked).toBe(1);
  expect(answers.filter(({ errors }) => errors === undefined)).toHaveLength(1);
});

test.each([400, 403, 404, 409, 429, 500])('%i is an answer, and stops nothing', async (status) => {
  const { gateway, failures } = await before(status, { ...ON, REQUEST_TIMEOUT_MS: '100' });
  await failures(60);
  expect(await readiness(gateway)).toEqual({ status: 200, ready: true, upstream: 'closed' });
});

test('a few failures among many answers stop nothing', async () => {
  const { gateway, upstreamSays, failures } = await before(201);
  for (let round = 0; round < 10; round += 1) {
    upstreamSays.status = 503;
    await failures(4);
    upstreamSays.status = 201;
    await failures(8);
  }
  expect(await readiness(gateway)).toMatchObject({ ready: true, upstream: 'closed' });
});

test('clients that go away stop nothing', async () => {
  const gateway = await runGatewayBefore(() => {}, { ...ON, REQUEST_TIMEOUT_MS: '1000' });
  for (let i = 0; i < 60; i += 1) {
    const client = new AbortController();
    const gone = gateway.post({ query: '{ externalConnection(id: "x") { id } }' }, { signal: client.signal });
    setTimeout(() => client.abort(), 2);
    await gone.catch(() => undefined);
  }
  expect(await readiness(gateway)).toMatchObject({ ready: true, upstream: 'closed' });
});

test('with CIRCUIT_BREAKER=off every call is made', async () => {
  const { gateway, failures } = await before(503, { CIRCUIT_BREAKER: 'off' });
  await failures(70);
  expect(gateway.upstream.requests).toHaveLength(70);
});
