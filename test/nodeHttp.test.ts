import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestGateway, type TestGateway } from './support/gateway.ts';

// What only a real socket can send.

let gateway: TestGateway;
let server: Server;
let port = 0;
beforeAll(async () => {
  gateway = await startTestGateway({ settings: { MAX_BODY_BYTES: '10000' } });
  server = createServer(gateway.gateway.requestListener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  port = typeof address === 'object' && address !== null ? address.port : 0;
});
afterAll(async () => {
  server.close();
  await gateway.close();
});

/** Sends these lines, and this body, and returns all that comes back. */
async function exchange(lines: readonly string[], body = ''): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`);
  let answer = '';
  for await (const chunk of socket) answer += chunk;
  return answer;
}

const post = ['POST /graphql HTTP/1.1', 'Content-Type: application/json', 'Connection: close'];
const typename = '{"query":"{ __typename }"}';

test.each(['[', 'a b', 'x:99999', ''])('the host "%s" is a bad request, or harmless', async (host) => {
  const answer = await exchange([...post, `Host: ${host}`, `Content-Length: ${typename.length}`], typename);
  expect(answer).toMatch(/^HTTP\/1\.1 (400|200) /);
  expect(answer).not.toMatch(/node_modules| at |INTERNAL/);
});

test.each([
  ['GET http://gateway/graphql?query={__typename} HTTP/1.1', 'gateway'],
  ['GET http://gateway:80/graphql?query={__typename} HTTP/1.1', 'gateway:80'],
  ['OPTIONS * HTTP/1.1', 'gateway:80'],
  ['GET /health HTTP/1.1', 'x/graphql?query={__typename}&a='],
  ['GET /health HTTP/1.1', 'x\\graphql'],
  ['GET /health HTTP/1.1', 'someone@gateway'],
])('%s to the host %s is a bad request, and no bug', async (requestLine, host) => {
  const answer = await exchange([requestLine, `Host: ${host}`, 'Connection: close']);
  expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  expect(answer).toContain('"code":"BAD_REQUEST"');
  expect(gateway.logs.join()).not.toContain('unexpected error');
});

const chunked = (size: number) => {
  const chunk = `${(1_000).toString(16)}\r\n${' '.repeat(1_000)}\r\n`;
  return `${chunk.repeat(size / 1_000)}0\r\n\r\n`;
};

test('a chunked body over the limit is 413, and names the limit', async () => {
  const answer = await exchange([...post, 'Host: x', 'Transfer-Encoding: chunked'], chunked(50_000));
  expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  expect(answer).toContain('MAX_BODY_BYTES');
  expect(answer).toContain('"limit":"body","max":10000');
});

test('a body announced over the limit is 413', async () => {
  const answer = await exchange([...post, 'Host: x', 'Content-Length: 50000'], ' '.repeat(50_000));
  expect(answer).toMatch(/^HTTP\/1\.1 413 /);
});

test('a client that leaves in the middle of its body is no bug of the gateway', async () => {
  const socket = connect(port, '127.0.0.1');
  socket.write([...post, 'Host: x', 'Content-Length: 100', '', '{"q'].join('\r\n'));
  await new Promise((resolve) => setTimeout(resolve, 50));
  socket.destroy();
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(gateway.logs.join()).not.toContain('unexpected error');
});
