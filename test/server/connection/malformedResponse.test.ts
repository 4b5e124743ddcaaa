import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { listen } from '../../../src/server/listen.ts';
import type { NodeHandler } from '../../../src/server/listener.ts';
import { runGatewayBefore } from '../../support/running.ts';
import { rawResponse } from '../../support/upstream.ts';
import { find, get, open, serveHandler, soon } from './support/rawClient.ts';

// What is not valid HTTP, behind requests that are.

const LIMITS = { requestTimeoutMs: 300, shutdownGraceMs: 1_000, shutdownDelayMs: 0 };

const slow: NodeHandler = async ({ url }) => {
  await sleep(50);
  return new Response(`<${url}>`);
};

test.each([
  ['garbage', 'GARBAGE\r\n\r\n', 400],
  ['a header without a name', 'GET / HTTP/1.1\r\n: x\r\n\r\n', 400],
  ['a head of 20 kB', `GET / HTTP/1.1\r\nX-Long: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
])('of a pipeline, %s is rejected in its turn', async (_, malformed, status) => {
  const { port, open: connections } = await serveHandler(slow);
  const { socket, received, closed } = await open(port);
  socket.write(Array.from({ length: 20 }, (_, n) => get(`/${n}`)).join('') + malformed + get('/never'));
  // What follows is ignored.
  const sending = setInterval(() => socket.write('GARBAGE'), 5);
  onTestFinished(() => clearInterval(sending));
  await closed;
  const expected = Array.from({ length: 20 }, (_, n) => `</${n}>`);
  expect(received().match(/<\/\w+>/g)).toEqual(expected);
  expect(received().match(/HTTP\/1\.1 (?!200)\d+/g)).toEqual([`HTTP/1.1 ${status}`]);
  expect(received()).toMatch(/\{"errors":\[\{"message":"[^"]+","extensions":\{"code":"BAD_REQUEST"\}\}\]\}$/);
  await expect.poll(() => connections.size, soon).toBe(0);
});

test('in the body of a request is rejected in the place of its response', async () => {
  const { port } = await serveHandler(async (request) => {
    await sleep(20);
    await request.toArray().catch(() => []);
    return new Response(`<${request.url}>`);
  });
  const { socket, received, closed } = await open(port);
  const post = 'POST /body HTTP/1.1\r\nHost: gateway\r\nTransfer-Encoding: chunked\r\n\r\nno size\r\n';
  socket.write(get('/first') + post);
  await closed;
  expect(received().match(/HTTP\/1\.1 \d+|<\/\w+>/g)).toEqual(['HTTP/1.1 200', '</first>', 'HTTP/1.1 400']);
});

test('because it does not arrive in time is rejected in its turn, too', async () => {
  const { gateway, upstream } = await runGatewayBefore((socket) => {
    setTimeout(() => socket.write(rawResponse({ body: { id: 'slow' } })), 1_500);
  });
  const service = await listen(gateway, { ...LIMITS, host: '127.0.0.1', port: 0 });
  onTestFinished(async () => void (await service.close()));
  const { socket, received, closed } = await open(Number(new URL(service.url).port));
  socket.write(`${find('slow')}GET /health HTTP/1.1\r\nX-Half: `);
  await closed;
  expect(upstream.requests).toHaveLength(1);
  expect(received().match(/HTTP\/1\.1 \d+|"id":"\w+"/g)).toEqual([
    'HTTP/1.1 200',
    '"id":"slow"',
    'HTTP/1.1 408',
  ]);
});
