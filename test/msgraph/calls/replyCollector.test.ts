import { describe, expect, test } from 'vitest';
import { failureOf } from '../../support/failure.ts';
import { reads } from '../../support/fields.ts';
import { withoutBackoff } from '../../support/retries.ts';
import { runGateway, runGatewayBefore } from '../../support/running.ts';
import { type Behaviour, rawResponse, startUpstream, unusedUrl } from '../../support/upstream.ts';

// Reads without a complete response; writes are in outcome/, and host names that do not resolve in test/e2e/faults.

const QUERY = '{ externalConnection(id: "contosohr") { id } }';
const TIMEOUT = { REQUEST_TIMEOUT_MS: '100' };

withoutBackoff();

test('a refused connection is UPSTREAM_UNAVAILABLE', async () => {
  const running = await runGateway({ settings: { GRAPH_URL: await unusedUrl() } });
  const { extensions } = await failureOf(running, QUERY);
  expect(extensions).toEqual({ code: 'UPSTREAM_UNAVAILABLE' });
});

test('an upstream that speaks no TLS is UPSTREAM_UNAVAILABLE', async () => {
  const running = await runGateway();
  const GRAPH_URL = running.emulator.url.replace('http:', 'https:');
  const overTls = await runGateway({ settings: { GRAPH_URL } });
  const { extensions, text } = await failureOf(overTls, QUERY);
  expect(extensions).toEqual({ code: 'UPSTREAM_UNAVAILABLE' });
  expect(text).not.toMatch(/ssl|tls|packet/i);
});

describe.each(reads)('$name', ({ document, path }) => {
  test.each(['before', 'after'] as const)('reset %s it was served is UPSTREAM_UNAVAILABLE', async (reset) => {
    const running = await runGateway();
    running.emulator.failNext({ reset, path, times: 3 });
    const { extensions } = await failureOf(running, document);
    expect(extensions).toEqual({ code: 'UPSTREAM_UNAVAILABLE' });
  });

  test("is UPSTREAM_TIMEOUT at the gateway's own deadline", async () => {
    const running = await runGateway({ settings: TIMEOUT });
    running.emulator.failNext({ delayMs: 250, path });
    const { extensions } = await failureOf(running, document);
    expect(extensions).toEqual({ code: 'UPSTREAM_TIMEOUT' });
  });
});

test.each<[string, Behaviour]>([
  ['closes the connection without a response', (socket) => void socket.end()],
  ['responds in another protocol', (socket) => void socket.end('SSH-2.0-OpenSSH_9.7\r\n')],
  ['closes the connection within the headers', (socket) => void socket.end('HTTP/1.1 200 OK\r\nContent-')],
])('an upstream that %s is UPSTREAM_UNAVAILABLE', async (_, behaviour) => {
  const { extensions } = await failureOf(await runGatewayBefore(behaviour), QUERY);
  expect(extensions).toEqual({ code: 'UPSTREAM_UNAVAILABLE' });
});

test.each([
  [32, undefined],
  [33, 'UPSTREAM_UNAVAILABLE'],
])('%i informational responses ahead of a response: %s', async (count, code) => {
  const { execute, upstream } = await runGatewayBefore((socket) => {
    socket.write('HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n'.repeat(count));
    socket.write(rawResponse({ body: { id: 'contosohr' } }));
  });
  const { errors } = await execute(QUERY);
  expect(errors?.[0]?.extensions.code).toBe(code);
  expect(upstream.requests).toHaveLength(1);
});

test('an informational response is not the final one', async () => {
  const running = await runGatewayBefore((socket) => {
    socket.write('HTTP/1.1 103 Early Hints\r\nRetry-After: 7\r\n\r\n');
    socket.write(rawResponse({ status: 503 }));
  });
  const { extensions } = await failureOf(running, QUERY);
  expect(extensions).toEqual({ code: 'UPSTREAM_UNAVAILABLE', graph: { status: 503 } });
});

/** 100,000 properties with so many names, in objects of 50. */
function objectsOf(names: number): string {
  const properties = Array.from({ length: 100_000 }, (_, index) => `"name${index % names}" :1`);
  const objects = Array.from({ length: 2_000 }, (_, index) => properties.slice(50 * index, 50 * (index + 1)));
  return `[${objects.map((object) => `{${object.join()}}`).join()}]`;
}

/** 150,000 objects of two names each, of which so many combinations recur. */
function pairsOf(shapes: number): string {
  const names = Array.from({ length: 400 }, (_, index) => `n${index}z`);
  const pair = (index: number) => `{"${names[index % 400]}":1,"x${names[Math.floor(index / 400)]}": "a:b"}`;
  return `[${Array.from({ length: 150_000 }, (_, index) => pair(index % shapes)).join()}]`;
}

/** 50,000 objects of eight names, of thirty, in any order. */
function permuted(): string {
  let random = 1;
  const next = () => {
    random = (random * 48_271) % 0x7fff_ffff;
    return random;
  };
  const object = () => {
    const names = Array.from({ length: 30 }, (_, index) => `"${index}n":1`);
    return Array.from({ length: 8 }, () => names.splice(next() % names.length, 1)).join();
  };
  return `[${Array.from({ length: 50_000 }, () => `{${object()}}`).join()}]`;
}

test.each([
  ['200,000 levels', '['.repeat(200_000) + ']'.repeat(200_000), 'UPSTREAM_INVALID_RESPONSE'],
  ['brackets in a text', JSON.stringify(`"\\${'['.repeat(400_000)}`), undefined],
  ['as many different names', objectsOf(100_000), 'UPSTREAM_INVALID_RESPONSE'],
  [
    'as many of them that end with a backslash',
    objectsOf(100_000).replaceAll('" :', '\\\\" :'),
    'UPSTREAM_INVALID_RESPONSE',
  ],
  [
    'as many of them with quotes inside',
    objectsOf(100_000).replaceAll('name', 'a\\"b'),
    'UPSTREAM_INVALID_RESPONSE',
  ],
  [
    'long names',
    `{${Array.from({ length: 900 }, (_, index) => `"${'x'.repeat(16_400)}${index}":1`).join()}}`,
    'UPSTREAM_INVALID_RESPONSE',
  ],
  ['as many names that recur', objectsOf(400), undefined],
  ['150,000 shapes of few names', pairsOf(150_000), 'UPSTREAM_INVALID_RESPONSE'],
  ['few names in any order', permuted(), 'UPSTREAM_INVALID_RESPONSE'],
  ['few shapes of few names', pairsOf(1_500), undefined],
  ['names in a text', JSON.stringify(objectsOf(100_000)), undefined],
])('a large response with %s: %#', async (_, value, code) => {
  const body = `{"id":"contosohr","more":${value}}`;
  const { execute } = await runGatewayBefore((socket) => void socket.write(rawResponse({ body })));
  const { data, errors } = await execute(QUERY);
  expect(errors?.[0]?.extensions.code).toBe(code);
  if (code === undefined) expect(data).toEqual({ externalConnection: { id: 'contosohr' } });
});

test.each([
  [1, 'UPSTREAM_INVALID_RESPONSE'],
  [100, undefined],
])('a response in chunks of %i bytes is read once: %s', async (length, code) => {
  const body = JSON.stringify({ id: 'contosohr', description: 'x'.repeat(10_000) });
  const chunks = body.match(new RegExp(`.{1,${length}}`, 'g')) ?? [];
  const { execute, upstream } = await runGatewayBefore((socket) => {
    socket.write('HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n');
    socket.write(chunks.map((chunk) => `${chunk.length.toString(16)}\r\n${chunk}\r\n`).join(''));
    socket.write('0\r\n\r\n');
  });
  const { errors } = await execute(QUERY);
  expect(errors?.[0]?.extensions.code).toBe(code);
  expect(upstream.requests).toHaveLength(1);
});

test('a response that never completes is UPSTREAM_TIMEOUT at the deadline', async () => {
  const beginning = rawResponse({ body: '{"id":', length: 100 });
  const running = await runGatewayBefore((socket) => void socket.write(beginning), TIMEOUT);
  const { extensions } = await failureOf(running, QUERY);
  expect(extensions).toMatchObject({ code: 'UPSTREAM_TIMEOUT' });
});

test('a TLS handshake that never completes is UPSTREAM_TIMEOUT at the deadline', async () => {
  const silent = await startUpstream(() => {});
  const GRAPH_URL = silent.url.replace('http:', 'https:');
  const running = await runGateway({ settings: { ...TIMEOUT, GRAPH_URL } });
  const { extensions } = await failureOf(running, QUERY);
  await silent.close();
  expect(extensions).toEqual({ code: 'UPSTREAM_TIMEOUT' });
});

test('all calls of a request share one deadline', async () => {
  const running = await runGateway({ settings: { REQUEST_TIMEOUT_MS: '1500' } });
  running.emulator.failNext({ delayMs: 900, times: 2 });
  const { extensions, path } = await failureOf(
    running,
    `mutation {
      a: updateSingletonPrivateEndpointConnection(input: { privateLinkIds: [1] }) { id }
      b: updateSingletonPrivateEndpointConnection(input: { privateLinkIds: [2] }) { id }
    }`,
  );
  expect({ code: extensions.code, path }).toEqual({ code: 'UPSTREAM_TIMEOUT', path: ['b'] });
});

test('the gateway recovers as soon as Graph does', async () => {
  const running = await runGateway();
  running.emulator.failNext({ reset: 'before', times: 3 });
  running.emulator.failNext({ truncateAt: 1, times: 3 });
  await failureOf(running, QUERY);
  await failureOf(running, QUERY);
  expect(await running.execute(QUERY, {}, { token: 'demo' })).toEqual({
    data: { externalConnection: { id: 'contosohr' } },
  });
});
