import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { setImmediate as nextIteration, setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { LoopTime } from '../../src/fairness/loopTime.ts';
import { LoopTurns } from '../../src/fairness/loopTurns.ts';
import { ConnectionLimit } from '../../src/server/connectionLimit.ts';
import { createListener, type NodeHandler } from '../../src/server/listener.ts';
import { gracefulShutdown, type ShutdownOptions } from '../../src/server/shutdown.ts';
import { get, open } from './connection/support/rawClient.ts';

// test/e2e/processes/signals.test.ts has the same as a process, with signals.

interface Served {
  readonly url: string;
  readonly port: number;
  /** What was drained and closed, in order. */
  readonly steps: readonly string[];
  shutdown(): Promise<boolean>;
}

async function serve(handle: NodeHandler, options: Partial<ShutdownOptions> = {}): Promise<Served> {
  const steps: string[] = [];
  const loopTurns = new LoopTurns<unknown>(new LoopTime());
  const listeners = createListener(handle, {
    turnsOf: () => loopTurns,
    rejectEarly: () => undefined,
    isDraining: () => steps.includes('drain'),
    isClosed: () => false,
    connectionLimit: new ConnectionLimit(Number.POSITIVE_INFINITY),
    maxUnsentBytes: 1_000_000_000,
    stallTimeoutMs: 60_000,
    onError: (error) => expect.unreachable(String(error)),
  });
  const server = createServer(listeners.requestListener);
  const drainable = {
    ...listeners,
    drain: () => void steps.push('drain'),
    close: async () => void steps.push('close'),
    abort: async (disconnect: () => Promise<void>) => {
      steps.push('abort');
      await disconnect();
    },
  };
  const { close: shutdown } = gracefulShutdown(server, drainable, {
    shutdownGraceMs: 10_000,
    shutdownDelayMs: 0,
    ...options,
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => server.closeAllConnections());
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { url: `http://127.0.0.1:${port}/`, port, steps, shutdown };
}

test('a request in flight completes, a new connection is refused, and then the gateway is closed', async () => {
  const response = Promise.withResolvers<Response>();
  const arrived = Promise.withResolvers<void>();
  const { url, steps, shutdown } = await serve(() => {
    arrived.resolve();
    return response.promise;
  });
  const inFlight = fetch(url);
  await arrived.promise;
  const drained = shutdown();
  expect(steps).toEqual(['drain']);
  await expect(fetch(url)).rejects.toThrow();
  response.resolve(new Response('complete'));
  expect(await (await inFlight).text()).toBe('complete');
  expect(await drained).toBe(true);
  expect(steps).toEqual(['drain', 'close']);
});

test('a request that has arrived while the process was busy is served, although its connection seems to be idle', async () => {
  const { port, shutdown } = await serve(() => new Response('served'));
  const { socket, received } = await open(port);
  socket.write(get('/'));
  await expect.poll(received).toContain('served');
  const drained = shutdown();
  await sleep(250);
  // Behind what has arrived, and ahead of the timers.
  await nextIteration();
  socket.write(get('/'));
  for (const start = performance.now(); performance.now() - start < 100; );
  expect(await drained).toBe(true);
  await expect.poll(() => received().match(/served/g)).toHaveLength(2);
});

test('idle connections are closed, also those without a request so far', async () => {
  const { url, port, shutdown } = await serve(() => new Response());
  await (await fetch(url)).text();
  const unused = connect(port, '127.0.0.1');
  await once(unused, 'connect');
  const closed = once(unused, 'close');
  expect(await shutdown()).toBe(true);
  await closed;
});

test.each([0, 1])('a response that is being read is sent to its end, behind %i others', async (others) => {
  const large = 'x'.repeat(20_000_000);
  const { port, shutdown, steps } = await serve(() => new Response(large));
  const socket = connect(port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  const ended = once(socket, 'close');
  socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n'.repeat(1 + others));
  await once(socket, 'readable');
  const drained = shutdown();
  // Longer than idle connections stay open.
  await sleep(700);
  expect(steps).toEqual(['drain']);
  let bytes = 0;
  socket.on('data', (chunk) => {
    bytes += chunk.length;
  });
  await ended;
  expect(bytes).toBeGreaterThan((1 + others) * large.length);
  expect(await drained).toBe(true);
});

test('half a request behind a response is waited for', async () => {
  const { port, shutdown } = await serve(() => new Response('ok'));
  const { socket, received } = await open(port);
  socket.write(get('/'));
  await expect.poll(received).toContain('ok');
  socket.write('GET /second HTTP/1.1\r\n');
  await sleep(50);
  const drained = shutdown();
  await sleep(700);
  socket.write('Host: a\r\n\r\n');
  expect(await drained).toBe(true);
  await expect.poll(() => received().match(/200 OK/g)).toHaveLength(2);
});

test.each([
  ['a new connection', ''],
  ['an idle connection', 'GET / HTTP/1.1\r\nHost: a\r\n\r\n'],
])('%s that goes on sending line breaks is closed, and one in service gets its response', async (_, text) => {
  const response = Promise.withResolvers<Response>();
  const arrived = Promise.withResolvers<void>();
  const handle: NodeHandler = ({ url }) => {
    if (url !== '/held') return new Response('ok');
    arrived.resolve();
    return response.promise;
  };
  const { port, url, shutdown } = await serve(handle, { shutdownGraceMs: 5_000 });
  const socket = connect(port, '127.0.0.1').resume();
  // The server closes it while bytes are in flight.
  socket.on('error', () => {});
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.write(`${text}\r\n`);
  const sending = setInterval(() => socket.write('\r\n'), 20);
  onTestFinished(() => {
    clearInterval(sending);
    socket.destroy();
  });
  await once(socket, text === '' ? 'connect' : 'data');
  const inService = fetch(`${url}held`);
  await arrived.promise;
  const drained = shutdown();
  await closed;
  response.resolve(new Response('complete'));
  expect(await (await inService).text()).toBe('complete');
  expect(await drained).toBe(true);
});

test('connections are accepted until the delay is over', async () => {
  const { url, steps, shutdown } = await serve(() => new Response('ok'), { shutdownDelayMs: 500 });
  const drained = shutdown();
  expect(steps).toEqual(['drain']);
  expect(await (await fetch(url)).text()).toBe('ok');
  expect(await drained).toBe(true);
});

test('requests that outlast the grace period are aborted, and the shutdown is not a clean one', async () => {
  const { url, steps, shutdown } = await serve(() => new Promise(() => {}), { shutdownGraceMs: 100 });
  const aborted = expect(fetch(url)).rejects.toThrow();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(await shutdown()).toBe(false);
  expect(steps).toContain('abort');
  await aborted;
});
