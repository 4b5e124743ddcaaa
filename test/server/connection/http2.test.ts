import { once } from 'node:events';
import http2, { type ClientHttp2Session, type ClientHttp2Stream } from 'node:http2';
import { expect, onTestFinished, test } from 'vitest';
import type { Gateway } from '../../../src/gateway.ts';
import { sawToken } from '../../support/leaks.ts';
import { runGateway, runGatewayBefore } from '../../support/running.ts';
import { FOLLOW, runPolling } from '../../support/subscription.ts';
import { always, rawResponse } from '../../support/upstream.ts';

// A host that serves HTTP/2.

/** Connects a client to a host of this gateway, both for the running test. */
async function connectTo({ requestListener }: Gateway): Promise<ClientHttp2Session> {
  const server = http2.createServer().listen(0, '127.0.0.1');
  // The types have a listener of their own for HTTP/2.
  Reflect.apply(server.on, server, ['request', requestListener]);
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const session = http2.connect(`http://127.0.0.1:${port}`);
  session.on('error', () => {});
  onTestFinished(() => {
    session.destroy();
    server.close();
  });
  return session;
}

function post(session: ClientHttp2Session, query: string, accept = 'application/json') {
  sawToken('alice');
  const headers = { 'content-type': 'application/json', authorization: 'Bearer alice', accept };
  const stream = session.request({ ':method': 'POST', ':path': '/graphql', ...headers });
  stream.on('error', () => {});
  stream.end(JSON.stringify({ query }));
  return stream;
}

test('the many requests of a connection are served, since they are no pipeline', async () => {
  const { gateway } = await runGateway();
  const session = await connectTo(gateway);
  const responses = Array.from({ length: 40 }, async () => {
    const request = session.request({ ':path': '/graphql?query={__typename}' });
    let body = '';
    for await (const chunk of request) body += chunk;
    return body;
  });
  expect(new Set(await Promise.all(responses))).toEqual(new Set(['{"data":{"__typename":"Query"}}']));
});

test('an invalid authority is rejected, and is no bug', async () => {
  const { gateway, logs } = await runGateway();
  const session = await connectTo(gateway);
  const request = session.request({ ':path': '/livez', ':authority': '[::' });
  const [headers] = await once(request, 'response');
  expect(headers).toMatchObject({ ':status': 400 });
  expect(headers).not.toHaveProperty('connection');
  request.resume();
  expect(logs.filter((line) => line.includes('unexpected'))).toEqual([]);
});

test.each(['resets its stream', 'closes the connection'])(
  'a read whose client %s is given up, and is logged as such',
  async (how) => {
    const { gateway, logs, upstream } = await runGatewayBefore(() => {});
    const session = await connectTo(gateway);
    const stream = post(session, '{ externalConnection(id: "x") { id } }');
    await expect.poll(() => upstream.requests.length).toBe(1);
    if (how === 'resets its stream') stream.close(http2.constants.NGHTTP2_CANCEL);
    else session.destroy();
    await expect.poll(() => logs.length).toBe(1);
    expect(JSON.parse(logs[0] ?? '')).toMatchObject({ clientDisconnected: true, calls: 1 });
  },
);

test('subscriptions end that their client resets, before and after their first event', async () => {
  const inProgress = rawResponse({ body: { id: 'op', status: 'inprogress' } });
  const { gateway, upstream } = await runPolling(
    (socket) => void setTimeout(() => socket.write(inProgress), 50),
    { MAX_SUBSCRIPTIONS_PER_CALLER: '1' },
  );
  const session = await connectTo(gateway);
  const follow = () => post(session, FOLLOW, 'text/event-stream');
  const reset = (stream: ClientHttp2Stream) => stream.close(http2.constants.NGHTTP2_CANCEL);
  for (const event of ['poll', 'response', 'data']) {
    const polls = upstream.requests.length;
    const stream = follow();
    if (event === 'poll') await expect.poll(() => upstream.requests.length).toBeGreaterThan(polls);
    else await once(stream, event);
    reset(stream);
    // Its place is free again.
    const next = async () => {
      let text = '';
      const again = follow();
      for await (const chunk of again) {
        text += chunk;
        if (/^data: \{.*\}$/m.test(text)) break;
      }
      reset(again);
      return text;
    };
    await expect.poll(next).toContain('IN_PROGRESS');
  }
});

test('subscriptions end that their client resets while they begin', async () => {
  const { gateway, upstream } = await runPolling(always({ body: { id: 'op', status: 'inprogress' } }));
  const session = await connectTo(gateway);
  for (let turn = 0; turn < 20; turn += 1) {
    const streams = Array.from({ length: 20 }, () => post(session, FOLLOW, 'text/event-stream'));
    for (const [index, stream] of streams.entries()) {
      setTimeout(() => stream.close(http2.constants.NGHTTP2_CANCEL), index % 8);
    }
    await Promise.all(streams.map((stream) => stream.closed || once(stream, 'close')));
  }
  let polls = 0;
  const more = async () => {
    const before = polls;
    polls = upstream.requests.length;
    return polls - before;
  };
  // None follows within some intervals.
  await expect.poll(more, { interval: 1_000 }).toBe(0);
});
