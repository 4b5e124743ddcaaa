import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { exchange, serveForFile } from '../support/httpClient.ts';

let gateway: TestGateway;
let port = 0;
beforeAll(async () => {
  gateway = await startTestGateway({ settings: { MAX_BODY_BYTES: '10000' } });
  port = await serveForFile(gateway.gateway);
});
afterAll(() => gateway.close());

const post = [
  'POST /graphql HTTP/1.1',
  'Host: gateway',
  'Content-Type: application/json',
  'Connection: close',
];

const chunked = (size: number) => {
  const chunk = `${(1_000).toString(16)}\r\n${' '.repeat(1_000)}\r\n`;
  return `${chunk.repeat(size / 1_000)}0\r\n\r\n`;
};

test('a chunked body over MAX_BODY_BYTES is 413, and the error names the limit', async () => {
  const response = await exchange(port, [...post, 'Transfer-Encoding: chunked'], chunked(50_000));
  expect(response).toMatch(/^HTTP\/1\.1 413 /);
  expect(response).toContain('MAX_BODY_BYTES');
  expect(response).toContain('"limit":"body","max":10000');
});

test('a Content-Length over MAX_BODY_BYTES is 413', async () => {
  const response = await exchange(port, [...post, 'Content-Length: 50000'], ' '.repeat(50_000));
  expect(response).toMatch(/^HTTP\/1\.1 413 /);
});

test('a client that disconnects within its body causes no internal error', async () => {
  const socket = connect(port, '127.0.0.1');
  socket.write([...post, 'Content-Length: 100', '', '{"q'].join('\r\n'));
  await sleep(50);
  socket.destroy();
  await sleep(100);
  expect(gateway.logs.join()).not.toContain('unexpected error');
});
