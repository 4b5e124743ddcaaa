import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { withoutBackoff } from '../../support/retries.ts';
import { startUpstream } from '../../support/upstream.ts';
import { fineBody, startTrial } from './support/trial.ts';

// Failures before an upstream has read a request. A write of which no byte was sent is retried, and
// NOT_APPLIED in the end.

withoutBackoff();

const never = {
  read: { code: 'UPSTREAM_UNAVAILABLE', attempts: 3 },
  write: { code: 'UPSTREAM_UNAVAILABLE', outcome: 'NOT_APPLIED', attempts: 3 },
} as const;

const fine: RequestListener = ({ method }, response) => {
  const isRead = method === 'GET';
  response.writeHead(isRead ? 200 : 201).end(JSON.stringify(fineBody(isRead)));
};

interface Listening {
  readonly port: number;
  readonly open: ReadonlySet<Socket>;
}

/** Listens for the running test, and keeps count of what is connected. */
async function listen(server: Server, port = 0): Promise<Listening> {
  const open = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket)).on('error', () => {});
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    for (const socket of open) socket.destroy();
  });
  const address = server.address();
  return { port: typeof address === 'object' && address !== null ? address.port : 0, open };
}

const line = z.object({ type: z.string(), calls: z.number(), causes: z.array(z.string()).default([]) });

/** The attempts of the operations that the gateway logged, if all of them failed for such a cause. */
function failuresIn(logs: readonly string[], method: string, cause: RegExp): number {
  const type = method === 'GET' ? 'query' : 'mutation';
  return logs
    .map((text) => line.parse(JSON.parse(text)))
    .filter((logged) => logged.type === type)
    .filter(({ causes }) => causes.length > 0 && causes.every((each) => cause.test(each)))
    .reduce((sum, { calls }) => sum + calls, 0);
}

test('a refused connection is handled', async () => {
  const closed = await startUpstream(() => {});
  await closed.close();
  let open: ReadonlySet<Socket> = new Set();
  const trial = await startTrial({
    graphUrl: closed.url,
    attempts: (method, logs) => failuresIn(logs, method, /^ECONNREFUSED$/),
    openConnections: () => open.size,
    timeoutMs: 30_000,
  });
  await Promise.all([trial.expectRead(never.read), trial.expectWrite(never.write)]);
  ({ open } = await listen(createServer(fine), closed.port));
  await trial.expectRecovery();
  await trial.expectNothingLeft();
});

test('a reset before the request was read is handled', async () => {
  let lasts = true;
  let connections = 0;
  const http = createServer(fine);
  // Data stays unread until the socket is resumed.
  const server = createTcpServer({ pauseOnConnect: true }, async (socket) => {
    connections += 1;
    if (!lasts) {
      http.emit('connection', socket);
      return void socket.resume();
    }
    await pause(20);
    socket.resetAndDestroy();
  });
  const { port, open } = await listen(server);
  let earlier = 0;
  const trial = await startTrial({
    graphUrl: `http://127.0.0.1:${port}/beta`,
    attempts: () => connections - earlier,
    openConnections: () => open.size,
  });
  await trial.expectRead({ code: 'UPSTREAM_UNAVAILABLE', attempts: 3 });
  earlier = connections;
  // The gateway cannot know that the request was not read.
  await trial.expectWrite({ code: 'UPSTREAM_UNAVAILABLE', outcome: 'UNKNOWN', attempts: 1 });
  lasts = false;
  await trial.expectRecovery();
  await trial.expectNothingLeft();
});

test('a host without an address is handled', async () => {
  const trial = await startTrial({
    graphUrl: 'https://nonexistent.invalid/beta',
    // ENOTFOUND, or what a resolver says that cannot be reached itself.
    attempts: (method, logs) => failuresIn(logs, method, /^E[A-Z_]+$/),
    openConnections: () => 0,
  });
  await Promise.all([trial.expectRead(never.read), trial.expectWrite(never.write)]);
  await trial.expectNothingLeft();
});

/** A TCP server that responds with this to anything, and what it received. */
async function startPlainServer(response: string | undefined) {
  const heard: string[] = [];
  const server = createTcpServer((socket) => {
    socket.once('data', (chunk) => {
      heard.push(chunk.toString('latin1'));
      if (response !== undefined) socket.end(response);
    });
  });
  return { heard, ...(await listen(server)) };
}

test('an upstream without TLS at an https URL is handled, and receives no token', async () => {
  const { port, open, heard } = await startPlainServer('HTTP/1.1 400 Bad Request\r\n\r\n');
  const trial = await startTrial({
    graphUrl: `https://127.0.0.1:${port}/beta`,
    attempts: (method, logs) => failuresIn(logs, method, /./),
    openConnections: () => open.size,
  });
  await Promise.all([trial.expectRead(never.read), trial.expectWrite(never.write)]);
  await trial.expectNothingLeft();
  expect(heard).toHaveLength(6);
  expect(heard.join()).not.toMatch(/demo|bearer|connections/i);
});

/** An upstream that never completes the TLS handshake, and a gateway whose calls to it have timed out. */
async function giveUpOnTls() {
  const { port, open, heard } = await startPlainServer(undefined);
  const trial = await startTrial({
    graphUrl: `https://127.0.0.1:${port}/beta`,
    // Both connect, and the upstream cannot tell them apart.
    attempts: () => heard.length,
    openConnections: () => open.size,
    timeoutMs: 500,
  });
  await Promise.all([
    trial.expectRead({ code: 'UPSTREAM_TIMEOUT', attempts: 2 }),
    trial.expectWrite({ code: 'UPSTREAM_TIMEOUT', outcome: 'NOT_APPLIED', attempts: 2 }),
  ]);
  return { trial, heard };
}

test('an upstream that never completes the TLS handshake is handled, and receives no token', async () => {
  const { heard } = await giveUpOnTls();
  expect(heard.join()).not.toMatch(/demo|bearer|connections/i);
});

test('a TLS handshake that never completed leaks nothing', async () => {
  const { trial } = await giveUpOnTls();
  await trial.expectNothingLeft();
});
