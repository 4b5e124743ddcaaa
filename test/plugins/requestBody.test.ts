import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { heldUpstream } from '../support/heldUpstream.ts';
import { exchange, serve, serveForFile } from '../support/httpClient.ts';
import { memoryMb } from '../support/memory.ts';
import { runGateway, runGatewayBefore } from '../support/running.ts';
import { FOLLOW, runPolling } from '../support/subscription.ts';
import { rawResponse } from '../support/upstream.ts';

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

describe('a body that is not UTF-8', () => {
  const create = (name: Buffer) => {
    const query = 'mutation { createExternalConnection(input: { id: "newhr", name: "NAME" }) { name } }';
    const [before = '', after = ''] = JSON.stringify({ query }).split('NAME');
    return Buffer.concat([Buffer.from(before), name, Buffer.from(after)]);
  };
  const headers = { 'content-type': 'application/json', authorization: 'Bearer alice' };

  test.each([
    ['Latin-1', Buffer.from('Personalbüro', 'latin1')],
    ['a truncated character', Buffer.from('Personalbü').subarray(0, -1)],
    ['an encoded surrogate', Buffer.from([0xed, 0xa0, 0x80])],
    ['an overlong encoding', Buffer.from([0xc0, 0xaf])],
  ])('is rejected, and nothing of it is written: %s', async (_, name) => {
    const { gateway: own, emulator } = await runGateway();
    const body = create(name);
    const chunks = new ReadableStream({
      start(controller) {
        controller.enqueue(body);
        controller.close();
      },
    });
    for (const init of [{ body }, { body: chunks, duplex: 'half' as const }]) {
      const response = await own.fetch('http://gateway/graphql', { method: 'POST', headers, ...init });
      expect(response.status).toBe(400);
      const [error] = (await response.json()).errors;
      expect(error).toMatchObject({ message: 'The body is not UTF-8.', extensions: { code: 'BAD_REQUEST' } });
    }
    const lines = [...post, 'Authorization: Bearer alice', `Content-Length: ${body.length}`];
    expect(await exchange(await serve(own), lines, body)).toMatch(
      /^HTTP\/1\.1 400 .*The body is not UTF-8\./s,
    );
    expect(emulator.requests).toEqual([]);
  });

  test('is not one with the replacement character itself', async () => {
    const { gateway: own } = await runGateway();
    const body = create(Buffer.from('\uFFFD 文'));
    const response = await own.fetch('http://gateway/graphql', { method: 'POST', headers, body });
    expect(await response.json()).toEqual({ data: { createExternalConnection: { name: '\uFFFD 文' } } });
  });
});

test.each([
  ['utf-8', 200],
  ['"UTF-8"', 200],
  ['utf8', 200],
  ['utf-16', 415],
  ['iso-8859-1', 415],
])('a body of the charset %s is %i', async (charset, status) => {
  const response = await gateway.post(
    { query: '{ __typename }' },
    { headers: { 'content-type': `application/json; charset=${charset}` } },
  );
  expect(response.status).toBe(status);
});

test('a body with a chunk that is no Uint8Array is a bad request', async () => {
  const bytes = new TextEncoder().encode('{"query":"{ __typename }"}');
  for (const chunk of [bytes.buffer, new DataView(bytes.buffer), 'text']) {
    const body = new ReadableStream({
      start: (stream) => {
        stream.enqueue(chunk);
        stream.close();
      },
    });
    const headers = { 'content-type': 'application/json' };
    const init = { method: 'POST', headers, body, duplex: 'half' };
    const response = await gateway.gateway.fetch('http://gateway/graphql', init);
    expect(response.status).toBe(400);
  }
});

test.each([1, 2, 3, 10])(
  'a body in %i chunks that is longer than its Content-Length is a bad request',
  async (chunks) => {
    const text = JSON.stringify({ query: '{ __typename }' });
    const size = Math.ceil(text.length / chunks);
    const body = new ReadableStream({
      start: (stream) => {
        for (let at = 0; at < text.length; at += size) stream.enqueue(Buffer.from(text.slice(at, at + size)));
        stream.close();
      },
    });
    const headers = {
      'content-type': 'application/json',
      authorization: 'Bearer alice',
      'content-length': `${text.length - 1}`,
    };
    const init = { method: 'POST', headers, body, duplex: 'half' };
    const response = await gateway.gateway.fetch('http://gateway/graphql', init);
    expect(response.status).toBe(400);
    expect((await response.json()).errors[0].message).toBe('The body is longer than its Content-Length.');
  },
);

test('bodies of requests that wait for Graph take at most MAX_PENDING_BODY_BYTES; beyond it, large ones are rejected', async () => {
  const { behaviour, calls, release } = heldUpstream();
  const own = await runGatewayBefore(behaviour, { MAX_PENDING_BODY_BYTES: '1300000' });
  const query = (bytes: number) => ({
    query: 'query Find($id: ID!) { externalConnection(id: $id) { id } }',
    variables: { id: 'x' },
    extensions: { padding: 'x'.repeat(bytes) },
  });
  const first = own.post(query(450_000));
  await calls(1);
  const second = own.post(query(450_000));
  await calls(2);
  const rejected = await own.post(query(450_000));
  expect(rejected.status).toBe(503);
  expect(await rejected.json()).toMatchObject({ errors: [{ extensions: { code: 'OVERLOADED' } }] });
  const small = own.post(query(10_000));
  await calls(3);
  release();
  for (const response of [first, second, small]) expect((await response).status).toBe(200);
  const again = own.post(query(450_000));
  await calls(1);
  release();
  expect((await again).status).toBe(200);
});

test('bodies of one caller that wait for Graph leave room for those of others', async () => {
  const { behaviour, calls, release } = heldUpstream();
  const own = await runGatewayBefore(behaviour, { MAX_PENDING_BODY_BYTES: '1000000' });
  const query = '{ externalConnection(id: "x") { id } }';
  const send = (token: string) => own.post({ query, extensions: { padding: 'x'.repeat(80_000) } }, { token });
  // Three quarters, and one of what is kept for those that have little.
  const slow = Array.from({ length: 10 }, () => send('s1ow'));
  await calls(10);
  expect((await send('s1ow')).status).toBe(503);
  const others = [send('0ther'), send('an0ther')];
  await calls(12);
  expect((await send('th1rd')).status).toBe(503);
  release();
  for (const response of [...slow, ...others]) expect((await response).status).toBe(200);
});

describe('bodies that have not arrived completely', () => {
  const QUERY = JSON.stringify({ query: '{ __typename }' });

  /** Opens a connection and sends all of a body of this size but its last byte. */
  async function open(to: number, bytes: number, framing: 'length' | 'chunks') {
    const socket = connect(to, '127.0.0.1');
    onTestFinished(() => void socket.destroy());
    let received = '';
    socket.on('data', (chunk) => {
      received += String(chunk);
    });
    const body = QUERY.padEnd(bytes);
    const start = framing === 'length' ? [`Content-Length: ${bytes}`] : ['Transfer-Encoding: chunked'];
    const size = framing === 'length' ? '' : `${bytes.toString(16)}\r\n`;
    socket.write(`${[...post, ...start].join('\r\n')}\r\n\r\n${size}${body.slice(0, -1)}`);
    await once(socket, 'connect');
    const finish = () => socket.write(framing === 'length' ? ' ' : ' \r\n0\r\n\r\n');
    return { finish, received: () => received };
  }

  test.each(['length', 'chunks'] as const)(
    'take at most MAX_PENDING_BODY_BYTES; those that began first are rejected with 503 (%s)',
    async (framing) => {
      const { gateway: own } = await runGateway({ settings: { MAX_PENDING_BODY_BYTES: '3000000' } });
      const to = await serve(own);
      const clients = [];
      for (let client = 0; client < 6; client += 1) {
        clients.push(await open(to, 900_000, framing));
        await sleep(50);
      }
      const rejected = clients.slice(0, 3);
      for (const { received } of rejected) await expect.poll(received).toMatch(/^HTTP\/1\.1 503 /);
      expect(rejected[0]?.received()).toMatch(/retry-after: 1/i);
      expect(rejected[0]?.received()).toContain('"code":"OVERLOADED"');
      for (const { finish, received } of clients.slice(3)) {
        expect(received()).toBe('');
        finish();
        await expect.poll(received).toContain('"__typename":"Query"');
      }
    },
  );

  test('are rejected if they arrive in very many small chunks', async () => {
    const { gateway: own } = await runGateway();
    const server = createServer(own.requestListener).listen(0, '127.0.0.1');
    onTestFinished(() => server.closeAllConnections());
    await once(server, 'listening');
    const chunksOf = async (count: number) => {
      const socket = connect(Object(server.address()).port, '127.0.0.1');
      onTestFinished(() => void socket.destroy());
      const head = [...post, 'Transfer-Encoding: chunked', '', ''].join('\r\n');
      socket.write(
        `${head}${'1\r\n \r\n'.repeat(count)}${QUERY.length.toString(16)}\r\n${QUERY}\r\n0\r\n\r\n`,
      );
      const [response] = await once(socket, 'data');
      return String(response);
    };
    expect(await chunksOf(4_000)).toContain('"__typename":"Query"');
    const memory = memoryMb();
    expect(await chunksOf(500_000)).toMatch(/^HTTP\/1\.1 400 .*too many small chunks/s);
    expect(memoryMb() - memory).toBeLessThan(20);
  });

  test('of clients that send a byte now and then give way to those that are uploaded', async () => {
    const { gateway: own } = await runGateway({ settings: { MAX_PENDING_BODY_BYTES: '1000000' } });
    const to = await serve(own);
    const dripping = await Promise.all(
      Array.from({ length: 25 }, async () => {
        const socket = connect(to, '127.0.0.1');
        socket.on('error', () => {});
        const drip = setInterval(() => socket.write(' '), 100);
        onTestFinished(() => clearInterval(drip));
        onTestFinished(() => void socket.destroy());
        let received = '';
        socket.on('data', (chunk) => {
          received += String(chunk);
        });
        socket.write(`${[...post, 'Content-Length: 900000'].join('\r\n')}\r\n\r\n${' '.repeat(16_640)}`);
        await once(socket, 'connect');
        return () => received;
      }),
    );
    await sleep(1_500);
    const { finish, received } = await open(to, 600_000, 'length');
    await sleep(1_500);
    finish();
    await expect.poll(received).toContain('"__typename":"Query"');
    expect(dripping.some((each) => each().startsWith('HTTP/1.1 503'))).toBe(true);
  });

  test('no longer count once they have arrived', async () => {
    const { gateway: own } = await runGateway({ settings: { MAX_PENDING_BODY_BYTES: '1000000' } });
    const to = await serve(own);
    for (let request = 0; request < 4; request += 1) {
      const { finish, received } = await open(to, 900_000, 'length');
      finish();
      await expect.poll(received).toContain('"__typename":"Query"');
    }
  });

  test('take no more memory in segments of one byte', async () => {
    const { gateway: own } = await runGateway();
    const to = await serve(own);
    const sockets = await Promise.all(
      Array.from({ length: 150 }, async () => {
        const socket = connect(to, '127.0.0.1').setNoDelay();
        onTestFinished(() => void socket.destroy());
        await once(socket, 'connect');
        socket.write(`${[...post, 'Content-Length: 2000'].join('\r\n')}\r\n\r\n`);
        return socket;
      }),
    );
    await sleep(100);
    const memory = memoryMb();
    for (let byte = 0; byte < 300; byte += 1) {
      for (const socket of sockets) socket.write(' ');
      await setImmediate();
    }
    expect(memoryMb() - memory).toBeLessThan(4);
  });
});

test.each([
  ['the body of its request', (padding: string) => ({ extensions: { padding } })],
  ['variables that it does not declare', (padding: string) => ({ variables: { padding } })],
])('a subscription does not keep %s', async (_, withPadding) => {
  const operation = rawResponse({ body: { id: 'op', status: 'inprogress' } });
  const { gateway: own } = await runPolling((socket) => void socket.write(operation));
  const to = await serve(own);
  const body = JSON.stringify({ query: FOLLOW, ...withPadding(' '.repeat(900_000)) });
  const subscribe = async (caller: number) => {
    const socket = connect(to, '127.0.0.1');
    onTestFinished(() => void socket.destroy());
    const head = [...post, 'Accept: text/event-stream', `Authorization: Bearer s1gned${caller}`];
    socket.write(`${[...head, `Content-Length: ${body.length}`].join('\r\n')}\r\n\r\n${body}`);
    for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
      if (String(chunk).includes('IN_PROGRESS')) break;
    }
  };
  await subscribe(0);
  const memory = memoryMb();
  for (let caller = 1; caller <= 30; caller += 1) await subscribe(caller);
  await expect.poll(() => memoryMb() - memory).toBeLessThan(10);
});
