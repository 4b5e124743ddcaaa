import { execFileSync } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, onTestFinished, test } from 'vitest';
import { rawResponse, startUpstream, type Upstream } from '../../support/upstream.ts';
import { killAll } from '../support/process.ts';
import { launchGateway, type RunningGateway, sendDocument, workersOf } from './support.ts';

// The log of WORKERS, which go through one standard error.

const CLIENTS = 10;
const FIND = '{ externalConnection(id: "x") { id } }';
const CREATE = 'mutation { createExternalConnection(input: { id: "abc", name: "x" }) { id } }';
/** A line of more than 4 kB: what the kernel keeps together of what several processes write to a pipe. */
const MANY_WRITES = `mutation { ${Array.from({ length: 50 }, (_, index) => `w${index}: deleteExternalConnection(input: { id: "abc" }) { status }`).join(' ')} }`;

afterEach(killAll);

async function runUpstream(): Promise<Upstream> {
  const object = rawResponse({ body: { id: 'abc' } });
  const upstream = await startUpstream((socket, { line }) => {
    socket.write(line.startsWith('DELETE') ? 'HTTP/1.1 204 No Content\r\n\r\n' : object);
  });
  onTestFinished(() => upstream.close());
  return upstream;
}

/** Has the workers of this gateway do this on SIGUSR2. */
function onSigusr2(script: string): string {
  const code = `process.on("SIGUSR2", () => { ${script} })`;
  return `'--import=data:text/javascript,${encodeURIComponent(code)}'`;
}

/** Sends a document as often as this, over several connections. */
async function sendAll(gateway: RunningGateway, times: number, document: string): Promise<void> {
  const client = async (_: unknown, client: number) => {
    for (let sent = client; sent < times; sent += CLIENTS)
      expect(await (await sendDocument(gateway.port, document)).text()).toContain('"data"');
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
}

async function untilReplaced(gateway: RunningGateway, worker: number): Promise<void> {
  while (workersOf(gateway).includes(worker) || workersOf(gateway).length < 2) await sleep(20);
}

// Some more of these lines than a pipe holds.
const OPERATIONS = 24;

test('lines of more than 4 kB from two workers stay whole, however slowly they are read', async () => {
  const upstream = await runUpstream();
  const folder = await mkdtemp(join(tmpdir(), 'msgraph-gateway-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const log = join(folder, 'log');
  execFileSync('mkfifo', [log]);
  const reader = createReadStream(log, { highWaterMark: 2_000, encoding: 'utf8' });
  const gateway = await launchGateway(upstream.url, { WORKERS: '2' }, '', `2> ${log}`);
  await sendAll(gateway, OPERATIONS, MANY_WRITES);
  let text = '';
  for await (const chunk of reader) {
    text += chunk;
    if (text.split('"msg":"operation"').length > OPERATIONS) gateway.child.kill('SIGTERM');
    await sleep(2);
  }
  const lines = text.trim().split('\n');
  const operations = lines.map((line) => JSON.parse(line)).filter(({ msg }) => msg === 'operation');
  expect(new Set(operations.map(({ pid }) => pid)).size).toBe(2);
  expect(lines[1]?.length).toBeGreaterThan(4_096);
});

test('the last lines of workers that exit are in the log', async () => {
  const upstream = await runUpstream();
  const gateway = await launchGateway(upstream.url, { WORKERS: '2' });
  await sendAll(gateway, 20, CREATE);
  gateway.child.kill('SIGTERM');
  const { code, errors } = await gateway.exited;
  expect(code).toBe(0);
  const messages = errors
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).msg);
  expect(messages.filter((message) => message === 'operation')).toHaveLength(20);
});

test('what a worker prints that dies in the middle of a line is a line of its own, on the same stream', async () => {
  const upstream = await runUpstream();
  const print = 'fs.writeSync(1, "unfinished output"); fs.writeSync(2, "first\\nunfinished error");';
  const script = `import("node:fs").then((fs) => { ${print} process.kill(process.pid, "SIGKILL") })`;
  const gateway = await launchGateway(upstream.url, { WORKERS: '2' }, onSigusr2(script));
  const [first = 0] = workersOf(gateway);
  process.kill(first, 'SIGUSR2');
  await untilReplaced(gateway, first);
  gateway.child.kill('SIGTERM');
  const { output, errors } = await gateway.exited;
  expect(output).toContain('\nunfinished output\n');
  expect(errors).toMatch(/^first\nunfinished error\n(?:\{.*"started"\}\n)?\{.*a worker ended unexpectedly/m);
});

test.each([
  ['of its own', ''],
  ['that is standard output, too', '2>&1'],
])('with workers, a log %s whose reader stands still does not hold up the exit', async (_, redirection) => {
  const upstream = await runUpstream();
  const gateway = await launchGateway(upstream.url, { WORKERS: '2' }, '', redirection);
  gateway.child.stdout?.pause();
  gateway.child.stderr?.pause();
  // Some more than a pipe holds.
  await sendAll(gateway, 1_000, FIND);
  // Processes that exit and start change the pipes that they share with others.
  const [first = 0] = workersOf(gateway);
  process.kill(first, 'SIGTERM');
  await untilReplaced(gateway, first);
  await sendAll(gateway, 100, FIND);
  const exit = new Promise((resolve) => gateway.child.once('exit', resolve));
  gateway.child.kill('SIGTERM');
  expect(await exit).toBe(0);
});

test('workers whose log nobody reads any more go on serving, and end at once with a primary that is killed', async () => {
  const upstream = await runUpstream();
  const gateway = await launchGateway(upstream.url, { WORKERS: '2' });
  gateway.child.stderr?.destroy();
  const workers = workersOf(gateway);
  for (let sent = 0; sent < 20; sent += 1) expect((await sendDocument(gateway.port, FIND)).status).toBe(200);
  gateway.child.kill('SIGKILL');
  const isAlive = (pid: number) => {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  };
  while (workers.some(isAlive)) await sleep(20);
});
