import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { listen } from '../../../src/server/listen.ts';
import type { NodeHandler } from '../../../src/server/listener.ts';
import { stopClock } from '../../support/clock.ts';
import { heldUpstream } from '../../support/heldUpstream.ts';
import { serve } from '../../support/httpClient.ts';
import { runGateway, runGatewayBefore } from '../../support/running.ts';
import { find, get, open, serveHandler, soon } from './support/rawClient.ts';

// Clients that send their next requests before they have a response.

const SHUTDOWN = { shutdownGraceMs: 1_000, shutdownDelayMs: 0 };

const getNumbered = (count: number) => Array.from({ length: count }, (_, n) => get(`/${n}`)).join('');

test.each([10, 200])(
  '%i pipelined requests get their responses in the order of the requests',
  async (count) => {
    const { port } = await serveHandler(async ({ url }) => {
      await sleep(10 * Math.random());
      return new Response(`<${url}>`);
    });
    const { socket, received } = await open(port);
    socket.write(getNumbered(count));
    await expect.poll(() => received().match(/<\/\d+>/g)?.length, soon).toBe(count);
    const expected = Array.from({ length: count }, (_, n) => `</${n}>`);
    expect(received().match(/<\/\d+>/g)).toEqual(expected);
  },
);

/** Two clients of a server that keeps the event loop for some milliseconds with each request. */
async function twoBeforeSlowWork() {
  const served: (string | undefined)[] = [];
  const { port, open: connections } = await serveHandler(({ url }) => {
    served.push(url);
    const start = performance.now();
    while (performance.now() - start < 4);
    return new Response();
  });
  const clients = [await open(port), await open(port)] as const;
  await expect.poll(() => connections.size, soon).toBe(2);
  return { served, connections, clients };
}

test('requests that arrive at the same time are served in turns, one of each connection', async () => {
  const {
    served,
    clients: [greedy, modest],
  } = await twoBeforeSlowWork();
  greedy.socket.write(getNumbered(16));
  modest.socket.write(get('/modest'));
  await expect.poll(() => served.length, soon).toBe(17);
  expect(served.indexOf('/modest')).toBeLessThan(10);
});

test('requests whose client leaves while they wait for their turn are not served', async () => {
  const {
    served,
    connections,
    clients: [staying, leaving],
  } = await twoBeforeSlowWork();
  staying.socket.write(getNumbered(16));
  leaving.socket.write(get('/left').repeat(16), () => leaving.socket.destroy());
  await expect.poll(() => served.filter((url) => url !== '/left').length, soon).toBe(16);
  await expect.poll(() => connections.size, soon).toBe(1);
  // Long enough for all of them.
  await sleep(300);
  expect(served.filter((url) => url === '/left').length).toBeLessThan(16);
});

test('responses that take long to write are all written, in their order', async () => {
  const complete = Promise.withResolvers<void>();
  const { port } = await serveHandler(async ({ url }) => {
    await complete.promise;
    return new Response(`<${url}>`);
  });
  const clients = await Promise.all(Array.from({ length: 20 }, () => open(port)));
  for (const { socket } of clients) socket.write(getNumbered(5));
  await sleep(50);
  // Whoever asks twice finds that more than a slice has passed.
  const advance = stopClock();
  const now = performance.now;
  performance.now = () => {
    advance(6);
    return now();
  };
  onTestFinished(() => {
    performance.now = now;
  });
  complete.resolve();
  const expected = Array.from({ length: 5 }, (_, n) => `</${n}>`);
  for (const { received } of clients) {
    await expect.poll(() => received().match(/<\/\d+>/g), soon).toEqual(expected);
  }
});

test('of the requests of one connection, 16 are in flight; the next ones wait for their turn', async () => {
  const { behaviour, calls, release } = heldUpstream();
  const running = await runGatewayBefore(behaviour);
  const { socket, received } = await open(await serve(running.gateway));
  socket.write(Array.from({ length: 20 }, (_, n) => find(`abc${n}`)).join(''));
  await calls(16);
  await sleep(50);
  expect(running.upstream.requests).toHaveLength(16);
  release();
  await calls(4);
  release();
  await expect.poll(() => received().match(/"data"/g)?.length, soon).toBe(20);
});

test('nothing more is read from a connection with so many requests', async () => {
  let bytesRead = 0;
  const { port } = await serveHandler(async ({ socket }) => {
    await sleep(100);
    bytesRead = socket.bytesRead;
    return new Response();
  });
  const { socket } = await open(port);
  socket.write(getNumbered(100));
  await sleep(20);
  for (let n = 0; n < 10; n += 1) socket.write(`X-Padding: ${'x'.repeat(10_000)}\r\n`);
  await expect.poll(() => bytesRead, soon).toBeGreaterThan(0);
  expect(bytesRead).toBe(getNumbered(100).length);
});

test('a client with more than 256 requests without a response is disconnected', async () => {
  let served = 0;
  const { port } = await serveHandler(() => {
    served += 1;
    return new Promise<Response>(() => {});
  });
  const { socket, closed } = await open(port);
  socket.write(getNumbered(1_000));
  await closed;
  expect(served).toBe(16);
});

test('beyond MAX_UNSENT_BYTES, clients that pipeline are disconnected, those with a few small requests never', async () => {
  const neverResponding = () => new Promise<Response>(() => {});
  const { port, open: connections } = await serveHandler(neverResponding, { maxUnsentBytes: 2_000_000 });
  const small = await open(port);
  small.socket.write(getNumbered(5));
  const pipelining = [];
  for (let n = 0; n < 10; n += 1) {
    const client = await open(port);
    client.socket.write(getNumbered(200));
    pipelining.push(client);
  }
  await Promise.all(pipelining.slice(0, 7).map(({ closed }) => closed));
  await expect.poll(() => connections.size, soon).toBeLessThanOrEqual(4);
  expect(small.socket.closed).toBe(false);
  expect(pipelining.at(-1)?.socket.closed).toBe(false);
});

test.each([
  ['heads', (text: string) => `GET / HTTP/1.1\r\nHost: gateway\r\nX: ${text}\r\n\r\n`],
  [
    'bodies that nothing reads',
    (text: string) => `POST / HTTP/1.1\r\nHost: gateway\r\nContent-Length: ${text.length}\r\n\r\n${text}`,
  ],
])('the %s of a few pipelined requests count if they are large', async (_, requestWith) => {
  const handle: NodeHandler = ({ url }) =>
    url === '/first' ? new Response() : new Promise<Response>(() => {});
  const served = await serveHandler(handle, { maxUnsentBytes: 100_000 });
  for (let n = 0; n < 12; n += 1) {
    const { socket } = await open(served.port);
    socket.write(get('/first') + requestWith('y'.repeat(10_000)).repeat(3));
  }
  await expect.poll(() => served.open.size, soon).toBeLessThan(8);
  expect(served.open.size).toBeGreaterThan(2);
});

test('probes have the same bound', async () => {
  const { gateway } = await runGateway();
  const { socket, received, closed } = await open(await serve(gateway));
  socket.write(get('/health').repeat(100_000));
  await closed;
  expect(received().match(/HTTP\/1\.1/g)?.length ?? 0).toBeLessThan(1_000);
});

test('all requests of a pipelining client that disconnects are aborted', async () => {
  const running = await runGatewayBefore(() => {});
  const { socket } = await open(await serve(running.gateway));
  socket.write(find('abc1') + find('abc2') + find('abc3'));
  await expect.poll(() => running.upstream.requests.length, soon).toBe(3);
  socket.destroy();
  await expect.poll(() => running.upstream.openConnections, soon).toBe(0);
});

test('a server that drains closes a connection after its last pipelined response', async () => {
  let draining = false;
  const { port } = await serveHandler(
    async ({ url }) => {
      await sleep(100);
      return new Response(`<${url}>`);
    },
    { isDraining: () => draining },
  );
  const { socket, received, closed } = await open(port);
  socket.write(getNumbered(3));
  await sleep(50);
  draining = true;
  socket.write(get('/3') + get('/4'));
  await closed;
  expect(received().match(/<\/\d+>|connection: close/g)).toEqual([
    '</0>',
    '</1>',
    '</2>',
    'connection: close',
    '</3>',
  ]);
});

test('a request with an expectation is bounded as any other', async () => {
  const { gateway } = await runGateway();
  const service = await listen(gateway, {
    ...SHUTDOWN,
    requestTimeoutMs: 5_000,
    host: '127.0.0.1',
    port: 0,
  });
  onTestFinished(async () => void (await service.close()));
  const { socket, closed } = await open(Number(new URL(service.url).port));
  socket.pause();
  const expecting = 'GET /health HTTP/1.1\r\nHost: gateway\r\nExpect: something\r\n\r\n';
  for (let n = 0; n < 40 && !socket.destroyed; n += 1) socket.write(expecting.repeat(1_000));
  socket.resume();
  await closed;
});

test('a pipelined request is served whose body follows on 100 (Continue)', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const urls: (string | undefined)[] = [];
  const { port } = await serveHandler(async (request) => {
    urls.push(request.url);
    if (request.url === '/held') await promise;
    const body = await request.toArray();
    return new Response(`<${request.url}: ${body}>`);
  });
  const { socket, received } = await open(port);
  socket.write(get('/held'));
  socket.write('POST /body HTTP/1.1\r\nHost: gateway\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n');
  await expect.poll(() => urls, soon).toEqual(['/held', '/body']);
  resolve();
  await expect.poll(received, soon).toContain('HTTP/1.1 100 Continue');
  socket.write('ab');
  await expect.poll(received, soon).toContain('</body: ab>');
});
