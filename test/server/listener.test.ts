import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { keepEventLoop } from '../support/heavyWork.ts';
import { exchange, serveForFile } from '../support/httpClient.ts';

// Request targets and hosts that only a real socket can send.

let gateway: TestGateway;
let port = 0;
beforeAll(async () => {
  gateway = await startTestGateway();
  port = await serveForFile(gateway.gateway);
});
afterAll(() => gateway.close());

const post = ['POST /graphql HTTP/1.1', 'Content-Type: application/json', 'Connection: close'];
const typename = '{"query":"{ __typename }"}';

test.each(['[', 'a b', 'x:99999', ''])('the host "%s" is a bad request or ignored', async (host) => {
  const response = await exchange(
    port,
    [...post, `Host: ${host}`, `Content-Length: ${typename.length}`],
    typename,
  );
  expect(response).toMatch(/^HTTP\/1\.1 (400|200) /);
  expect(response).not.toMatch(/node_modules| at |INTERNAL/);
});

test.each([
  ['GET http://gateway/graphql?query={__typename} HTTP/1.1', 'gateway'],
  ['GET http://gateway:80/graphql?query={__typename} HTTP/1.1', 'gateway:80'],
  ['OPTIONS * HTTP/1.1', 'gateway:80'],
  ['GET /health HTTP/1.1', 'x/graphql?query={__typename}&a='],
  ['GET /health HTTP/1.1', 'x\\graphql'],
  ['GET /health HTTP/1.1', 'someone@gateway'],
  ['GET /health HTTP/1.1', '999.999.999.999'],
  ['GET /health HTTP/1.1', '1.2.3.08'],
  ['GET /health HTTP/1.1', 'a.0x100000000'],
])('%s to the host %s is a bad request, not an internal error', async (requestLine, host) => {
  const response = await exchange(port, [requestLine, `Host: ${host}`, 'Connection: close']);
  expect(response).toMatch(/^HTTP\/1\.1 400 /);
  expect(response).toContain('"code":"BAD_REQUEST"');
  expect(gateway.logs.join()).not.toContain('unexpected error');
});

test.each([
  ['Authorization', 'Bearer alice', 'Bearer bob'],
  ['authorization', 'Bearer alice', 'Bearer alice'],
  ['Host', 'gateway', 'other'],
])('a request with two %s headers is a bad request', async (name, first, second) => {
  const response = await exchange(
    port,
    [
      ...post,
      ...(name === 'Host' ? [] : ['Host: gateway']),
      `${name}: ${first}`,
      `${name.toUpperCase()}: ${second}`,
      `Content-Length: ${typename.length}`,
    ],
    typename,
  );
  expect(response).toMatch(/^HTTP\/1\.1 400 /);
  expect(response).toContain('"code":"BAD_REQUEST"');
  expect(response).not.toMatch(/alice|bob/);
});

test.each(['gzip, chunked', 'x, Chunked'])('the Transfer-Encoding "%s" is 501', async (coding) => {
  const head = [...post, 'Host: gateway', 'Authorization: Bearer alice', `Transfer-Encoding: ${coding}`];
  const response = await exchange(port, head, `${typename.length.toString(16)}\r\n${typename}\r\n0\r\n\r\n`);
  expect(response).toMatch(/^HTTP\/1\.1 501 /);
});

test('a probe does not wait behind the requests of other connections', async () => {
  keepEventLoop();
  const done: string[] = [];
  const get = async (path: string) => {
    const response = await exchange(port, [`GET ${path} HTTP/1.1`, 'Host: gateway', 'Connection: close']);
    expect(response).toMatch(/^HTTP\/1\.1 200 /);
    done.push(path);
  };
  const others = Array.from({ length: 60 }, () => get('/graphql?query={__typename}'));
  const probes = ['/livez', '/readyz', '/health', '/ready'].map(get);
  await Promise.all([...others, ...probes]);
  for (const path of ['/livez', '/readyz', '/health', '/ready']) expect(done.indexOf(path)).toBeLessThan(30);
});
