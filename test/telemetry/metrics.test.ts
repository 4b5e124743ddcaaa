import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { createGateway, readConfig } from '../../src/index.ts';
import { observed } from '../../src/operations/observer.ts';
import { createMetrics } from '../../src/telemetry/index.ts';
import { createTelemetry } from '../../src/telemetry/telemetry.ts';
import { holdHeavyWork } from '../support/heavyWork.ts';
import { exchange, serve } from '../support/httpClient.ts';
import { withoutBackoff } from '../support/retries.ts';
import { runGateway, runGatewayBefore } from '../support/running.ts';
import { FOLLOW } from '../support/subscription.ts';
import { type Behaviour, rawResponse, unusedUrl } from '../support/upstream.ts';

withoutBackoff();

const READ = 'query Find { externalConnection(id: "contosohr") { id } }';
const found = rawResponse({ body: { id: 'contosohr' } });

async function runMeasured(settings: Record<string, string> = {}) {
  const metrics = createMetrics();
  const { register } = metrics;
  return { ...(await runGateway({ settings, telemetry: [metrics] })), register, series: seriesOf(register) };
}

async function runMeasuredBefore(behaviour: Behaviour, settings: Record<string, string> = {}) {
  const metrics = createMetrics();
  const running = await runGatewayBefore(behaviour, settings, undefined, [metrics]);
  return { ...running, series: seriesOf(metrics.register) };
}

/** Reads the series of a metric that are not 0, with their labels, without the buckets of histograms. */
function seriesOf(register: Registry) {
  return async (name: string): Promise<Readonly<Record<string, number>>> => {
    const text = await register.metrics();
    const series = text.matchAll(/^msgraph_gateway_(\w+?)(?:\{(.*)\})? (\S+)$/gm);
    const values = [...series].map(([, each, labels = '', value]) => [each, labels, Number(value)] as const);
    return Object.fromEntries(
      values
        .filter(([each, , value]) => each === name && value !== 0)
        .map(([, labels, value]) => [labels, value]),
    );
  };
}

test('the connections that are open are counted, and those that MAX_CONNECTIONS has closed', async () => {
  const { gateway, series } = await runMeasured({ MAX_CONNECTIONS: '2' });
  const port = await serve(gateway);
  const clients = [];
  for (let count = 0; count < 5; count += 1) {
    const client = connect(port, '127.0.0.1');
    clients.push(client);
    await once(client, 'connect');
  }
  await expect.poll(() => series('surplus_connections_total')).toEqual({ '': 3 });
  expect(await series('open_connections')).toEqual({ '': 2 });
  for (const client of clients) client.destroy();
  await expect.poll(() => series('open_connections')).toEqual({});
});

test('operations are counted by name and type, with their durations and errors', async () => {
  const { execute, emulator, series } = await runMeasured();
  await execute(READ, {}, { token: 'demo' });
  await execute(READ, {}, { token: 'demo' });
  await execute('{ externalConnections { nodes { id } } }');
  emulator.failNext({ status: 403 });
  await execute(READ, {}, { token: 'demo' });
  expect(await series('operation_duration_seconds_count')).toEqual({
    'operation="Find",type="query"': 3,
    'operation="(anonymous)",type="query"': 1,
  });
  const [duration = 0] = Object.values(await series('operation_duration_seconds_sum'));
  expect(duration).toBeGreaterThan(0);
  expect(await series('operation_errors_total')).toEqual({ 'operation="Find",code="FORBIDDEN"': 1 });
});

test('the first 100 names of operations that Graph has answered have labels, and all others share one', async () => {
  const { execute, post, emulator, series } = await runMeasured();
  const find = (name: string) => `query ${name} { externalConnection(id: "contosohr") { id } }`;
  // Graph has accepted the token of none of these, so none of them takes a label from another.
  for (let count = 0; count < 15; count += 1) {
    await post({ query: `query Flood${count} { __typename }` }, { token: null });
    emulator.failNext({ status: 401 });
    await execute(find(`Junk${count}`), {}, { token: 'junk' });
  }
  for (let count = 0; count < 105; count += 1) await execute(find(`Named${count}`), {}, { token: 'demo' });
  await execute(find('Named7'), {}, { token: 'demo' });
  const counted = await series('operation_duration_seconds_count');
  const named = Array.from({ length: 100 }, (_, count) => [`operation="Named${count}",type="query"`, 1]);
  expect(counted).toEqual({
    ...Object.fromEntries(named),
    'operation="Named7",type="query"': 2,
    'operation="(other)",type="query"': 15 + 15 + 5,
  });
});

test.each([
  ['throttles it', 429],
  ['fails', 503],
  ['forbids it', 403],
])('an operation has a label of its own although Graph %s from the start', async (_, status) => {
  const { execute, emulator, series } = await runMeasured();
  emulator.failNext({ status, times: 10 });
  await execute('mutation Rename { updateExternalConnection(input: { id: "contosohr", name: "x" }) { id } }');
  expect(Object.keys(await series('operation_duration_seconds_count'))).toEqual([
    'operation="Rename",type="mutation"',
  ]);
});

test('names that are given at the start have labels of their own', async () => {
  const metrics = createMetrics({ operationNames: ['Trusted'] });
  const { execute } = await runGateway({ telemetry: [metrics] });
  await execute('query Trusted { externalConnection(id: "no id") { id } }');
  expect(await seriesOf(metrics.register)('operation_duration_seconds_count')).toEqual({
    'operation="Trusted",type="query"': 1,
  });
});

test.each(['operation_duration_seconds', 'operation_errors_total', 'graph_responses_total'])(
  'the metric %s is up to date also if it is read alone',
  async (name) => {
    const { execute, register } = await runMeasured();
    await execute(
      'query Find { externalConnection(id: "!!") { id } privateEndpointConnections { nodes { id } } }',
    );
    const metric = await register.getSingleMetric(`msgraph_gateway_${name}`)?.get();
    expect(metric?.values).not.toEqual([]);
  },
);

test('calls that a circuit stops have no duration: they would look like fast ones', async () => {
  const failing = rawResponse({ status: 503 });
  const { execute, series, upstream, logs } = await runMeasuredBefore(
    (socket) => void socket.write(failing),
    { CIRCUIT_BREAKER: 'on' },
  );
  for (let count = 0; count < 20; count += 1) await execute(READ);
  const [durations = 0] = Object.values(await series('graph_call_duration_seconds_count'));
  expect(durations).toBe(upstream.requests.length);
  const responses = await series('graph_responses_total');
  expect(responses['resource="externalConnections",method="GET",status="circuit-open"']).toBeGreaterThan(5);
  const stopped = logs.map((line) => JSON.parse(line)).filter(({ calls }) => calls === 0);
  expect(stopped.length).toBeGreaterThan(5);
  for (const line of stopped) expect(line).not.toHaveProperty('slowestCall');
});

test('calls to Graph are counted by resource, batches by size, and the parts of batches by status', async () => {
  const { execute, series } = await runMeasured();
  const document = `{
    a: externalConnection(id: "contosohr") { id }
    b: externalConnection(id: "nothere") { id }
    c: privateEndpointConnections { nodes { id } }
  }`;
  await execute(document, {}, { token: 'demo' });
  await execute(READ, {}, { token: 'demo' });
  expect(await series('graph_call_duration_seconds_count')).toEqual({
    'resource="$batch",method="POST"': 1,
    'resource="externalConnections",method="GET"': 1,
  });
  expect(await series('graph_responses_total')).toEqual({
    'resource="$batch",method="POST",status="200"': 1,
    'resource="externalConnections",method="GET",status="200"': 2,
    'resource="externalConnections",method="GET",status="404"': 1,
    'resource="privateEndpointConnections",method="GET",status="200"': 1,
  });
  expect(await series('graph_batch_size_sum')).toEqual({ '': 3 });
});

test('requests to Graph are counted by operation, as its limits count them: retries, and each part of a batch', async () => {
  const { execute, emulator, series } = await runMeasured();
  const document = `query Page {
    a: externalConnection(id: "contosohr") { id }
    b: externalConnection(id: "nothere") { id }
    c: privateEndpointConnections { nodes { id } }
  }`;
  await execute(document, {}, { token: 'demo' });
  emulator.failNext({ status: 503 });
  await execute(READ, {}, { token: 'demo' });
  await execute('query Junk { externalConnection(id: "no id") { id } }');
  emulator.failNext({ status: 401 });
  await execute('query Stranger { externalConnection(id: "contosohr") { id } }');
  expect(await series('operation_graph_requests_total')).toEqual({
    'operation="Page"': 3,
    'operation="Find"': 2,
    'operation="(other)"': 1,
  });
});

test('a call that the circuit breaker stops is no request to Graph', async () => {
  const { execute, series } = await runMeasured({ GRAPH_URL: await unusedUrl(), CIRCUIT_BREAKER: 'on' });
  const count = async () => Object.values(await series('operation_graph_requests_total'))[0];
  for (let caller = 0; caller < 30; caller += 1) await execute(READ, {}, { token: `caller${caller}` });
  const made = await count();
  expect(made).toBeGreaterThan(0);
  await execute(READ);
  expect(await count()).toBe(made);
});

test('throttling shows in the statuses, the retries and the time waited', async () => {
  const throttled = rawResponse({ status: 429, headers: ['Retry-After: 0.05'] });
  const { execute, series } = await runMeasuredBefore((socket, { index }) => {
    socket.write(index === 0 ? throttled : found);
  });
  await execute(READ);
  expect(await series('graph_responses_total')).toEqual({
    'resource="externalConnections",method="GET",status="429"': 1,
    'resource="externalConnections",method="GET",status="200"': 1,
  });
  expect(await series('graph_retries_total')).toEqual({ 'reason="throttled"': 1 });
  expect(Object.values(await series('graph_throttled_seconds_total'))).toEqual([0.05]);
});

test('throttled parts of a batch count one by one', async () => {
  const { execute, series } = await runMeasuredBefore((socket, { index }) => {
    const part = (id: string, status: number) => ({
      id,
      status,
      headers: { 'Retry-After': '0.05' },
      body: { id: 'x' },
    });
    socket.write(
      index === 0 ? rawResponse({ body: { responses: [part('1', 429), part('2', 429)] } }) : found,
    );
    if (index > 0) return;
  });
  await execute('{ a: externalConnection(id: "a") { id } b: externalConnection(id: "b") { id } }');
  expect(
    (await series('graph_responses_total'))['resource="externalConnections",method="GET",status="429"'],
  ).toBe(2);
});

test('a call without a response counts by the reason', async () => {
  const { execute, series } = await runMeasured({ GRAPH_URL: await unusedUrl() });
  await execute(READ);
  expect(await series('graph_responses_total')).toEqual({
    'resource="externalConnections",method="GET",status="network"': 3,
  });
  expect(await series('graph_retries_total')).toEqual({ 'reason="failed"': 2 });
});

test('writes are counted by their outcome', async () => {
  const { execute, emulator, series } = await runMeasured();
  const create = 'mutation { createExternalConnection(input: { id: "newhr", name: "x" }) { id } }';
  await execute(create);
  await execute(create);
  emulator.failNext({ status: 500 });
  await execute(create);
  const write = 'resource="externalConnections",method="POST"';
  expect(await series('writes_total')).toEqual({
    [`${write},outcome="APPLIED"`]: 1,
    [`${write},outcome="NOT_APPLIED"`]: 1,
    [`${write},outcome="UNKNOWN"`]: 1,
  });
});

test('writes begin with 0 for the methods that the gateway sends, and for no other', async () => {
  const { register } = await runMeasured();
  const text = await register.metrics();
  const methods = [...text.matchAll(/^msgraph_gateway_writes_total\{.*method="(\w+)"/gm)].map(
    ([, method]) => method,
  );
  expect(new Set(methods)).toEqual(new Set(['POST', 'PATCH', 'DELETE']));
});

test('the version of the gateway is a label of a gauge that is 1', async () => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
  const { series } = await runMeasured();
  expect(await series('info')).toEqual({ [`version="${version}"`]: 1 });
});

test('rejected requests are counted by code, wherever they are rejected', async () => {
  const { gateway, post, upstream, execute, series } = await runMeasuredBefore(() => {}, {
    MAX_REQUESTS: '1',
    REQUEST_TIMEOUT_MS: '1000',
  });
  const port = await serve(gateway);
  const url = `http://127.0.0.1:${port}/graphql`;
  await post({ query: READ }, { token: null });
  await post({ query: '{' });
  await post({ query: '{ nothing }' });
  await post({ query: 'query ($id: ID!) { externalConnection(id: $id) { id } }' });
  await post('nothing');
  await fetch(url, { method: 'POST', body: '{', headers: { 'content-type': 'application/json' } });
  await fetch(url, { method: 'POST', body: '{}', headers: { 'content-type': 'text/plain' } });
  await fetch(url, { method: 'PUT' });
  await fetch(`${url}?query=${encodeURIComponent(READ)}&variables={`);
  await exchange(port, ['GET /graphql HTTP/1.1', 'Host: a', 'Host: b']);
  await exchange(port, ['no HTTP']);
  const held = execute(READ);
  while (upstream.requests.length === 0) await sleep(5);
  expect(await series('requests_in_flight')).toEqual({ '': 1 });
  expect(await series('requests_in_flight_ratio')).toEqual({ '': 1 });
  await post({ query: READ });
  await fetch(url, { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } });
  await held;
  expect(await series('rejected_requests_total')).toEqual({
    'code="UNAUTHENTICATED"': 1,
    'code="GRAPHQL_PARSE_FAILED"': 1,
    'code="GRAPHQL_VALIDATION_FAILED"': 1,
    'code="BAD_USER_INPUT"': 1,
    'code="BAD_REQUEST"': 7,
    'code="OVERLOADED"': 2,
  });
  expect(await series('requests_in_flight')).toEqual({});
  expect(await series('requests_in_flight_limit')).toEqual({ '': 1 });
});

test('a client that disconnects counts as such, and not as an error of Graph', async () => {
  const { post, upstream, series } = await runMeasuredBefore(() => {});
  const client = new AbortController();
  const response = post({ query: READ }, { signal: client.signal }).catch(() => undefined);
  while (upstream.requests.length === 0) await sleep(5);
  client.abort();
  await response;
  await expect.poll(() => series('client_disconnects_total')).toEqual({ '': 1 });
  expect(await series('operation_errors_total')).toEqual({});
});

test('so does one that disconnects during the first poll of its subscription', async () => {
  const { post, upstream, series } = await runMeasuredBefore(() => {});
  const client = new AbortController();
  const headers = { accept: 'text/event-stream' };
  void post({ query: FOLLOW }, { headers, signal: client.signal }).catch(() => undefined);
  while (upstream.requests.length === 0) await sleep(5);
  client.abort();
  await expect.poll(() => series('client_disconnects_total')).toEqual({ '': 1 });
  expect(Object.values(await series('rejected_requests_total'))).not.toContain(1);
});

test('so does one that disconnects while its operation waits for its turn', async () => {
  const { asked, proceed } = holdHeavyWork();
  const { post, series } = await runMeasured();
  const client = new AbortController();
  const query = `{ externalConnection(id: "x") { ${'id '.repeat(190)} } }`;
  const response = post({ query }, { signal: client.signal }).catch(() => undefined);
  await asked;
  client.abort();
  proceed();
  await response;
  await expect.poll(() => series('client_disconnects_total')).toEqual({ '': 1 });
  expect(Object.values(await series('rejected_requests_total'))).not.toContain(1);
});

test('the state of the circuit breaker is shown', async () => {
  const settings = { GRAPH_URL: await unusedUrl(), CIRCUIT_BREAKER: 'on' };
  const { execute, series } = await runMeasured(settings);
  expect(await series('circuit_breaker_state')).toEqual({ 'state="closed"': 1 });
  for (let count = 0; count < 30; count += 1) await execute(READ, {}, { token: `caller${count}` });
  expect(await series('circuit_breaker_state')).toEqual({ 'state="open"': 1 });
});

test('a stream of results is open until its consumer leaves', async () => {
  const metrics = createMetrics();
  const { observe } = createTelemetry([metrics]);
  const observer = observe?.({
    clientRequestId: '',
    arrivedAt: performance.now(),
    signal: new AbortController().signal,
    isCutOff: () => false,
    traceparent: () => null,
    redact: (text) => text,
    statusOf: () => 200,
  });
  if (observer === undefined) throw new Error('Nothing is observed.');
  // Its first event is there, and the second one never comes.
  let closed = false;
  const events = {
    steps: [Promise.resolve({ done: false, value: { data: {} } }), new Promise<never>(() => {})],
    next() {
      return this.steps.shift() ?? Promise.reject(new Error('There is no third one.'));
    },
    async return() {
      closed = true;
      return { done: true as const, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
  const open = () => seriesOf(metrics.register)('open_subscriptions');
  const stream = observed(events, observer);
  if (!(Symbol.asyncIterator in stream)) throw new Error('There is no stream.');
  const iterator = stream[Symbol.asyncIterator]();
  expect(await iterator.next()).toEqual({ done: false, value: { data: {} } });
  void iterator.next();
  expect(await open()).toEqual({ '': 1 });
  await iterator.return?.();
  expect(closed).toBe(true);
  expect(await open()).toEqual({});
});

test('a host registers the metrics where it wants, for one gateway', () => {
  const register = new Registry();
  const metrics = createMetrics({ register });
  const config = readConfig({ GRAPH_URL: 'https://graph.microsoft.com/beta', LOG_LEVEL: 'silent' });
  createGateway(config, { telemetry: [metrics] });
  expect(register.getSingleMetric('msgraph_gateway_requests_in_flight')).toBeDefined();
  expect(() => createGateway(config, { telemetry: [metrics] })).toThrow('belong to another gateway');
});
