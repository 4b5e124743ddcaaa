import { once } from 'node:events';
import http2 from 'node:http2';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { listen } from '../../src/server/listen.ts';
import { heldUpstream } from '../support/heldUpstream.ts';
import { serve } from '../support/httpClient.ts';
import { runGateway, runGatewayBefore } from '../support/running.ts';
import { get, MEGABYTE, open, serveHandler, soon } from './connection/support/rawClient.ts';

// Clients that pipeline, and clients that do not read.

const SOON = { requestTimeoutMs: 5_000, shutdownGraceMs: 1_000, shutdownDelayMs: 0 };
const getNumbered = (count: number) => Array.from({ length: count }, (_, n) => get(`/${n}`)).join('');

function find(id: string): string {
  const body = JSON.stringify({ query: `{ externalConnection(id: "${id}") { id } }` });
  return [
    'POST /graphql HTTP/1.1',
    'Host: gateway',
    'Content-Type: application/json',
    'Authorization: Bearer alice',
    `Content-Length: ${body.length}`,
    '',
    body,
  ].join('\r\n');
}

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

test('the many requests of an HTTP/2 connection are served, since they are no pipeline', async () => {
  const { gateway } = await runGateway();
  const server = http2.createServer().listen(0, '127.0.0.1');
  // The types have a listener of their own for HTTP/2.
  Reflect.apply(server.on, server, ['request', gateway.requestListener]);
  await once(server, 'listening');
  const address = server.address();
  const session = http2.connect(
    `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`,
  );
  onTestFinished(() => {
    session.destroy();
    server.close();
  });
  const responses = Array.from({ length: 40 }, async () => {
    const request = session.request({ ':path': '/graphql?query={__typename}' });
    let body = '';
    for await (const chunk of request) body += chunk;
    return body;
  });
  expect(new Set(await Promise.all(responses))).toEqual(new Set(['{"data":{"__typename":"Query"}}']));
});

test('a client that reads nothing of its response is disconnected', async () => {
  const served = await serveHandler(() => new Response(MEGABYTE.repeat(20)), { stallTimeoutMs: 200 });
  const { socket } = await open(served.port);
  socket.pause();
  socket.write(get('/'));
  await expect.poll(() => served.open.size, soon).toBe(1);
  await expect.poll(() => served.open.size, soon).toBe(0);
});

test('a client that reads nothing of an event stream is disconnected', async () => {
  const event = new TextEncoder().encode(MEGABYTE);
  const endless = () => new ReadableStream({ pull: (controller) => controller.enqueue(event) });
  const headers = { 'content-type': 'text/event-stream' };
  const handle = () => new Response(endless(), { headers });
  const served = await serveHandler(handle, { stallTimeoutMs: 200 });
  const { socket } = await open(served.port);
  socket.pause();
  socket.write(get('/'));
  await expect.poll(() => served.open.size, soon).toBe(1);
  await expect.poll(() => served.open.size, soon).toBe(0);
});

test('a client that keeps sending but never reads is disconnected', async () => {
  const served = await serveHandler(() => new Response(MEGABYTE.repeat(20)), { stallTimeoutMs: 200 });
  const { socket } = await open(served.port);
  socket.pause();
  socket.write(get('/'));
  const sending = setInterval(() => socket.write('G'), 20);
  onTestFinished(() => clearInterval(sending));
  await expect.poll(() => served.open.size, soon).toBe(1);
  await expect.poll(() => served.open.size, soon).toBe(0);
});

test('a slow client that reads gets its whole response, and then the next one', async () => {
  const { port } = await serveHandler(({ url }) => new Response(`${MEGABYTE.repeat(12)}<${url}>`), {
    stallTimeoutMs: 2_000,
  });
  const { socket, received } = await open(port);
  const started = performance.now();
  socket.on('data', () => {
    socket.pause();
    setTimeout(() => socket.resume(), 15);
  });
  socket.write(get('/1'));
  await expect.poll(() => received().slice(-300), { ...soon, timeout: 30_000 }).toContain('</1>');
  expect(performance.now() - started).toBeGreaterThan(2_000);
  socket.write(get('/2'));
  await expect.poll(() => received().slice(-300), { ...soon, timeout: 30_000 }).toContain('</2>');
}, 60_000);

test('to wait for a response is not to read nothing', async () => {
  const { port } = await serveHandler(
    async ({ url }) => {
      if (url === '/2') await sleep(1_500);
      return new Response(`${MEGABYTE.repeat(12)}<${url}>`);
    },
    { stallTimeoutMs: 1_000 },
  );
  const { socket, received } = await open(port);
  socket.pause();
  socket.write(get('/1') + get('/2'));
  await sleep(50);
  socket.resume();
  await expect.poll(() => received().slice(-300), { ...soon, timeout: 10_000 }).toContain('</2>');
});

test('beyond MAX_UNSENT_BYTES, the clients that have read nothing for longest are disconnected', async () => {
  const served = await serveHandler(() => new Response(`${MEGABYTE.repeat(12)}</>`), {
    maxUnsentBytes: 20_000_000,
  });
  const unread: string[] = [];
  for (let n = 0; n < 6; n += 1) {
    const { socket } = await open(served.port);
    socket.pause();
    socket.write(get('/'));
    unread.push(String(socket.localPort));
    await sleep(50);
  }
  await expect.poll(() => served.open.size, soon).toBeLessThan(4);
  const left = [...served.open].map(({ remotePort }) => String(remotePort));
  expect(left).toEqual(unread.slice(-left.length));
  const reader = await open(served.port);
  reader.socket.write(get('/'));
  await expect.poll(() => reader.received(), soon).toContain('</>');
});

test('beyond MAX_UNSENT_BYTES, a client that reads is spared, although it began first', async () => {
  const served = await serveHandler(
    ({ url }) => new Response(`${MEGABYTE.repeat(url === '/60' ? 60 : 12)}</>`),
    {
      maxUnsentBytes: 80_000_000,
    },
  );
  const reader = await open(served.port);
  reader.socket.pause();
  reader.socket.write(get('/60'));
  await sleep(50);
  for (let n = 0; n < 6; n += 1) {
    const { socket } = await open(served.port);
    socket.pause();
    socket.write(get('/12'));
    await sleep(100);
    // The kernel tells of progress in steps.
    reader.socket.resume();
    await sleep(20);
    reader.socket.pause();
  }
  expect(served.open.size).toBeLessThan(5);
  reader.socket.resume();
  await expect.poll(() => reader.received().slice(-300), { ...soon, timeout: 20_000 }).toContain('</>');
}, 40_000);

test('a request with an expectation is bounded as any other', async () => {
  const { gateway } = await runGateway();
  const service = await listen(gateway, { ...SOON, host: '127.0.0.1', port: 0 });
  onTestFinished(async () => void (await service.close()));
  const { socket, closed } = await open(Number(new URL(service.url).port));
  socket.pause();
  const expecting = 'GET /health HTTP/1.1\r\nHost: gateway\r\nExpect: something\r\n\r\n';
  for (let n = 0; n < 40 && !socket.destroyed; n += 1) socket.write(expecting.repeat(1_000));
  socket.resume();
  await closed;
});
