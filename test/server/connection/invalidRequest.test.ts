import { expect, onTestFinished, test } from 'vitest';
import { listen } from '../../../src/server/listen.ts';
import { runGatewayBefore } from '../../support/running.ts';
import { rawResponse } from '../../support/upstream.ts';
import { find, open } from './support/rawClient.ts';

// Requests that servers could read differently, with others around them.

const LIMITS = { requestTimeoutMs: 10_000, shutdownGraceMs: 1_000, shutdownDelayMs: 0 };
const AUTHORIZED = 'Host: gateway\r\nAuthorization: Bearer alice\r\n';
const HEAD = `GET /graphql HTTP/1.1\r\n${AUTHORIZED}`;
const CODED = `POST /graphql HTTP/1.1\r\n${AUTHORIZED}Content-Type: application/json\r\n`;

test.each([
  ['two Authorization headers', `${HEAD}Authorization: Bearer bob\r\n\r\n`, 400],
  ['two Host headers', `${HEAD}Host: other\r\n\r\n`, 400],
  ['no Host header', 'GET /graphql HTTP/1.1\r\nAuthorization: Bearer alice\r\n\r\n', 400],
  ['an absolute target', `GET http://gateway/graphql HTTP/1.1\r\n${AUTHORIZED}\r\n`, 400],
  ['another coding', `${CODED}Transfer-Encoding: gzip, chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n`, 501],
])('with %s, it is rejected in its turn, and nothing behind it is served', async (_, invalid, status) => {
  const { gateway, upstream } = await runGatewayBefore((socket) => {
    socket.write(rawResponse({ body: { id: 'before' } }));
  });
  const service = await listen(gateway, { ...LIMITS, host: '127.0.0.1', port: 0 });
  onTestFinished(async () => void (await service.close()));
  const { socket, received, closed } = await open(Number(new URL(service.url).port));
  socket.write(`${find('before')}${invalid}${find('behind').repeat(20)}GARBAGE\r\n\r\n`);
  await closed;
  expect(received().match(/HTTP\/1\.1 \d+|"id":"\w+"/g)).toEqual([
    'HTTP/1.1 200',
    '"id":"before"',
    `HTTP/1.1 ${status}`,
  ]);
  expect(received().match(/connection: close/gi)).toHaveLength(1);
  expect(received().match(/cache-control: private, no-store/gi)).toHaveLength(2);
  expect(upstream.requests).toHaveLength(1);
});

test('with an Upgrade, it is served, and nothing behind it: Node drops a part of that', async () => {
  const { gateway, upstream } = await runGatewayBefore((socket) => {
    socket.write(rawResponse({ body: { id: 'upgraded' } }));
  });
  const service = await listen(gateway, { ...LIMITS, host: '127.0.0.1', port: 0 });
  onTestFinished(async () => void (await service.close()));
  const { socket, received, closed } = await open(Number(new URL(service.url).port));
  const upgrading = 'Connection: Upgrade\r\nUpgrade: h2c\r\nHost: gateway';
  socket.write(find('upgraded').replace('Host: gateway', upgrading) + find('behind').repeat(3));
  await closed;
  expect(received().match(/HTTP\/1\.1 \d+|"id":"\w+"/g)).toEqual(['HTTP/1.1 200', '"id":"upgraded"']);
  expect(received().match(/connection: close/gi)).toHaveLength(1);
  expect(upstream.requests).toHaveLength(1);
});

test('a CONNECT is rejected in its turn', async () => {
  const { gateway } = await runGatewayBefore((socket) => {
    setTimeout(() => socket.write(rawResponse({ body: { id: 'before' } })), 100);
  });
  const service = await listen(gateway, { ...LIMITS, host: '127.0.0.1', port: 0 });
  onTestFinished(async () => void (await service.close()));
  const { socket, received, closed } = await open(Number(new URL(service.url).port));
  socket.write(`${find('before')}CONNECT example:443 HTTP/1.1\r\nHost: example\r\n\r\n`);
  await closed;
  expect(received().match(/HTTP\/1\.1 \d+|"id":"\w+"/g)).toEqual([
    'HTTP/1.1 200',
    '"id":"before"',
    'HTTP/1.1 400',
  ]);
});

test.each(['resets', 'closes'])(
  'a client that %s its connection behind a CONNECT does no harm',
  async (how) => {
    const { gateway } = await runGatewayBefore((socket) => socket.write(rawResponse({ body: { id: 'x' } })));
    const service = await listen(gateway, { ...LIMITS, host: '127.0.0.1', port: 0 });
    onTestFinished(async () => void (await service.close()));
    const port = Number(new URL(service.url).port);
    for (let time = 0; time < 10; time += 1) {
      const { socket, received } = await open(port);
      socket.write('CONNECT example:443 HTTP/1.1\r\nHost: example\r\n\r\n');
      if (time % 2 === 0) await expect.poll(received).toContain('HTTP/1.1 400');
      if (how === 'resets') socket.resetAndDestroy();
      else socket.destroy();
    }
    const { socket, received } = await open(port);
    socket.write(find('x'));
    await expect.poll(received).toContain('"id":"x"');
  },
);
