import { type Client, createClient, NetworkError } from 'graphql-sse';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { serve } from '../../support/httpClient.ts';
import { runGatewayBefore } from '../../support/running.ts';
import { collect, FOLLOW } from '../../support/subscription.ts';
import { type Behaviour, rawResponse, startUpstream } from '../../support/upstream.ts';
import { launchGateway } from '../processes/support.ts';
import { killAll } from '../support/process.ts';

// The client that frontends use, over real sockets.

afterAll(killAll);

const EVERY_SECOND = { OPERATION_POLL_SECONDS: '1' };
const soon = { timeout: 10_000 };

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
  const gateway = await runGatewayBefore(states('inprogress', 'inprogress', 'completed'), EVERY_SECOND);
  const client = clientOf(await serve(gateway.gateway));
  const seen: unknown[] = [];
  for await (const result of client.iterate({ query: FOLLOW })) seen.push(statusOf(result));
  expect(seen).toEqual(['IN_PROGRESS', 'COMPLETED']);
});

test('graphql-sse gets the errors of a request that is rejected as a result', async () => {
  const gateway = await runGatewayBefore(states('completed'), EVERY_SECOND);
  const client = clientOf(await serve(gateway.gateway));
  const results = await collect(client.iterate({ query: 'subscription { nope }' }));
  expect(results).toMatchObject([{ errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] }]);
});

test('graphql-sse retries by itself while the gateway has no room', async () => {
  const settings = { ...EVERY_SECOND, MAX_SUBSCRIPTIONS: '1' };
  const gateway = await runGatewayBefore(states('inprogress'), settings);
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
  const gateway = await runGatewayBefore(states('inprogress'), EVERY_SECOND);
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
    const gateway = await runGatewayBefore(states('inprogress'), EVERY_SECOND);
    const port = await serve(gateway.gateway);
    const active = (kind: string) => process.getActiveResourcesInfo().filter((each) => each === kind).length;
    const before = { timers: active('Timeout'), sockets: active('TCPSocketWrap') };
    const clients = Array.from({ length: count }, () => clientOf(port));
    const streams = clients.map((client) => client.iterate({ query: FOLLOW }));
    for (const stream of streams) expect(statusOf((await stream.next()).value)).toBe('IN_PROGRESS');
    await expect.poll(() => gateway.upstream.requests.length, soon).toBeGreaterThan(2 * count);

    for (const client of clients) client.dispose();
    await Promise.all(streams.map((stream) => stream.next().catch(() => undefined)));
    await expect.poll(() => active('Timeout'), soon).toBeLessThanOrEqual(before.timers + 1);
    const calls = gateway.upstream.requests.length;
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    expect(gateway.upstream.requests).toHaveLength(calls);
    // What remains are idle connections, of the pool to Graph and of this process's own fetch.
    await gateway.gateway.close();
    expect(active('Timeout')).toBeLessThanOrEqual(before.timers + 1);
  },
  40_000,
);

test('SIGTERM ends open subscriptions, and then the process, at once', async () => {
  const upstream = await startUpstream(states('inprogress'));
  onTestFinished(() => upstream.close());
  const settings = { ...EVERY_SECOND, SHUTDOWN_GRACE_MS: '60000' };
  const gateway = await launchGateway(upstream.url, settings);
  const stream = clientOf(gateway.port, 'demo').iterate({ query: FOLLOW });
  expect(statusOf((await stream.next()).value)).toBe('IN_PROGRESS');
  const started = performance.now();
  gateway.child.kill('SIGTERM');
  const { value } = await stream.next();
  expect(value.errors).toMatchObject([{ extensions: { code: 'OVERLOADED', retryAfterSeconds: 1 } }]);
  expect(await stream.next()).toMatchObject({ done: true });
  expect(await gateway.exited).toMatchObject({ code: 0 });
  expect(performance.now() - started).toBeLessThan(30_000);
}, 60_000);
