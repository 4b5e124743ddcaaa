import { expect, test } from 'vitest';
import { ConnectionLimit } from '../../../src/server/connectionLimit.ts';
import type { NodeHandler } from '../../../src/server/listener.ts';
import { stopClock } from '../../support/clock.ts';
import { get, open, serveHandler, soon } from './support/rawClient.ts';

// Beyond the maximum, the connection that loses least is closed.

const HALF_A_HEAD = 'GET /whole HTTP/1.1\r\nHost: gate';
const HALF_A_BODY = 'POST /held HTTP/1.1\r\nHost: gateway\r\nContent-Length: 2\r\n\r\n{';

/** Serves at most so many connections. The responses of `/held` wait until they are released. */
async function serveAtMost(maxConnections: number) {
  const held: (() => void)[] = [];
  const handle: NodeHandler = async ({ url }) => {
    if (url === '/stream') {
      const body = new ReadableStream({ start: (stream) => stream.enqueue(Buffer.from('<begun>')) });
      return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
    }
    if (url === '/held') await new Promise<void>((resolve) => held.push(resolve));
    return new Response(`<${url}>`);
  };
  const served = await serveHandler(handle, { connectionLimit: new ConnectionLimit(maxConnections) });

  /** A connection that the server has accepted, and may have closed. */
  const connected = async (text = '') => {
    const client = await open(served.port);
    const { localPort } = client.socket;
    const isAccepted = () => client.socket.closed || [...served.open].some((s) => s.remotePort === localPort);
    await expect.poll(isAccepted, soon).toBe(true);
    client.socket.write(text);
    return client;
  };
  const received = async (request: string, text: string) => {
    const client = await connected(request);
    await expect.poll(client.received, soon).toContain(text);
    return client;
  };
  const holding = async (request: string) => {
    const before = held.length;
    const client = await connected(request);
    await expect.poll(() => held.length, soon).toBe(before + 1);
    return client;
  };
  return {
    connected,
    idle: () => received(get('/whole'), '</whole>'),
    streaming: () => received(get('/stream'), '<begun>'),
    inService: () => holding(get('/held')),
    halfSent: () => holding(HALF_A_BODY),
    release: () => {
      for (const respond of held.splice(0)) respond();
    },
    openSockets: served.open,
  };
}

test.each([
  ['nothing', ''],
  ['half a head', HALF_A_HEAD],
])('connections that have sent %s give way to new ones, the oldest first', async (_, text) => {
  const { connected, inService } = await serveAtMost(2);
  const [first, second] = [await connected(text), await connected(text)];
  await inService();
  await first.closed;
  expect(second.socket.closed).toBe(false);
  await inService();
  await second.closed;
});

test('of idle connections, the one that is idle for longest gives way', async () => {
  const { idle } = await serveAtMost(2);
  const [first, second] = [await idle(), await idle()];
  first.socket.write(get('/again'));
  await expect.poll(first.received, soon).toContain('</again>');
  await idle();
  await second.closed;
  expect(first.socket.closed).toBe(false);
  await idle();
  await first.closed;
});

test.each([
  ['after a second, those without a complete request first', 1_000, ['silent', 'halfSent', 'idle']],
  ['after ten, those idle for so long before half-sent ones', 10_000, ['silent', 'idle', 'halfSent']],
  ['after a tenth of one, too, by that time', 100, ['silent', 'halfSent', 'idle']],
  ['before it, idle ones first', 0, ['idle', 'silent', 'halfSent']],
])('connections give way in an order, and never one in service: %s', async (_, passedMs, order) => {
  const advance = stopClock();
  const { connected, idle, halfSent, inService, streaming, release, openSockets } = await serveAtMost(5);
  const clients = {
    inService: await inService(),
    streaming: await streaming(),
    halfSent: await halfSent(),
    silent: await connected(),
    idle: await idle(),
  };
  const closed: string[] = [];
  for (const [name, client] of Object.entries(clients)) void client.closed.then(() => closed.push(name));
  advance(passedMs);
  const others = [];
  for (let count = 1; count <= order.length; count += 1) {
    others.push(await inService());
    await expect.poll(() => closed, soon).toEqual(order.slice(0, count));
  }
  const surplus = await connected();
  await surplus.closed;
  expect(openSockets.size).toBe(5);
  release();
  for (const { received } of [clients.inService, ...others]) {
    await expect.poll(received, soon).toContain('</held>');
  }
  // They are idle now.
  await idle();
  expect(clients.streaming.socket.closed).toBe(false);
});

test('a request that is half-sent after a second gives way before connections that are new', async () => {
  const advance = stopClock();
  const { connected, halfSent } = await serveAtMost(2);
  const half = await halfSent();
  advance(1_000);
  const silent = await connected();
  await connected();
  await half.closed;
  expect(silent.socket.closed).toBe(false);
});

test.each([
  ['there are', 'halfSent', 1_000],
  ['arrive within a second', 'halfSent', 100],
  ['have begun within a second', 'silent', 100],
] as const)(
  'however many half-sent requests %s, none closes a connection between two requests (%s)',
  async (_, kind, passedMs) => {
    const advance = stopClock();
    const { idle, halfSent, connected } = await serveAtMost(3);
    const begin = () => (kind === 'halfSent' ? halfSent() : connected(HALF_A_HEAD));
    const { socket, received } = await idle();
    const attackers = [await begin(), await begin()];
    advance(passedMs);
    for (const { closed } of attackers) {
      await begin();
      await closed;
    }
    socket.write(get('/again'));
    await expect.poll(received, soon).toContain('</again>');
  },
);

test('below the maximum, a request may arrive slowly', async () => {
  const advance = stopClock();
  const { halfSent, inService, release } = await serveAtMost(2);
  const slow = await halfSent();
  advance(6_000);
  await inService();
  slow.socket.write('}');
  release();
  await expect.poll(slow.received, soon).toContain('</held>');
});

test('a half-sent request behind one in service gives way once that has its response', async () => {
  const { inService, release, connected } = await serveAtMost(1);
  const client = await inService();
  client.socket.write(HALF_A_BODY);
  const surplus = await connected();
  await surplus.closed;
  release();
  await expect.poll(client.received, soon).toContain('</held>');
  await inService();
  await client.closed;
});

test('a request whose body has arrived since is in service', async () => {
  const { halfSent, release, connected, openSockets } = await serveAtMost(1);
  const client = await halfSent();
  client.socket.write('}');
  const [serverSide] = openSockets;
  await expect.poll(() => serverSide?.bytesRead, soon).toBe(HALF_A_BODY.length + 1);
  await (await connected()).closed;
  release();
  await expect.poll(client.received, soon).toContain('</held>');
});

test('a connection that its client has closed does not count', async () => {
  const { inService, connected, openSockets } = await serveAtMost(2);
  for (let n = 0; n < 5; n += 1) {
    const clients = [await inService(), await inService()];
    await (await connected()).closed;
    for (const { socket } of clients) socket.destroy();
    await expect.poll(() => openSockets.size, soon).toBe(0);
  }
});
