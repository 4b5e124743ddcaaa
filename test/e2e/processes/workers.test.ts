import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Agent, request } from 'undici';
import { afterEach, expect, onTestFinished, test } from 'vitest';
import { type Emulator, startEmulator } from '../../../emulator/index.ts';
import { sawToken } from '../../support/leaks.ts';
import { freePort } from '../docs/freePort.ts';
import { killAll, launch } from '../support/process.ts';
import { commandLine, launchGateway, type RunningGateway, sendDocument, workersOf } from './support.ts';

// WORKERS.

const CLIENTS = 5;
// Some hundred requests a second: more of them would only slow the start of the next process down.
const PAUSE_MS = 40;

afterEach(killAll);

async function runEmulator(): Promise<Emulator> {
  const emulator = await startEmulator();
  onTestFinished(() => emulator.close());
  return emulator;
}

/** What the processes of a gateway wrote to standard error, live. */
function logOf({ child }: RunningGateway) {
  let text = '';
  child.stderr?.on('data', (chunk) => {
    text += chunk;
  });
  const lines = () => text.split('\n').filter(Boolean);
  const has = async (message: string, times = 1) => {
    while (lines().filter((line) => line.includes(message)).length < times) await sleep(20);
  };
  return { lines, has };
}

async function metricsOf(gateway: RunningGateway): Promise<string> {
  const [, url = ''] = /Metrics at (\S+)/.exec(await gateway.printed('Metrics at')) ?? [];
  return (await fetch(url)).text();
}

/** One of CLIENTS clients that create connections, over a keep-alive connection of its own, until they are stopped. */
function steadyLoad(port: number) {
  const token = 'token-of-the-load';
  sawToken(token);
  const created: string[] = [];
  const lost: unknown[] = [];
  let running = true;
  const client = async (number: number) => {
    const dispatcher = new Agent({ connections: 1 });
    for (let turn = 0; running; turn += 1) {
      const id = `client${number}turn${turn}`;
      const query = `mutation { createExternalConnection(input: { id: "${id}", name: "x" }) { id } }`;
      created.push(id);
      try {
        const { statusCode, body } = await request(`http://127.0.0.1:${port}/graphql`, {
          dispatcher,
          method: 'POST',
          headers: { authorization: `Bearer ${token}${number}${turn}`, 'content-type': 'application/json' },
          body: JSON.stringify({ query }),
        });
        const text = await body.text();
        if (statusCode !== 200 || !text.includes(`"id":"${id}"`)) lost.push([id, statusCode, text]);
        // A probe over the same connection: a balancer must not take this machine out for a worker that is replaced.
        const ready = await request(`http://127.0.0.1:${port}/readyz`, { dispatcher });
        await ready.body.dump();
        if (ready.statusCode !== 200) lost.push(['readyz', ready.statusCode]);
      } catch (error) {
        lost.push([id, error]);
      }
      await sleep(PAUSE_MS);
    }
    await dispatcher.close();
  };
  const clients = Array.from({ length: CLIENTS }, (_, number) => client(number));
  const stop = async () => {
    running = false;
    await Promise.all(clients);
  };
  return { created, lost, stop };
}

test('SIGHUP restarts the workers one by one, loses no request and repeats no write; metrics are those of all', async () => {
  const emulator = await runEmulator();
  const gateway = await launchGateway(emulator.url, { WORKERS: '2', ADMIN_PORT: '0' });
  const log = logOf(gateway);
  const before = workersOf(gateway);
  expect(before).toHaveLength(2);
  const load = steadyLoad(gateway.port);
  const served = () => log.lines().map((line) => JSON.parse(line));
  const serve = (workers: readonly number[]) =>
    served().some(({ msg, pid }) => msg === 'operation' && workers.includes(pid));
  await expect.poll(() => serve(before)).toBe(true);
  gateway.child.kill('SIGHUP');
  await log.has('all workers are restarted');
  const after = workersOf(gateway);
  await expect.poll(() => serve(after)).toBe(true);
  await load.stop();

  expect(load.lost).toEqual([]);
  const writes = emulator.requests
    .filter(({ method }) => method === 'POST')
    .map(({ body }) => Object(body).id);
  expect(load.created.length).toBeGreaterThan(CLIENTS);
  expect([...writes].sort()).toEqual([...load.created].sort());
  expect(after).toHaveLength(2);
  expect(after.filter((pid) => before.includes(pid))).toEqual([]);

  const metrics = await metricsOf(gateway);
  const count = `msgraph_gateway_operation_duration_seconds_count{operation="(anonymous)",type="mutation"}`;
  expect(metrics).toContain(`${count} ${load.created.length}\n`);
  expect(metrics).toContain('msgraph_gateway_requests_in_flight_limit 1024\n');
  expect(metrics).toContain('msgraph_gateway_circuit_breaker_state{state="closed"} 2\n');
  expect(metrics).toMatch(/^msgraph_gateway_info\{version="[\d.]+"\} 1$/m);
  gateway.child.kill('SIGTERM');
  const { code, errors } = await gateway.exited;
  expect(code).toBe(0);
  expect(errors).not.toContain('token-of-the-load');
});

test('with workers, one line says that they have started', async () => {
  const emulator = await runEmulator();
  const gateway = await launchGateway(emulator.url, { WORKERS: '2' });
  gateway.child.kill('SIGTERM');
  const { errors } = await gateway.exited;
  const lines = errors
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines.filter(({ msg }) => msg === 'started')).toMatchObject([
    { pid: gateway.child.pid, workers: 2, node: process.versions.node },
  ]);
});

test('/readyz is that of the worker with the connection, whose breaker is its own', async () => {
  const { port } = await launchGateway('http://127.0.0.1:1/beta', { WORKERS: '2' });
  const ill = new Agent({ connections: 1 });
  onTestFinished(() => ill.close());
  const readyOver = async (dispatcher: Agent) => {
    const { statusCode, body } = await request(`http://127.0.0.1:${port}/readyz`, { dispatcher });
    await body.dump();
    return statusCode;
  };
  expect(await readyOver(ill)).toBe(200);
  for (let caller = 0; (await readyOver(ill)) === 200; caller += 1) {
    const { body } = await request(`http://127.0.0.1:${port}/graphql`, {
      dispatcher: ill,
      method: 'POST',
      headers: { authorization: `Bearer caller${caller}`, 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ externalConnection(id: "contosohr") { id } }' }),
    });
    await body.dump();
  }
  // Of new connections, some come to the other worker.
  const readyAnew = async () => {
    const agent = new Agent({ connections: 1 });
    const status = await readyOver(agent);
    await agent.close();
    return status;
  };
  await expect.poll(readyAnew).toBe(200);
});

const DIES_AS_IT_BEGINS_TO_LISTEN = `
import cluster from 'node:cluster';
import { existsSync, writeFileSync } from 'node:fs';
const flag = process.env.HAS_DIED_FLAG;
if (cluster.worker?.id === 2 && !existsSync(flag)) {
  const getServer = cluster._getServer;
  cluster._getServer = (...args) => {
    getServer.apply(cluster, args);
    writeFileSync(flag, '');
    // The primary sends the socket meanwhile, which nobody confirms.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500);
    process.kill(process.pid, 'SIGKILL');
  };
}`;

test('a worker that dies as it begins to listen is replaced, and the end waits for none', async () => {
  const emulator = await runEmulator();
  const folder = await mkdtemp(join(tmpdir(), 'dying-worker-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const preload = join(folder, 'preload.mjs');
  await writeFile(preload, DIES_AS_IT_BEGINS_TO_LISTEN);
  const gateway = await launchGateway(emulator.url, {
    WORKERS: '2',
    NODE_OPTIONS: `--import ${preload}`,
    HAS_DIED_FLAG: join(folder, 'died'),
  });
  while (workersOf(gateway).length < 2) await sleep(20);
  const exited = once(gateway.child, 'exit');
  gateway.child.kill('SIGTERM');
  expect(await exited).toEqual([0, null]);
});

test('a worker that dies is replaced, at once and then with pauses', async () => {
  const emulator = await runEmulator();
  const gateway = await launchGateway(emulator.url, { WORKERS: '2' });
  const log = logOf(gateway);
  const [first = 0, second = 0] = workersOf(gateway);
  process.kill(first, 'SIGKILL');
  await log.has('a worker ended unexpectedly');
  while (workersOf(gateway).length < 2) await sleep(20);
  // The other one serves meanwhile.
  expect((await sendDocument(gateway.port, '{ __typename }')).status).toBe(200);
  const [again = 0] = workersOf(gateway).filter((pid) => pid !== second);
  process.kill(again, 'SIGKILL');
  await log.has('a worker ended unexpectedly', 2);
  const lines = log.lines().map((line) => JSON.parse(line));
  const deaths = lines.filter(({ msg }) => msg === 'a worker ended unexpectedly, and is replaced');
  expect(deaths).toMatchObject([
    { level: 50, worker: first, signal: 'SIGKILL', restartInMs: 0 },
    { level: 50, worker: again, signal: 'SIGKILL', restartInMs: 500 },
  ]);
  while (workersOf(gateway).length < 2) await sleep(20);
  gateway.child.kill('SIGINT');
  expect((await gateway.exited).code).toBe(0);
});

test('a worker that dies while clients connect is replaced, too', async () => {
  const emulator = await runEmulator();
  const gateway = await launchGateway(emulator.url, { WORKERS: '2' });
  const log = logOf(gateway);
  let isLoaded = true;
  onTestFinished(() => {
    isLoaded = false;
  });
  const client = async () => {
    while (isLoaded) {
      const socket = connect(gateway.port, '127.0.0.1');
      socket.on('error', () => {});
      await sleep(10);
      socket.destroy();
    }
  };
  const clients = Array.from({ length: 10 }, client);
  for (let time = 1; time <= 3; time += 1) {
    await sleep(100);
    const [pid = 0] = workersOf(gateway);
    process.kill(pid, 'SIGKILL');
    await log.has('a worker ended unexpectedly', time);
    while (workersOf(gateway).length < 2) await sleep(20);
  }
  isLoaded = false;
  await Promise.all(clients);
  gateway.child.kill('SIGTERM');
  expect((await gateway.exited).code).toBe(0);
});

test('requests in flight complete on SIGTERM to the whole process group, as a terminal sends its signals', async () => {
  const emulator = await runEmulator();
  const gateway = await launchGateway(emulator.url, { WORKERS: '2' });
  emulator.failNext({ delayMs: 600 });
  const workers = workersOf(gateway);
  const response = sendDocument(gateway.port, '{ externalConnections { nodes { id } } }');
  while (emulator.requests.length === 0) await sleep(5);
  process.kill(-(gateway.child.pid ?? 0), 'SIGTERM');
  expect(await (await response).json()).toMatchObject({ data: expect.anything() });
  expect((await gateway.exited).code).toBe(0);
  for (const pid of workers) expect(() => process.kill(pid, 0)).toThrow('ESRCH');
});

/** The processes of a gateway from the sources, once the first worker serves: the other one still starts. */
async function launchStarting(emulator: Emulator) {
  const port = await freePort();
  const settings = { PORT: String(port), GRAPH_URL: emulator.url, WORKERS: '2' };
  const launched = launch(await commandLine(), settings);
  const isServing = () =>
    fetch(`http://127.0.0.1:${port}/livez`).then(
      ({ ok }) => ok,
      () => false,
    );
  while (!(await isServing())) await sleep(5);
  return { launched, port, isServing };
}

test('SIGTERM while some workers still start lets requests in flight complete', async () => {
  const emulator = await runEmulator();
  emulator.failNext({ delayMs: 600 });
  const { launched, port } = await launchStarting(emulator);
  const response = sendDocument(port, '{ externalConnections { nodes { id } } }');
  while (emulator.requests.length === 0) await sleep(5);
  launched.child.kill('SIGTERM');
  expect(await (await response).json()).toMatchObject({ data: expect.anything() });
  expect((await launched.exited).code).toBe(0);
});

test('SIGHUP while some workers still start restarts them afterwards', async () => {
  const emulator = await runEmulator();
  const { launched, isServing } = await launchStarting(emulator);
  launched.child.kill('SIGHUP');
  await launched.printed('Gateway ready');
  await launched.logged('all workers are restarted');
  expect(await isServing()).toBe(true);
});

test('SIGHUP reads the files of settings again, and keeps the workers where they are invalid', async () => {
  const emulator = await runEmulator();
  const folder = await mkdtemp(join(tmpdir(), 'msgraph-gateway-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, 'settings.env');
  await writeFile(file, 'MAX_DEPTH=1\nWORKERS=2\n');
  const gateway = await launchGateway(emulator.url, {}, '', `--env-file ${file}`);
  const log = logOf(gateway);
  const list = async () =>
    (await sendDocument(gateway.port, '{ externalConnections { nodes { id } } }')).text();
  expect(await list()).toContain('MAX_DEPTH');
  await writeFile(file, 'MAX_DEPTH=5\nWORKERS=7\nPORT=1\n');
  gateway.child.kill('SIGHUP');
  await log.has('all workers are restarted');
  const unchanged = log.lines().find((line) => line.includes('take effect at the next start'));
  expect(unchanged).toContain('"settings":["WORKERS"]');
  expect(await list()).toContain('contosohr');
  const workers = workersOf(gateway);
  expect(workers).toHaveLength(2);
  await writeFile(file, 'MAX_DEPTH=deep\n');
  gateway.child.kill('SIGHUP');
  await log.has('invalid settings; the workers are not restarted');
  // The lines of operations come from other processes, and may come later.
  const rejected = log.lines().find((line) => line.includes('the workers are not restarted'));
  expect(rejected).toContain('MAX_DEPTH: expected a whole number');
  expect(await list()).toContain('contosohr');
  expect(workersOf(gateway)).toEqual(workers);
});

test('a port that is taken ends the process as it does without workers', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void taken.close());
  await once(taken, 'listening');
  const address = taken.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const settings = { PORT: String(port), GRAPH_URL: 'http://127.0.0.1:1/beta', WORKERS: '2' };
  const { code, errors, output } = await launch(await commandLine(), settings).exited;
  expect({ code, output }).toEqual({ code: 1, output: '' });
  expect(errors).toMatch(/^The gateway cannot start:\n {2}PORT: expected a free port \(.*EADDRINUSE.*\)\n$/);
});
