import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { connect } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { gracefulShutdown, type ShutdownOptions } from '../../src/server/shutdown.ts';

// test/e2e/processes/signals.test.ts has the same as a process, with signals.

interface Served {
  readonly server: Server;
  readonly url: string;
  readonly port: number;
  /** What was drained and closed, in order. */
  readonly steps: readonly string[];
  shutdown(): Promise<boolean>;
}

async function serve(listener: RequestListener, options: Partial<ShutdownOptions> = {}): Promise<Served> {
  const server = createServer(listener);
  const steps: string[] = [];
  const drainable = {
    drain: () => void steps.push('drain'),
    close: async () => void steps.push('close'),
    abort: async () => void steps.push('abort'),
  };
  const shutdown = gracefulShutdown(server, drainable, {
    shutdownGraceMs: 10_000,
    shutdownDelayMs: 0,
    ...options,
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => server.closeAllConnections());
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { server, url: `http://127.0.0.1:${port}/`, port, steps, shutdown };
}

test('a request in flight completes, a new connection is refused, and then the gateway is closed', async () => {
  let respond = () => {};
  const arrived = Promise.withResolvers<void>();
  const { url, steps, shutdown } = await serve((_, response) => {
    respond = () => void response.end('complete');
    arrived.resolve();
  });
  const inFlight = fetch(url);
  await arrived.promise;
  const drained = shutdown();
  expect(steps).toEqual(['drain']);
  await expect(fetch(url)).rejects.toThrow();
  respond();
  expect(await (await inFlight).text()).toBe('complete');
  expect(await drained).toBe(true);
  expect(steps).toEqual(['drain', 'close']);
});

test('idle connections are closed, also those without a request so far', async () => {
  const { url, port, shutdown } = await serve((_, response) => void response.end());
  await (await fetch(url)).text();
  const unused = connect(port, '127.0.0.1');
  await once(unused, 'connect');
  const closed = once(unused, 'close');
  expect(await shutdown()).toBe(true);
  await closed;
});

test('connections are accepted until the delay is over', async () => {
  const { url, steps, shutdown } = await serve((_, response) => void response.end('ok'), {
    shutdownDelayMs: 500,
  });
  const drained = shutdown();
  expect(steps).toEqual(['drain']);
  expect(await (await fetch(url)).text()).toBe('ok');
  expect(await drained).toBe(true);
});

test('requests that outlast the grace period are aborted, and the shutdown is not a clean one', async () => {
  const { url, steps, shutdown } = await serve(() => {}, { shutdownGraceMs: 100 });
  const aborted = expect(fetch(url)).rejects.toThrow();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(await shutdown()).toBe(false);
  expect(steps).toContain('abort');
  await aborted;
});
