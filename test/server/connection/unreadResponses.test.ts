import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import type { NodeHandler } from '../../../src/server/listener.ts';
import { bytes, get, MEGABYTE, open, serveHandler, soon } from './support/rawClient.ts';

// Clients that do not read, or read slowly.

test('a client that reads nothing of its response is disconnected', async () => {
  const served = await serveHandler(() => new Response(bytes(20)), { stallTimeoutMs: 200 });
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
  const served = await serveHandler(() => new Response(bytes(20)), { stallTimeoutMs: 200 });
  const { socket } = await open(served.port);
  socket.pause();
  socket.write(get('/'));
  const sending = setInterval(() => socket.write('G'), 20);
  onTestFinished(() => clearInterval(sending));
  await expect.poll(() => served.open.size, soon).toBe(1);
  await expect.poll(() => served.open.size, soon).toBe(0);
});

test('a slow client that reads gets its whole response, and then the next one', async () => {
  const stallTimeoutMs = 1_000;
  const handle: NodeHandler = ({ url }) => new Response(bytes(20, `<${url}>`));
  const { port } = await serveHandler(handle, { stallTimeoutMs });
  const { socket, received } = await open(port);
  const readSlowly = () => {
    socket.pause();
    // Of 64 kB at most, so that all of it would take some seconds.
    setTimeout(() => socket.resume(), 20);
  };
  socket.on('data', readSlowly);
  socket.write(get('/1'));
  await sleep(2 * stallTimeoutMs);
  expect(received()).not.toContain('</1>');
  socket.off('data', readSlowly);
  await expect.poll(() => received().slice(-300), soon).toContain('</1>');
  socket.write(get('/2'));
  await expect.poll(() => received().slice(-300), soon).toContain('</2>');
});

test('to wait for a response is not to read nothing', async () => {
  const { port } = await serveHandler(
    async ({ url }) => {
      if (url === '/2') await sleep(1_500);
      return new Response(bytes(12, `<${url}>`));
    },
    { stallTimeoutMs: 1_000 },
  );
  const { socket, received } = await open(port);
  socket.pause();
  socket.write(get('/1') + get('/2'));
  await sleep(50);
  socket.resume();
  await expect.poll(() => received().slice(-300), soon).toContain('</2>');
});

test('beyond MAX_UNSENT_BYTES, the clients that have read nothing for longest are disconnected', async () => {
  const served = await serveHandler(() => new Response(bytes(12, '</>')), {
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
  const served = await serveHandler(({ url }) => new Response(bytes(url === '/60' ? 60 : 12, '</>')), {
    maxUnsentBytes: 80_000_000,
  });
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
    await readSome(reader.socket, 3_000_000);
  }
  await expect.poll(() => served.open.size, soon).toBeLessThan(5);
  reader.socket.resume();
  await expect.poll(() => reader.received().slice(-300), soon).toContain('</>');
}, 40_000);

/** Lets a paused client read about so many bytes. */
async function readSome(socket: Socket, bytes: number): Promise<void> {
  const end = socket.bytesRead + bytes;
  const pauseAtEnd = () => {
    if (socket.bytesRead >= end) socket.pause();
  };
  socket.on('data', pauseAtEnd).resume();
  while (!socket.isPaused()) await sleep(5);
  socket.off('data', pauseAtEnd);
}
