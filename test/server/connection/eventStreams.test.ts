import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { NodeHandler } from '../../../src/server/listener.ts';
import { get, MEGABYTE, open, serveHandler, soon } from './support/rawClient.ts';

// What a client sends while an event stream is its response.

const GARBAGE = 'GARBAGE\r\n\r\n';

function eventStream(body: string | ReadableStream): Response {
  return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
}

/** Serves streams that are silent after their beginning and do not end, and counts the open ones. */
async function serveEndless() {
  let streams = 0;
  const handle: NodeHandler = ({ url }, target) => {
    if (url === '/whole') return new Response('<whole>');
    streams += 1;
    target.once('close', () => {
      streams -= 1;
    });
    return eventStream(new ReadableStream({ start: (stream) => stream.enqueue(Buffer.from('<begun>')) }));
  };
  return { ...(await serveHandler(handle)), openStreams: () => streams };
}

test.each([
  ['what is no request', GARBAGE],
  ['a request', get('/whole')],
  ['other streams', get('/endless').repeat(3)],
  ['more requests than are served at a time', get('/endless').repeat(20)],
])(
  '%s behind an event stream does not hide that the client disconnects',
  async (_, behind) => {
    const { port, openStreams } = await serveEndless();
    const { socket, received } = await open(port);
    socket.write(get('/endless'));
    await expect.poll(received, soon).toContain('<begun>');
    socket.write(behind);
    await sleep(100);
    socket.destroy();
    await expect.poll(openStreams).toBe(0);
  },
  15_000,
);

test.each([
  ['no request', GARBAGE],
  ['a request', get('/whole')],
])(
  'a connection with %s behind an event stream that does not end is closed',
  async (_, behind) => {
    const { port, openStreams } = await serveEndless();
    const { socket, received, closed } = await open(port);
    socket.write(get('/whole') + get('/endless') + behind);
    await closed;
    expect(received().match(/HTTP\/1\.1 \d+|<\w+>/g)).toEqual([
      'HTTP/1.1 200',
      '<whole>',
      'HTTP/1.1 200',
      '<begun>',
    ]);
    await expect.poll(openStreams, soon).toBe(0);
  },
  15_000,
);

test('behind a stream that ends, requests get their responses, and what is no request is rejected', async () => {
  const { port } = await serveHandler(({ url }) => eventStream(`<${url}>`));
  const { socket, received, closed } = await open(port);
  socket.write(get('/first') + get('/second') + GARBAGE);
  await closed;
  expect(received().match(/HTTP\/1\.1 \d+|<\/\w+>/g)).toEqual([
    'HTTP/1.1 200',
    '</first>',
    'HTTP/1.1 200',
    '</second>',
    'HTTP/1.1 400',
  ]);
});

test('a stream that ends is not cut off, however slowly the client reads it', async () => {
  const { port } = await serveHandler(({ url }) => eventStream(`${MEGABYTE.repeat(20)}<${url}>`));
  const { socket, received } = await open(port);
  socket.pause();
  socket.write(get('/first') + get('/second'));
  await sleep(2_500);
  socket.resume();
  await expect.poll(received, soon).toContain('</second>');
  expect(received()).toContain('</first>');
}, 20_000);
