import { once } from 'node:events';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { beforeAll, expect, test } from 'vitest';
import { startTestGateway } from '../support/gateway.ts';
import { serveForFile } from '../support/httpClient.ts';

// A reverse proxy decides by the path as it was sent, and so does the gateway: nothing is resolved or decoded.

let port = 0;
let asset = '';
beforeAll(async () => {
  const { gateway, close } = await startTestGateway();
  port = await serveForFile(gateway);
  [, asset = ''] = /href="(graphiql\/[^"]+)"/.exec((await get('/graphql')).body) ?? [];
  return close;
});

/** Sends a path as it is, which `fetch` would not. */
async function get(path: string): Promise<{ readonly status: number | undefined; readonly body: string }> {
  const sent = request({
    host: '127.0.0.1',
    port,
    path,
    headers: { accept: 'text/html' },
    agent: false,
  }).end();
  const [response] = await once(sent, 'response');
  return { status: response.statusCode, body: await text(response) };
}

const PATHS = ['/graphql', '/graphql/', '/', '/health', '/ready', '/graphiql/'];

test.each([
  ['/graphql', 200],
  ['/graphql?query=x#y', 200],
  ['/graphql/', 302],
  ['/', 302],
  ['/?query=x', 302],
  ['/health', 200],
  ['/ready?verbose', 200],
  ['/graphiql/', 200],
])('GET %s is %i', async (path, status) => {
  const sent = path === '/graphiql/' ? `/${asset}` : path;
  expect((await get(sent)).status).toBe(status);
});

test.each(
  PATHS.flatMap((path) => [
    ['/x/..', path],
    ['/.', path],
    ['/', path],
    ['/x', path],
    ['/%2e', path],
    ['/x/%2e%2e', path],
    ['/\\', path],
  ]),
)('GET %s%s is 404', async (prefix, path) => {
  const sent = path === '/graphiql/' ? `/${asset}` : path;
  expect((await get(prefix + sent)).status).toBe(404);
});

test.each(['/graphql/.', '/graphql/x/..', '/%67raphql', '/health/', '/health/.', '/ready/x/..', '/GraphQL'])(
  'GET %s is 404',
  async (path) => expect((await get(path)).status).toBe(404),
);

test('a 404 says where GraphQL is', async () => {
  expect(JSON.parse((await get('/nowhere')).body)).toMatchObject({
    errors: [{ message: expect.stringContaining('/graphql'), extensions: { code: 'BAD_REQUEST' } }],
  });
});
