import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { afterEach, describe, expect, onTestFinished, test } from 'vitest';
import { startEmulator } from '../../../emulator/index.ts';
import { startCollector } from '../../telemetry/support/collector.ts';
import { freePort } from '../docs/freePort.ts';
import { commandLine, launchGateway, launchSources, sendDocument } from '../processes/support.ts';
import { killAll, launch } from '../support/process.ts';

// The telemetry of the process.

const READ = 'query Find { externalConnection(id: "contosohr") { id } }';

afterEach(killAll);

async function startUpstream(): Promise<string> {
  const emulator = await startEmulator();
  onTestFinished(() => emulator.close());
  return emulator.url;
}

/** Prints each module of telemetry that is loaded. */
const PRINT_LOADED = `'--import=data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from "node:module";
  registerHooks({
    load(url, context, next) {
      const [, name] = /node_modules\\/(prom-client|@opentelemetry\\/[^/]+|pino-pretty)\\//.exec(url) ?? [];
      if (name) process.stdout.write("loads " + name + "\\n");
      return next(url, context);
    },
  });`)}'`;

const loaded = (output: string) => new Set([...output.matchAll(/^loads (.+)$/gm)].map(([, name]) => name));

describe('ADMIN_PORT', () => {
  test('serves the metrics of the gateway and of its process, on a port of their own', async () => {
    const { child, exited, port, printed } = await launchGateway(await startUpstream(), { ADMIN_PORT: '0' });
    const [, url = ''] = /Metrics at (\S+)/.exec(await printed('Metrics at')) ?? [];
    await (await sendDocument(port, READ)).text();
    const response = await fetch(url);
    expect(response.headers.get('content-type')).toContain('text/plain');
    const metrics = await response.text();
    expect(metrics).toContain(
      'msgraph_gateway_operation_duration_seconds_count{operation="Find",type="query"} 1',
    );
    expect(metrics).toMatch(/^nodejs_eventloop_lag_p99_seconds [\d.e-]+$/m);
    expect(metrics).toMatch(/^process_cpu_seconds_total [\d.e-]+$/m);
    expect((await fetch(`http://127.0.0.1:${port}/metrics`)).status).toBe(404);
    for (const path of ['/', '/graphql', '/metrics?x'])
      expect((await fetch(new URL(path, url))).status).toBe(404);
    expect((await fetch(url, { method: 'POST' })).status).toBe(404);
    child.kill('SIGTERM');
    expect((await exited).code).toBe(0);
  });

  test('tells trusted documents apart by name, even those that fail', async () => {
    const path = 'src/client/generated/persisted-documents.json';
    const [id] =
      Object.entries(JSON.parse(readFileSync(path, 'utf8'))).find(([, text]) =>
        String(text).startsWith('query ExternalConnection('),
      ) ?? [];
    const settings = { ADMIN_PORT: '0', TRUSTED_DOCUMENTS: path };
    const { port, printed } = await launchGateway(await startUpstream(), settings);
    const [, url = ''] = /Metrics at (\S+)/.exec(await printed('Metrics at')) ?? [];
    const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer demo' },
      body: JSON.stringify({ documentId: id, variables: { id: 'a/b' } }),
    });
    expect(await response.text()).toContain('BAD_USER_INPUT');
    expect(await (await fetch(url)).text()).toContain(
      'msgraph_gateway_operation_duration_seconds_count{operation="ExternalConnection",type="query"} 1',
    );
  });

  test('that is taken ends the start with a sentence', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void taken.close());
    await once(taken, 'listening');
    const address = taken.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const settings = { PORT: '0', GRAPH_URL: 'http://127.0.0.1:1/beta', ADMIN_PORT: String(port) };
    const { code, errors } = await launch(await commandLine(), settings).exited;
    expect(code).toBe(1);
    expect(errors).toContain('ADMIN_HOST, ADMIN_PORT: expected a free address');
    expect(errors).not.toContain('    at ');
  });
});

test('what is off is not loaded', async () => {
  const { child, exited, port } = await launchSources(await startUpstream(), {}, PRINT_LOADED);
  await (await sendDocument(port, READ)).text();
  child.kill('SIGTERM');
  expect(loaded((await exited).output)).toEqual(new Set());
});

test('OTEL_EXPORTER_OTLP_ENDPOINT: spans are sent, the last ones at the end of the process', async () => {
  const collector = await startCollector();
  onTestFinished(() => collector.close());
  const settings = { OTEL_EXPORTER_OTLP_ENDPOINT: `${collector.url}/`, OTEL_SERVICE_NAME: 'search-gateway' };
  const { child, exited, port } = await launchSources(await startUpstream(), settings, PRINT_LOADED);
  await (await sendDocument(port, READ)).text();
  child.kill('SIGTERM');
  const { code, output } = await exited;
  expect(code).toBe(0);
  expect(loaded(output)).toContain('@opentelemetry/sdk-trace');
  expect(loaded(output)).not.toContain('prom-client');
  expect(collector.spans.map(({ name }) => name).sort()).toEqual([
    'GET /external/connections/{id}',
    'query Find',
  ]);
  expect(collector.resources[0]).toMatchObject({ 'service.name': 'search-gateway' });
});

test('a collector that does not respond neither delays operations nor holds up the end of the process', async () => {
  const silent = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void silent.close());
  await once(silent, 'listening');
  const address = silent.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const settings = { OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}` };
  const gateway = await launchGateway(await startUpstream(), settings);
  expect((await sendDocument(gateway.port, READ)).status).toBe(200);
  gateway.child.kill('SIGTERM');
  const { code, errors } = await gateway.exited;
  expect(code).toBe(0);
  expect(errors).toContain('traces could not be delivered to the collector');
});

test('a collector that cannot be reached is a warning', async () => {
  const settings = {
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${await freePort()}`,
    OTEL_BSP_SCHEDULE_DELAY: '50',
    OTEL_EXPORTER_OTLP_TIMEOUT: '200',
  };
  const gateway = await launchGateway(await startUpstream(), settings);
  await (await sendDocument(gateway.port, READ)).text();
  await gateway.logged('traces could not be delivered to the collector');
  gateway.child.kill('SIGTERM');
  expect((await gateway.exited).code).toBe(0);
});

// Its default, info, has two: test/e2e/processes/main.test.ts.
test.each(['warn', 'silent'])(
  'LOG_LEVEL=%s: a successful operation and the end have no line',
  async (level) => {
    const { child, exited, port } = await launchGateway(await startUpstream(), { LOG_LEVEL: level });
    await (await sendDocument(port, READ)).text();
    child.kill('SIGTERM');
    expect(await exited).toMatchObject({ code: 0, errors: '' });
  },
);

describe('in a terminal, the log is', () => {
  const inTerminal = async (settings: Record<string, string>) =>
    launch(`script -qefc '${await commandLine()}' /dev/null`, { PORT: '0', ...settings });

  test('made to be read', async () => {
    const { printed } = await inTerminal({ GRAPH_URL: await startUpstream() });
    const [, port] = /:(\d+)\/graphql/.exec(await printed('Gateway ready')) ?? [];
    await (await sendDocument(Number(port), READ)).text();
    const output = await printed('documentHash');
    expect(output).toMatch(/\[\d\d:\d\d:\d\d\.\d+\].*INFO.*operation/);
    expect(output).not.toMatch(/^\{"level"/m);
  });

  test('JSON in production', async () => {
    const { printed } = await inTerminal({
      GRAPH_URL: await startUpstream(),
      NODE_ENV: 'production',
    });
    const [, port] = /:(\d+)\/graphql/.exec(await printed('Gateway ready')) ?? [];
    await (await sendDocument(Number(port), READ)).text();
    expect(await printed('documentHash')).toMatch(/^\{"level":30,.*"msg":"operation"\}\r?$/m);
  });
});
