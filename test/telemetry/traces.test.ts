import { describe, expect, onTestFinished, test } from 'vitest';
import { startExporter } from '../../src/telemetry/exporter.ts';
import { createTracing } from '../../src/telemetry/index.ts';
import { withoutBackoff } from '../support/retries.ts';
import { runGateway } from '../support/running.ts';
import { CLIENT, ERROR, SERVER, startCollector } from './support/collector.ts';

// The spans are those that a real OTLP/HTTP receiver has decoded.

withoutBackoff();

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const PARENT = 'b7ad6b7169203331';
const READ = 'query Find($id: ID!) { externalConnection(id: $id) { id name state } }';
const GUID = '0f8fad5b-d9cb-469f-a165-70867728950e';

async function runTraced() {
  const collector = await startCollector();
  const exporter = startExporter(
    { otelExporterOtlpEndpoint: collector.url, otelTracesSamplerArg: 1 },
    { warn: expect.unreachable },
  );
  const running = await runGateway({ telemetry: [createTracing(exporter.tracer)] });
  onTestFinished(() => collector.close());
  return { ...running, collector, exported: () => exporter.close() };
}

test('an operation is a span, and each of its calls to Graph is one below it', async () => {
  const { post, emulator, collector, exported } = await runTraced();
  const headers = { 'client-request-id': GUID };
  await post({ query: READ, variables: { id: 'contosohr' } }, { token: 'demo', headers });
  await exported();
  const [operation, call, ...others] = collector.spans.toSorted((a, b) => a.kind - b.kind);
  expect(others).toEqual([]);
  expect(operation).toMatchObject({
    name: 'query Find',
    kind: SERVER,
    attributes: {
      'graphql.operation.type': 'query',
      'graphql.operation.name': 'Find',
      'graphql.document.hash': expect.stringMatching(/^[0-9a-f]{64}$/),
      'http.response.status_code': 200,
      'msgraph_gateway.client_request_id': GUID,
      'msgraph_gateway.retries': 0,
      'msgraph_gateway.throttled_ms': 0,
    },
  });
  expect(call).toMatchObject({
    traceId: operation?.traceId,
    parentSpanId: operation?.spanId,
    name: 'GET /external/connections/{id}',
    kind: CLIENT,
    attributes: {
      'http.request.method': 'GET',
      'url.template': '/external/connections/{id}',
      'http.response.status_code': 200,
      'server.address': '127.0.0.1',
      'server.port': Number(new URL(emulator.url).port),
    },
  });
  expect(BigInt(call?.startTimeUnixNano ?? 0)).toBeGreaterThanOrEqual(
    BigInt(operation?.startTimeUnixNano ?? 0),
  );
  // OpenTelemetry has spans begin at whole milliseconds, so their ends can be up to one off.
  const end = BigInt(operation?.endTimeUnixNano ?? 0) + 1_000_000n;
  expect(BigInt(call?.endTimeUnixNano ?? 0)).toBeLessThan(end);
  expect(collector.resources[0]).toMatchObject({ 'service.name': 'msgraph-gateway' });
});

test('the log names the trace', async () => {
  const { execute, gateway, logs, collector, exported } = await runTraced();
  await execute(READ, { id: 'x' });
  await gateway.close();
  await exported();
  expect(JSON.parse(logs[0] ?? '')).toMatchObject({ traceId: collector.spans[0]?.traceId });
});

describe('traceparent', () => {
  test("of the caller is accepted, and each call goes on with its own span of the caller's trace", async () => {
    const { post, emulator, collector, exported } = await runTraced();
    const headers = { traceparent: `00-${TRACE}-${PARENT}-01`, tracestate: 'vendor=sekrit-state' };
    emulator.failNext({ status: 503 });
    await post({ query: READ, variables: { id: 'contosohr' } }, { token: 'demo', headers });
    await exported();
    const operation = collector.spans.find(({ kind }) => kind === SERVER);
    const calls = collector.spans.filter(({ kind }) => kind === CLIENT);
    expect(operation).toMatchObject({ traceId: TRACE, parentSpanId: PARENT });
    expect(calls).toHaveLength(2);
    const sent = emulator.requests.map((request) => request.headers.traceparent);
    expect(sent).toEqual(calls.map(({ spanId }) => `00-${TRACE}-${spanId}-01`));
    expect(calls.map(({ status }) => status.code)).toEqual([ERROR, 0]);
    expect(emulator.requests.map((request) => request.headers.tracestate)).toEqual([undefined, undefined]);
  });

  test('of an unsampled trace is passed on, and makes no span', async () => {
    const { post, emulator, collector, exported } = await runTraced();
    const headers = { traceparent: `00-${TRACE}-${PARENT}-00` };
    await post({ query: READ, variables: { id: 'x' } }, { headers });
    await exported();
    expect(collector.spans).toEqual([]);
    expect(emulator.requests[0]?.headers.traceparent).toMatch(new RegExp(`^00-${TRACE}-[0-9a-f]{16}-00$`));
  });

  test.each([
    '',
    'nonsense',
    `ff-${TRACE}-${PARENT}-01`,
    `00-${TRACE}-${PARENT}-01-more`,
    `00-${'0'.repeat(32)}-${PARENT}-01`,
    `00-${TRACE}-${'0'.repeat(16)}-01`,
    `00-${TRACE.toUpperCase()}-${PARENT}-01`,
  ])('that is invalid begins a new trace: "%s"', async (traceparent) => {
    const { post, collector, exported } = await runTraced();
    await post({ query: READ, variables: { id: 'x' } }, { headers: { traceparent } });
    await exported();
    const operation = collector.spans.find(({ kind }) => kind === SERVER);
    expect(operation?.traceId).not.toBe(TRACE);
    expect(operation?.parentSpanId ?? '').toBe('');
  });

  test('is not sent to Graph without tracing', async () => {
    const { post, emulator } = await runGateway();
    const headers = { traceparent: `00-${TRACE}-${PARENT}-01` };
    await post({ query: READ, variables: { id: 'x' } }, { headers });
    expect(emulator.requests[0]?.headers.traceparent).toBeUndefined();
  });
});

test('resolvers make no spans, and 20 reads in a batch are one call', async () => {
  const { execute, collector, exported } = await runTraced();
  const ids = Array.from({ length: 20 }, (_, index) => `id${index}`);
  await execute('query ($ids: [ID!]!) { externalConnectionsById(ids: $ids) { id name } }', { ids });
  await exported();
  expect(collector.spans.map(({ name }) => name).sort()).toEqual(['POST /$batch', 'query']);
});

test('the span of a batch has the size of the batch, and the routes of its parts without their ids', async () => {
  const { execute, collector, exported } = await runTraced();
  const find = (id: string) => `${id}: externalConnection(id: "${id}") { id }`;
  await execute(`{ ${find('abc')} ${find('def')} p: privateEndpointConnections { nodes { id } } }`);
  await exported();
  const batch = collector.spans.find(({ name }) => name === 'POST /$batch');
  expect(batch?.attributes).toMatchObject({
    'url.template': '/$batch',
    'msgraph_gateway.batch.size': 3,
    'msgraph_gateway.batch.routes': [
      '/external/connections/{id}',
      '/privateLinkPolicy/privateEndpointConnections',
    ],
  });
});

test('a failed operation has the code of its first error, and no text of Graph', async () => {
  const { execute, emulator, collector, exported } = await runTraced();
  emulator.failNext({ status: 403, body: { error: { code: 'x', message: 'Sekrit text' } } });
  await execute(READ, { id: 'x' });
  await exported();
  const operation = collector.spans.find(({ kind }) => kind === SERVER);
  expect(operation).toMatchObject({ attributes: { 'error.type': 'FORBIDDEN' }, status: { code: ERROR } });
  expect(collector.texts.join()).not.toContain('Sekrit');
});

test('requests without an operation make no span', async () => {
  const { post, collector, exported } = await runTraced();
  await post({ query: '{' });
  await post({ query: '{ nothing }' });
  await post('nothing');
  await exported();
  expect(collector.spans).toEqual([]);
});
