import { setTimeout as sleep } from 'node:timers/promises';
import { type Client, createClient, NetworkError } from 'graphql-sse';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { activeResources, activeResourcesLeft } from '../../support/activeResources.ts';
import { serve } from '../../support/httpClient.ts';
import { collect, FOLLOW, runPolling } from '../../support/subscription.ts';
import { type Behaviour, rawResponse, startUpstream } from '../../support/upstream.ts';
import { launchGateway } from '../processes/support.ts';
import { killAll } from '../support/process.ts';

// The client that frontends use, over real sockets.

afterAll(killAll);

/** An upstream whose operation has these states in turn. */
function states(...statuses: readonly string[]): Behaviour {
  return (socket, { index }) => {
    const status = statuses[Math.min(index, statuses.length - 1)];
    socket.write(rawResponse({ body: { id: 'op', status } }));
  };
}

function clientOf(port: number, token = 'alice', options = {}): Client {
  const client = createClient({
    url: `http://127.0.0.1:${port}/graphql`,
    headers: { authorization: `Bearer ${token}` },
    retryAttempts: 0,
    ...options,
  });
  onTestFinished(() => client.dispose());
  return client;
}

function statusOf(result: { data?: unknown }): unknown {
  return JSON.stringify(result.data).match(/"status":"(\w+)"/)?.[1];
}

test('graphql-sse follows an operation to its end', async () => {
  const gateway = await runPolling(states('inprogress', 'inprogress', 'completed'));
  const client = clientOf(await serve(gateway.gateway));
  const seen: unknown[] = [];
  for await (const result of client.iterate({ query: FOLLOW })) seen.push(statusOf(result));
  expect(seen).toEqual(['IN_PROGRESS', 'COMPLETED']);
});

test('graphql-sse gets the errors of a request that is rejected as a result', async () => {
  const gateway = await runPolling(states('completed'));
  const client = clientOf(await serve(gateway.gateway));
  const results = await collect(client.iterate({ query: 'subscription { nope }' }));
  expect(results).toMatchObject([{ errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] }]);
});

test('graphql-sse retries by itself while the gateway has no room', async () => {
  const settings = { MAX_SUBSCRIPTIONS: '1' };
  const gateway = await runPolling(states('inprogress'), settings);
  const port = await serve(gateway.gateway);
  const first = clientOf(port).iterate({ query: FOLLOW });
  await first.next();
  let retries = 0;
  const retry = async () => {
    retries += 1;
    await first.return?.();
  };
  const patient = clientOf(port, 'bob', { retryAttempts: 5, retry });
  const { value } = await patient.iterate({ query: FOLLOW }).next();
  expect(statusOf(value)).toBe('IN_PROGRESS');
  expect(retries).toBeGreaterThan(0);
}, 30_000);

test('what graphql-sse cannot retry is an error with the response', async () => {
  const gateway = await runPolling(states('inprogress'));
  const client = createClient({
    url: `http://127.0.0.1:${await serve(gateway.gateway)}/graphql`,
    retryAttempts: 0,
  });
  const error = await client
    .iterate({ query: FOLLOW })
    .next()
    .catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(NetworkError);
  expect(error).toMatchObject({ response: { status: 401 } });
});

test.each([1, 50])(
  'after %i clients were cut off, no call, timer or socket is left',
  async (count) => {
    const gateway = await runPolling(states('inprogress'));
    const port = await serve(gateway.gateway);
    const before = { timers: activeResources('Timeout'), sockets: activeResources('TCPSocketWrap') };
    const clients = Array.from({ length: count }, () => clientOf(port));
    const streams = clients.map((client) => client.iterate({ query: FOLLOW }));
    for (const stream of streams) expect(statusOf((await stream.next()).value)).toBe('IN_PROGRESS');
    await expect.poll(() => gateway.upstream.requests.length).toBeGreaterThan(2 * count);

    for (const client of clients) client.dispose();
    await Promise.all(streams.map((stream) => stream.next().catch(() => undefined)));
    const callsInAWhile = async () => {
      const { length } = gateway.upstream.requests;
      await sleep(600);
      return gateway.upstream.requests.length - length;
    };
    await expect.poll(callsInAWhile).toBe(0);
    expect(await activeResourcesLeft('Timeout', before.timers)).toBeLessThanOrEqual(before.timers);
    // The idle connections to Graph.
    await gateway.gateway.close();
    expect(await activeResourcesLeft('TCPSocketWrap', before.sockets)).toBeLessThanOrEqual(before.sockets);
  },
  40_000,
);

test('SIGTERM ends open subscriptions, and then the process, at once', async () => {
  const upstream = await startUpstream(states('inprogress'));
  onTestFinished(() => upstream.close());
  const settings = { OPERATION_POLL_SECONDS: '1', SHUTDOWN_GRACE_MS: '60000' };
  const gateway = await launchGateway(upstream.url, settings);
  const stream = clientOf(gateway.port, 'demo').iterate({ query: FOLLOW });
  expect(statusOf((await stream.next()).value)).toBe('IN_PROGRESS');
  gateway.child.kill('SIGTERM');
  const { value } = await stream.next();
  expect(value.errors).toMatchObject([{ extensions: { code: 'OVERLOADED', retryAfterSeconds: 1 } }]);
  expect(await stream.next()).toMatchObject({ done: true });
  expect(await gateway.exited).toMatchObject({ code: 0 });
});
