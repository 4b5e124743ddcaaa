import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, onTestFinished, test } from 'vitest';
import { heldUpstream } from '../../support/heldUpstream.ts';
import { rawResponse, startUpstream, type Upstream, unusedUrl } from '../../support/upstream.ts';
import { killAll, launch } from '../support/process.ts';
import { commandLine, launchGateway, sendDocument } from './support.ts';

const FIND = '{ externalConnection(id: "x") { id } }';
const CREATE = 'mutation { createExternalConnection(input: { id: "abc", name: "x" }) { id } }';

afterEach(killAll);

/** An upstream that responds after a delay. */
async function slowUpstream(delayMs: number): Promise<Upstream> {
  const response = rawResponse({ body: { id: 'abc' } });
  const upstream = await startUpstream((socket) => void setTimeout(() => socket.write(response), delayMs));
  onTestFinished(() => upstream.close());
  return upstream;
}

/** The messages of log lines. */
function messages(lines: string): readonly string[] {
  return lines
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).msg);
}

async function untilCalled(upstream: Upstream, times: number): Promise<void> {
  while (upstream.requests.length < times) await sleep(5);
}

/** Whether a new connection is accepted. */
async function accepts(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

test.each([
  'SIGTERM',
  // As a terminal sends it that is closed; with workers, it restarts these.
  'SIGHUP',
] as const)(
  '%s: requests in flight complete, new connections are refused, and the process exits with 0',
  async (signal) => {
    const { behaviour, calls, release } = heldUpstream();
    const upstream = await startUpstream(behaviour);
    onTestFinished(() => upstream.close());
    const { child, exited, port } = await launchGateway(upstream.url);
    const idle = connect(port, '127.0.0.1');
    await once(idle, 'connect');
    const [read, write] = [sendDocument(port, FIND), sendDocument(port, CREATE)];
    await calls(2);
    child.kill(signal);
    await expect.poll(() => accepts(port)).toBe(false);
    release();
    for (const response of [await read, await write]) {
      expect(response.headers.get('connection')).toBe('close');
      expect(await response.json()).toMatchObject({ data: expect.anything() });
    }
    const { code, errors } = await exited;
    expect(code).toBe(0);
    // A process that exits does not wait for the write of the lines before, which may end behind the last one.
    expect(messages(errors).toSorted()).toEqual([
      'operation',
      'operation',
      'shut down: all requests were completed',
      'shutting down: requests in flight complete',
      'started',
    ]);
    expect(upstream.requests).toHaveLength(2);
    if (!idle.closed) await once(idle, 'close');
  },
);

test('SIGTERM with SHUTDOWN_DELAY_MS: /ready is 503 first, while requests are still served', async () => {
  const upstream = await slowUpstream(0);
  const { child, exited, port } = await launchGateway(upstream.url, { SHUTDOWN_DELAY_MS: '1000' });
  const ready = async () => (await fetch(`http://127.0.0.1:${port}/ready`)).status;
  expect(await ready()).toBe(200);
  child.kill('SIGTERM');
  await expect.poll(ready).toBe(503);
  expect(await (await sendDocument(port, FIND)).json()).toMatchObject({ data: expect.anything() });
  expect((await exited).code).toBe(0);
});

test('after SHUTDOWN_GRACE_MS the process exits with 1, and a write that this cuts off is logged with its outcome', async () => {
  const upstream = await slowUpstream(60_000);
  const { child, exited, port } = await launchGateway(upstream.url, { SHUTDOWN_GRACE_MS: '300' });
  const cut = [
    sendDocument(port, CREATE, 'sekrit-token').catch(() => 'cut off'),
    sendDocument(port, FIND, 'sekrit-token').catch(() => 'cut off'),
  ];
  await untilCalled(upstream, 2);
  child.kill('SIGTERM');
  const { code, errors } = await exited;
  expect(code).toBe(1);
  expect(await Promise.all(cut)).toEqual(['cut off', 'cut off']);
  expect(errors).toContain('requests in flight were cut off');
  const lines = errors.trim().split('\n');
  const writes = lines.map((line) => JSON.parse(line)).filter((line) => 'writes' in line);
  expect(writes).toMatchObject([
    {
      level: 40,
      writes: [{ outcome: 'UNKNOWN', method: 'POST', path: '/external/connections' }],
      cutOff: true,
      clientRequestId: expect.any(String),
    },
  ]);
  expect(writes[0]).not.toHaveProperty('status');
  expect(errors).not.toContain('clientDisconnected');
  expect(errors).not.toContain('sekrit-token');
});

test('half-finished requests do not keep the process until the end of the grace period', async () => {
  const upstream = await slowUpstream(0);
  const { child, exited, port } = await launchGateway(upstream.url, { SHUTDOWN_GRACE_MS: '8000' });
  const head = 'POST /graphql HTTP/1.1\r\nHost: gateway\r\nContent-Type: application/json\r\n';
  const begun = ['', 'POST', head, `${head}Content-Length: 100\r\n\r\n{`];
  for (const text of begun) {
    const socket = connect(port, '127.0.0.1');
    onTestFinished(() => void socket.destroy());
    socket.on('error', () => {});
    socket.write(text);
    // A byte now and then does not keep it open either.
    const dripping = setInterval(() => text && socket.write(' '), 100);
    onTestFinished(() => clearInterval(dripping));
  }
  await sleep(200);
  child.kill('SIGTERM');
  expect((await exited).code).toBe(0);
});

test.each([
  ['SIGTERM', 'SIGTERM', 143],
  ['SIGINT', 'SIGINT', 130],
  ['SIGTERM', 'SIGINT', 130],
] as const)('a second signal ends the process immediately: %s, then %s', async (first, second, status) => {
  const upstream = await slowUpstream(60_000);
  const { child, exited, logged, port } = await launchGateway(upstream.url);
  const cut = sendDocument(port, FIND).catch(() => 'cut off');
  await untilCalled(upstream, 1);
  child.kill(first);
  await logged('shutting down');
  child.kill(second);
  expect((await exited).code).toBe(status);
  expect(await cut).toBe('cut off');
});

/** Flags of Node with which a process fails like this at SIGUSR2. */
function failingBy(failure: string): string {
  const script = encodeURIComponent(`process.on("SIGUSR2", () => { ${failure} })`);
  return `'--import=data:text/javascript,${script}'`;
}

test.each([
  ['thrown', 'throw new Error("boom")', 'uncaughtException'],
  ['rejected', 'Promise.reject(new Error("boom"))', 'unhandledRejection'],
])('an error that is %s and not caught is logged once and ends the process', async (_, failure, origin) => {
  const upstream = await slowUpstream(0);
  const { child, exited, port } = await launchGateway(upstream.url, {}, failingBy(failure));
  await (await sendDocument(port, FIND, 'sekrit-token')).text();
  child.kill('SIGUSR2');
  const { code, output, errors } = await exited;
  expect(code).toBe(1);
  const lines = errors.split('\n').filter((line) => line.includes('boom'));
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 60, msg: origin, err: { message: 'boom' } });
  expect(output + errors).not.toContain('sekrit-token');
});

test('writes in flight at an error that is not caught are logged with their outcome', async () => {
  const upstream = await slowUpstream(60_000);
  const { child, exited, port } = await launchGateway(upstream.url, {}, failingBy('throw new Error("boom")'));
  const cut = sendDocument(port, CREATE, 'sekrit-token').catch(() => 'cut off');
  await untilCalled(upstream, 1);
  child.kill('SIGUSR2');
  const { code, errors } = await exited;
  expect(code).toBe(1);
  expect(await cut).toBe('cut off');
  const lines = errors.trim().split('\n');
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { msg: 'started' },
    { level: 60, msg: 'uncaughtException' },
    { level: 40, writes: [{ method: 'POST', outcome: 'UNKNOWN' }], cutOff: true },
  ]);
  expect(errors).not.toContain('sekrit-token');
});

test('an error that is not caught ends a shutdown with 1, whatever it has cut off', async () => {
  const upstream = await slowUpstream(60_000);
  const flags = failingBy('throw new Error("boom")');
  const { child, exited, logged, port } = await launchGateway(upstream.url, {}, flags);
  const cut = sendDocument(port, CREATE).catch(() => 'cut off');
  await untilCalled(upstream, 1);
  child.kill('SIGTERM');
  await logged('shutting down');
  child.kill('SIGUSR2');
  const { code, errors } = await exited;
  expect(code).toBe(1);
  expect(await cut).toBe('cut off');
  expect(errors).toContain('"outcome":"UNKNOWN"');
  expect(errors).not.toContain('all requests were completed');
});

test('a process whose output nobody reads any more goes on serving, and exits as usual', async () => {
  const upstream = await slowUpstream(0);
  const { child, exited, port } = await launchGateway(upstream.url);
  child.stdout?.destroy();
  child.stderr?.destroy();
  for (let sent = 0; sent < 20; sent += 1) expect((await sendDocument(port, FIND)).status).toBe(200);
  // Longer than lines wait to be written together.
  await sleep(300);
  expect((await sendDocument(port, CREATE)).status).toBe(200);
  child.kill('SIGTERM');
  expect((await exited).code).toBe(0);
});

test('a process whose log has a reader that stands still exits within seconds', async () => {
  const upstream = await slowUpstream(0);
  const { child, exited, port } = await launchGateway(upstream.url);
  child.stderr?.pause();
  // Some more than a pipe holds, and what this process reads ahead.
  for (let sent = 0; sent < 700; sent += 1) await (await sendDocument(port, FIND)).text();
  child.kill('SIGTERM');
  await once(child, 'exit');
  child.stderr?.resume();
  expect((await exited).code).toBe(0);
});

test('a process whose standard output cannot be written starts, and serves', async () => {
  const upstream = await slowUpstream(0);
  const { port } = new URL(await unusedUrl());
  const settings = { GRAPH_URL: upstream.url, PORT: port };
  const { child, exited } = launch(`${await commandLine()} > /dev/full`, settings);
  const probe = () => fetch(`http://127.0.0.1:${port}/livez`).then(({ status }) => status, String);
  await expect.poll(probe).toBe(200);
  // The banner is written once it listens.
  await sleep(300);
  expect((await sendDocument(Number(port), FIND)).status).toBe(200);
  child.kill('SIGTERM');
  expect((await exited).code).toBe(0);
});
