import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:net';
import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { startEmulator } from '../emulator/index.ts';
import { createGateway, readConfig } from '../src/index.ts';
import { startTestGateway } from './support/gateway.ts';

const READ = '{ externalConnections { nodes { id } } }';

test('closing a gateway waits for the calls in flight', async () => {
  const { gateway, emulator, execute } = await startTestGateway();
  emulator.failNext({ delayMs: 200 });
  const result = execute(READ);
  await expect.poll(() => emulator.requests.length).toBe(1);
  await gateway.close();
  expect(await result).toEqual({ data: { externalConnections: { nodes: [] } } });
  await emulator.close();
});

test('fetch takes a Request, and what is to be changed of it', async () => {
  const { gateway, emulator } = await startTestGateway();
  const request = new Request('http://gateway/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: READ }),
  });
  expect((await gateway.fetch(request.clone())).status).toBe(401);
  const headers = { 'content-type': 'application/json', authorization: 'Bearer alice' };
  expect((await gateway.fetch(request, { headers })).status).toBe(200);
  expect(emulator.requests.map(({ headers: { authorization } }) => authorization)).toEqual(['Bearer alice']);
  await gateway.close();
  await emulator.close();
});

test('fetch rejects a Request whose body has been read, as the global fetch does', async () => {
  const { gateway, logs, close } = await startTestGateway();
  const request = new Request('http://gateway/graphql', {
    method: 'POST',
    body: '{"query":"{ __typename }"}',
  });
  await request.text();
  await expect(gateway.fetch(request)).rejects.toThrow(TypeError);
  expect(logs).toEqual([]);
  await close();
});

test('closing a gateway does not wait for a connection that no call needs', async () => {
  const silent = createServer().listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const address = silent.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  // A TLS handshake that never completes.
  const settings = { GRAPH_URL: `https://127.0.0.1:${port}/beta`, REQUEST_TIMEOUT_MS: '100' };
  const { gateway, emulator, execute } = await startTestGateway({ settings });
  expect((await execute(READ)).errors?.[0]?.extensions.code).toBe('UPSTREAM_TIMEOUT');
  await gateway.close();
  silent.close();
  await emulator.close();
});

test.each([
  undefined,
  null,
  {},
  'https://graph.microsoft.com/beta',
  { graphUrl: 'https://graph.microsoft.com/beta' },
])('createGateway(%o) says what it expected', (config) => {
  const create = () => Reflect.apply(createGateway, undefined, [config]);
  expect(create).toThrow(TypeError);
  expect(create).toThrow(/^createGateway: expected the settings that readConfig returns, .* is missing$/);
});

test('createGateway names the first setting that is missing', () => {
  const { maxCost: _, ...config } = readConfig({ GRAPH_URL: 'https://graph.microsoft.com/beta' });
  const create = () => Reflect.apply(createGateway, undefined, [config]);
  expect(create).toThrow(/; maxCost is missing$/);
});

test('settings that an operator should look at are logged, without their values', () => {
  const lines: string[] = [];
  const logger = pino({}, { write: (line: string) => void lines.push(line) });
  createGateway(readConfig({ GRAPH_URL: 'https://graph.microsoft.com/beta', GRAPIQL: 'sekrit' }), { logger });
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain('GRAPIQL is not a setting: did you mean GRAPHIQL?');
  expect(lines[0]).not.toContain('sekrit');
});

test("a host's own logger gets each line at once, and may throw", async () => {
  const emulator = await startEmulator();
  onTestFinished(() => emulator.close());
  let lines = 0;
  const write = () => {
    lines += 1;
    throw new Error('The disk is full.');
  };
  const gateway = createGateway(readConfig({ GRAPH_URL: emulator.url }), { logger: pino({}, { write }) });
  onTestFinished(() => gateway.close());
  const headers = { 'content-type': 'application/json', authorization: 'Bearer demo' };
  for (const [logged, query] of [
    '{ externalConnection(id: "contosohr") { id } }',
    'mutation { createExternalConnection(input: { id: "abc", name: "x" }) { id } }',
    '{ nothing }',
  ].entries()) {
    expect(lines).toBe(logged);
    const init = { method: 'POST', headers, body: JSON.stringify({ query }) };
    const { data, errors } = await (await gateway.fetch('http://gateway/graphql', init)).json();
    expect(errors === undefined).toBe(data !== undefined);
  }
  expect(lines).toBe(3);
});

test('a closed gateway says so, and can be closed again', async () => {
  const { gateway, emulator } = await startTestGateway();
  const server = createHttpServer(gateway.requestListener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  await gateway.close();
  await expect(gateway.fetch('http://host/health')).rejects.toThrow('this gateway is closed');
  const response = await fetch(`http://127.0.0.1:${port}/graphql`, { method: 'POST', body: '{}' });
  expect(response.status).toBe(503);
  expect(await response.json()).toEqual({
    errors: [{ message: 'The gateway is closed.', extensions: { code: 'OVERLOADED' } }],
  });
  expect(emulator.requests).toEqual([]);
  await gateway.close();
  server.close();
  await emulator.close();
});
