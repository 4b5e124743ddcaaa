import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { killAll, launch } from '../support/process.ts';

// The process as `npm start` starts it.

const { scripts, version }: { scripts: { start: string }; version: string } = JSON.parse(
  readFileSync('package.json', 'utf8'),
);
const start = (settings: Record<string, string>) => launch(scripts.start, { PORT: '0', ...settings });

afterEach(killAll);

test('npm start without settings serves an emulator, and prints how to use it', async () => {
  const { child, exited, printed } = start({});
  const banner = await printed('curl');
  expect(banner).toContain('emulator');
  expect(banner).toMatch(/GraphiQL +http:\S+\/graphql +\(open it in a browser\)/);
  const [, url = '', token = '', body = ''] =
    /curl -s (\S+) -H 'Authorization: Bearer (\w+)' .* -d '(.*)'/.exec(banner) ?? [];
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const response = await fetch(url, { method: 'POST', headers, body });
  expect((await response.json()).data.externalConnections.nodes).toContainEqual({
    id: 'contosohr',
    name: 'Contoso HR',
    state: 'READY',
  });
  child.kill('SIGTERM');
  const { code, errors } = await exited;
  expect(code).toBe(0);
  const lines = errors.trim().split('\n');
  // The line of a successful query is made a moment later.
  expect(lines.map((line) => JSON.parse(line).msg).toSorted()).toEqual([
    'operation',
    'shut down: all requests were completed',
    'shutting down: requests in flight complete',
    'started',
  ]);
});

test('the first line of the log says which versions run', async () => {
  const { logged } = start({ GRAPH_URL: 'https://graph.microsoft.com/beta' });
  const [line = ''] = (await logged('started')).split('\n');
  expect(JSON.parse(line)).toMatchObject({ level: 30, version, node: process.versions.node, workers: 1 });
});

test('the banner says that GraphiQL is off where it is', async () => {
  const banner = await start({ GRAPHIQL: 'off' }).printed('curl');
  expect(banner).toMatch(/GraphiQL +off\n/);
  expect(banner).not.toContain('browser');
});

test('GRAPH_URL is the upstream, and no emulator is started', async () => {
  const { printed } = start({ GRAPH_URL: 'https://graph.microsoft.com/beta', NODE_ENV: 'production' });
  const banner = await printed('upstream');
  expect(banner).toContain('https://graph.microsoft.com/beta');
  expect(banner).not.toContain('emulator');
});

test('all invalid settings are printed, and the process exits with 1', async () => {
  const { code, errors } = await start({ GRAPH_URL: 'nonsense', PORT: 'abc' }).exited;
  expect(code).toBe(1);
  expect(errors).toMatch(/GRAPH_URL: expected/);
  expect(errors).toMatch(/PORT: expected/);
  expect(errors).not.toContain('    at ');
});

test('invalid settings are printed without GRAPH_URL, too', async () => {
  const { code, errors } = await start({ PORT: 'abc' }).exited;
  expect({ code, errors }).toMatchObject({ code: 1, errors: expect.stringContaining('PORT: expected') });
});

test('production without GRAPH_URL exits with 1', async () => {
  const { code, errors } = await start({ NODE_ENV: 'production' }).exited;
  expect({ code, errors }).toMatchObject({ code: 1, errors: expect.stringContaining('GRAPH_URL: required') });
});

test('a port in use is reported, and the process exits with 1', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const address = taken.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const { code, errors } = await start({ PORT: String(port) }).exited;
  taken.close();
  expect({ code, errors }).toMatchObject({
    code: 1,
    errors: expect.stringContaining('PORT: expected a free port'),
  });
  expect(errors).not.toContain('    at ');
});

/** Has Node not find OpenTelemetry, as where it is not installed. */
const WITHOUT_OPENTELEMETRY = `--import=data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from "node:module";
  registerHooks({ resolve(name, context, next) {
    if (name.startsWith("@opentelemetry/exporter")) throw Object.assign(new Error(name), { code: "ERR_MODULE_NOT_FOUND" });
    return next(name, context);
  } });
`)}`;

test('a start that needs OpenTelemetry ends where it is not installed, whatever was to be served', async () => {
  const command = scripts.start.replace('node', `node '${WITHOUT_OPENTELEMETRY}'`);
  const settings = { PORT: '0', ADMIN_PORT: '0', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318' };
  const { code, errors } = await launch(command, settings).exited;
  expect(code).toBe(1);
  expect(errors).toContain('npm install @opentelemetry/exporter-trace-otlp-http');
});
