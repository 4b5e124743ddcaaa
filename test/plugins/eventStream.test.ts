import { expect, test } from 'vitest';
import { runGatewayBefore } from '../support/running.ts';
import { collect, FOLLOW, serverSentEvents } from '../support/subscription.ts';
import { always } from '../support/upstream.ts';

const COMPLETED = { data: { externalConnectionOperation: { id: 'op', status: 'COMPLETED', error: null } } };

function runCompleted() {
  return runGatewayBefore(always({ body: { id: 'op', status: 'completed' } }));
}

test.each([
  ['graphql-sse', 'text/event-stream'],
  [
    'urql',
    'application/graphql-response+json, application/graphql+json, application/json, text/event-stream, multipart/mixed',
  ],
  ['Hive Gateway', 'application/graphql-response+json, application/json, multipart/mixed, text/event-stream'],
  ['curl', '*/*'],
  ['a client that prefers JSON', 'application/json, text/event-stream;q=0.5'],
])('a subscription is an event stream for %s: %s', async (_, accept) => {
  const gateway = await runCompleted();
  const response = await gateway.post({ query: FOLLOW }, { headers: { accept } });
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  expect(response.headers.get('cache-control')).toBe('private, no-store');
  expect(response.headers.get('x-accel-buffering')).toBe('no');
  expect(response.headers.get('connection')).toBeNull();
  const events = await collect(serverSentEvents(response.body));
  expect(events).toEqual([
    { event: 'next', data: JSON.stringify(COMPLETED) },
    { event: 'complete', data: '' },
  ]);
});

test.each([
  'application/json',
  'application/graphql-response+json',
  // Apollo Client's own protocol.
  'multipart/mixed;boundary="graphql";subscriptionSpec="1.0",application/graphql-response+json,application/json',
  'application/json, text/event-stream;q=0, */*',
])(
  'a subscription is 406 for a client that accepts no event stream, and nothing is sent: %s',
  async (accept) => {
    const gateway = await runCompleted();
    const response = await gateway.post({ query: FOLLOW }, { headers: { accept } });
    expect(response.status).toBe(406);
    expect((await response.json()).errors).toMatchObject([{ extensions: { code: 'BAD_REQUEST' } }]);
    expect(gateway.upstream.requests).toEqual([]);
  },
);

test('a subscription can be sent by GET', async () => {
  const gateway = await runCompleted();
  const response = await gateway.gateway.fetch(`http://gateway/graphql?query=${encodeURIComponent(FOLLOW)}`, {
    headers: { accept: 'text/event-stream', authorization: 'Bearer alice' },
  });
  expect(await response.text()).toContain(JSON.stringify(COMPLETED));
});

test('a comment begins the stream, and others keep the connection alive', async () => {
  const gateway = await runGatewayBefore(always({ body: { id: 'op', status: 'inprogress' } }));
  const client = new AbortController();
  const response = await gateway.gateway.fetch('http://gateway/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer alice' },
    body: JSON.stringify({ query: FOLLOW }),
    signal: client.signal,
  });
  let text = '';
  for await (const chunk of response.body ?? []) {
    text += Buffer.from(chunk).toString();
    if (/\n\nevent: next(.*\n)*?:\n\n:\n\n$/.test(text)) break;
  }
  expect(text).toMatch(/^:\n\n(:\n\n)*event: next\ndata: .*\n\n:\n\n(:\n\n)+$/);
  client.abort();
});
