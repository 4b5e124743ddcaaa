import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { activeResources, activeResourcesLeft } from '../support/activeResources.ts';
import type { GatewayBehindUpstream } from '../support/running.ts';
import { FOLLOW, runPolling, type Subscription, subscribe } from '../support/subscription.ts';
import { type ArrivedRequest, rawResponse } from '../support/upstream.ts';

// Two polls, and a little more.
const A_WHILE_MS = 500;

function state(status: string, more: object = {}) {
  return rawResponse({ body: { id: 'op', status, ...more } });
}

function event(status: string, error: object | null = null) {
  return { data: { externalConnectionOperation: { id: 'op', status, error } } };
}

/** A gateway before an upstream that responds to each poll in turn, and then as to the last one. */
function runBefore(responses: readonly (Buffer | 'reset')[], settings: Record<string, string> = {}) {
  return runPolling((socket, { index }) => {
    const response = responses[Math.min(index, responses.length - 1)] ?? 'reset';
    if (response === 'reset') socket.resetAndDestroy();
    else socket.write(response);
  }, settings);
}

/** How many polls arrive in a while. One that was in flight has arrived before. */
async function furtherPolls({ upstream: { requests } }: GatewayBehindUpstream): Promise<number> {
  await sleep(50);
  const { length } = requests;
  await sleep(A_WHILE_MS);
  return requests.length - length;
}

function codesOf(result: Awaited<ReturnType<Subscription['next']>>) {
  return result?.errors?.map(({ extensions: { code } }) => code);
}

test('an operation is followed to its end: an event at once, one for each change, and then complete', async () => {
  const inProgress = state('inprogress');
  const gateway = await runBefore([inProgress, inProgress, state('unspecified'), state('completed')]);
  const subscription = await subscribe(gateway);
  expect(subscription.response.status).toBe(200);
  expect(subscription.response.headers.get('content-type')).toBe('text/event-stream');
  expect(await subscription.next()).toEqual(event('IN_PROGRESS'));
  expect(gateway.upstream.requests).toHaveLength(1);
  expect(await subscription.rest()).toEqual([event('UNSPECIFIED'), event('COMPLETED')]);
  expect(gateway.upstream.requests.map(({ line }) => line)).toEqual(
    Array(4).fill('GET /beta/external/connections/hr/operations/op HTTP/1.1'),
  );
});

test('an operation that fails ends with its error', async () => {
  const gateway = await runBefore([state('failed', { error: { code: 'BadSchema', message: 'No.' } })]);
  const subscription = await subscribe(gateway);
  expect(await subscription.rest()).toEqual([event('FAILED', { code: 'BadSchema' })]);
});

test('a status that is added later is followed on', async () => {
  const gateway = await runBefore([state('paused'), state('completed')]);
  const subscription = await subscribe(gateway);
  expect(await subscription.rest()).toEqual([event('UNKNOWN_FUTURE_VALUE'), event('COMPLETED')]);
});

test('a failure of the service or of the network does not end it', async () => {
  const unavailable = rawResponse({ status: 503, body: { error: { code: 'x', message: 'x' } } });
  const page = rawResponse({ body: '<html>' });
  const throttled = rawResponse({ status: 429, headers: ['Retry-After: 0.2'] });
  const gateway = await runBefore([unavailable, throttled, 'reset', page, state('completed')]);
  const subscription = await subscribe(gateway);
  expect(await subscription.rest()).toEqual([event('COMPLETED')]);
  // None is retried at once.
  expect(gateway.upstream.requests).toHaveLength(5);
  await expect.poll(() => gateway.logs.map((line) => JSON.parse(line).retries)).toEqual([0]);
});

test('Retry-After is obeyed', async () => {
  const throttled = rawResponse({ status: 429, headers: ['Retry-After: 1.5'] });
  const gateway = await runBefore([throttled, state('completed')]);
  const subscription = await subscribe(gateway);
  const started = performance.now();
  expect(await subscription.rest()).toEqual([event('COMPLETED')]);
  expect(performance.now() - started).toBeGreaterThan(1_400);
});

test.each([
  [401, 'UNAUTHENTICATED'],
  [403, 'FORBIDDEN'],
  [400, 'UPSTREAM_REJECTED'],
])('a rejection with %i ends it with an error, and then complete', async (status, code) => {
  const rejected = rawResponse({ status, body: { error: { code: 'x', message: 'Expired.' } } });
  const gateway = await runBefore([state('inprogress'), rejected]);
  const [first, last, ...more] = await (await subscribe(gateway)).rest();
  expect(first).toEqual(event('IN_PROGRESS'));
  expect(last).toMatchObject({
    data: { externalConnectionOperation: null },
    errors: [{ path: ['externalConnectionOperation'], extensions: { code, graph: { status } } }],
  });
  expect(more).toEqual([]);
  await sleep(A_WHILE_MS);
  expect(gateway.upstream.requests).toHaveLength(2);
});

test('an operation that is not found is null, and the third time in a row NOT_FOUND', async () => {
  const absent = rawResponse({ status: 404, body: { error: { code: 'ItemNotFound', message: 'None.' } } });
  const gateway = await runBefore([
    absent,
    absent,
    state('inprogress'),
    absent,
    absent,
    absent,
    state('completed'),
  ]);
  const results = await (await subscribe(gateway)).rest();
  const none = { data: { externalConnectionOperation: null } };
  expect(results.slice(0, 3)).toEqual([none, event('IN_PROGRESS'), none]);
  expect(results.slice(3).map(codesOf)).toEqual([['NOT_FOUND']]);
  expect(gateway.upstream.requests).toHaveLength(6);
});

test('a path that Graph does not know ends it at once, and names the settings to look at', async () => {
  const gateway = await runBefore([rawResponse({ status: 404, body: '<html>' })]);
  const [last, ...more] = await (await subscribe(gateway)).rest();
  expect(codesOf(last)).toEqual(['NOT_FOUND']);
  expect(last?.errors?.[0]?.message).toContain('GRAPH_EXTERNAL_CONNECTIONS_PATH');
  expect(more).toEqual([]);
});

test('no deadline and no budget of a single request ends it', async () => {
  const limits = { REQUEST_TIMEOUT_MS: '500', MAX_UPSTREAM_REQUESTS: '1' };
  const states = [state('inprogress'), state('unspecified'), state('inprogress'), state('completed')];
  const subscription = await subscribe(await runBefore(states, limits));
  expect(await subscription.rest()).toHaveLength(4);
});

test('each poll has the deadline of a request', async () => {
  const gateway = await runPolling(
    (socket, { index }) => void (index > 0 && socket.write(state('completed'))),
    { REQUEST_TIMEOUT_MS: '300' },
  );
  const subscription = await subscribe(gateway);
  expect(await subscription.rest()).toEqual([event('COMPLETED')]);
});

test('an open subscription holds no slot of the gate', async () => {
  const gateway = await runBefore([state('inprogress')], { MAX_REQUESTS: '1' });
  const subscriptions = [await subscribe(gateway), await subscribe(gateway)];
  for (const { next } of subscriptions) expect(await next()).toEqual(event('IN_PROGRESS'));
  for (let index = 0; index < 5; index += 1) {
    await expect.poll(async () => (await gateway.post({ query: '{ __typename }' })).status).toBe(200);
  }
});

test('a poll in flight holds a slot of the gate', async () => {
  const gateway = await runPolling(() => {}, { MAX_REQUESTS: '1' });
  const { leave } = await subscribe(gateway);
  await expect.poll(() => gateway.upstream.requests.length).toBe(1);
  expect((await gateway.post({ query: '{ __typename }' })).status).toBe(503);
  leave();
  await expect.poll(async () => (await gateway.post({ query: '{ __typename }' })).status).toBe(200);
});

test('when the client disconnects, the poll in flight is aborted and no other follows', async () => {
  const gateway = await runPolling(() => {});
  const { leave } = await subscribe(gateway);
  await expect.poll(() => gateway.upstream.openConnections).toBe(1);
  leave();
  await expect.poll(() => gateway.upstream.openConnections).toBe(0);
  await sleep(A_WHILE_MS);
  expect(gateway.upstream.requests).toHaveLength(1);
});

test('when the client disconnects between polls, no other follows, and no timer is left', async () => {
  const gateway = await runBefore([state('inprogress')]);
  const before = activeResources('Timeout');
  const subscriptions = await Promise.all(Array.from({ length: 20 }, () => subscribe(gateway)));
  for (const { next } of subscriptions) expect(await next()).toEqual(event('IN_PROGRESS'));
  expect(activeResources('Timeout')).toBeGreaterThan(before);
  for (const { leave } of subscriptions) leave();
  expect(await activeResourcesLeft('Timeout', before)).toBeLessThanOrEqual(before);
  expect(await furtherPolls(gateway)).toBe(0);
});

test('a host that cancels the body of the response disconnects the client', async () => {
  const gateway = await runBefore([state('inprogress')]);
  const { response } = await subscribe(gateway);
  await expect.poll(() => gateway.upstream.requests.length).toBe(1);
  await response.body?.cancel();
  expect(await furtherPolls(gateway)).toBe(0);
});

test('a shutdown ends it at once with OVERLOADED as its last event, and rejects new ones with 503', async () => {
  const gateway = await runBefore([state('inprogress')]);
  const subscription = await subscribe(gateway);
  expect(await subscription.next()).toEqual(event('IN_PROGRESS'));
  gateway.gateway.drain();
  const [last, ...more] = await subscription.rest();
  expect(last?.errors?.[0]?.extensions).toEqual({ code: 'OVERLOADED', retryAfterSeconds: 1 });
  expect(last?.errors?.[0]?.message).toContain('subscribe again');
  expect(more).toEqual([]);
  const { response } = await subscribe(gateway);
  expect(response.status).toBe(503);
  expect(response.headers.get('retry-after')).toBe('1');
  expect(await furtherPolls(gateway)).toBe(0);
});

test.each(['close', 'abort'] as const)('to %s the gateway ends it, too', async (how) => {
  const gateway = await runBefore([state('inprogress')]);
  const subscription = await subscribe(gateway);
  await subscription.next();
  await gateway.gateway[how]();
  expect((await subscription.rest()).map(codesOf)).toEqual([['OVERLOADED']]);
});

test('beyond MAX_SUBSCRIPTIONS a subscription is OVERLOADED, until another one has ended', async () => {
  const gateway = await runBefore([state('inprogress')], { MAX_SUBSCRIPTIONS: '2' });
  const [first] = [
    await subscribe(gateway, FOLLOW, { token: 'a' }),
    await subscribe(gateway, FOLLOW, { token: 'b' }),
  ];
  const rejected = await subscribe(gateway, FOLLOW, { token: 'c' });
  expect(rejected.response.status).toBe(503);
  expect(await rejected.response.json()).toMatchObject({ errors: [{ extensions: { code: 'OVERLOADED' } }] });
  first.leave();
  await expect.poll(async () => (await subscribe(gateway, FOLLOW, { token: 'c' })).response.status).toBe(200);
});

test('a quarter of MAX_SUBSCRIPTIONS is kept for callers with few, however many the others have', async () => {
  const gateway = await runBefore([state('inprogress')], { MAX_SUBSCRIPTIONS: '32' });
  const statusFor = async (token: string) => (await subscribe(gateway, FOLLOW, { token })).response.status;
  const statuses: number[] = [];
  for (let n = 0; n < 32; n += 1) statuses.push(await statusFor('alice'));
  // Of the eight that are kept, each caller may have one.
  expect(statuses.filter((status) => status === 200)).toHaveLength(25);
  for (let n = 0; n < 7; n += 1) expect(await statusFor(`caller-${n}`)).toBe(200);
  expect(await statusFor('one-too-many')).toBe(503);
});

test('with MAX_SUBSCRIPTIONS=0 there are none', async () => {
  const gateway = await runBefore([state('inprogress')], { MAX_SUBSCRIPTIONS: '0' });
  expect((await subscribe(gateway)).response.status).toBe(503);
});

test('one token has at most MAX_SUBSCRIPTIONS_PER_CALLER, and leaves the others to other callers', async () => {
  const gateway = await runBefore([state('inprogress')], { MAX_SUBSCRIPTIONS_PER_CALLER: '2' });
  const own = [await subscribe(gateway), await subscribe(gateway)];
  const [rejected] = await (await subscribe(gateway)).rest();
  expect(rejected?.errors).toMatchObject([
    { extensions: { code: 'LIMIT_EXCEEDED', limit: 'subscriptions', max: 2 } },
  ]);
  expect(rejected?.errors?.[0]?.message).toContain('MAX_SUBSCRIPTIONS_PER_CALLER');
  expect(await (await subscribe(gateway, FOLLOW, { token: 'bob' })).next()).toEqual(event('IN_PROGRESS'));
  own[0]?.leave();
  await expect.poll(async () => codesOf(await (await subscribe(gateway)).next())).toBeUndefined();
});

test('one token has that bound however its scheme is spelt', async () => {
  const gateway = await runBefore([state('inprogress')], { MAX_SUBSCRIPTIONS_PER_CALLER: '2' });
  const spelt = (scheme: string) => subscribe(gateway, FOLLOW, { scheme });
  for (const { next } of [await spelt('Bearer'), await spelt('bearer')]) {
    expect(await next()).toEqual(event('IN_PROGRESS'));
  }
  for (const scheme of ['BEARER', 'bEaReR', 'Bearer ']) {
    expect(codesOf(await (await spelt(scheme)).next())).toEqual(['LIMIT_EXCEEDED']);
  }
});

test("polls of one caller that hang do not hold up another caller's", async () => {
  const respond = (socket: Socket, { text }: ArrivedRequest) => {
    if (!text.includes('Bearer hanging')) socket.write(state('inprogress'));
  };
  const gateway = await runPolling(respond, { MAX_REQUESTS: '64' });
  for (let index = 0; index < 20; index += 1) await subscribe(gateway, FOLLOW, { token: 'hanging' });
  await expect.poll(() => gateway.upstream.requests.length).toBeGreaterThan(2);
  expect(await (await subscribe(gateway)).next()).toEqual(event('IN_PROGRESS'));
});

test('each subscription is polled for with its own token alone', async () => {
  const gateway = await runBefore([state('inprogress')]);
  const tokens = ['token-of-ada', 'token-of-bob'];
  for (const token of tokens)
    await subscribe(gateway, FOLLOW.replace('op"', `${token.slice(9)}"`), { token });
  await expect.poll(() => gateway.upstream.requests.length).toBeGreaterThan(4);
  const authorization = ({ text }: ArrivedRequest) => /authorization: Bearer (.*)/i.exec(text)?.[1]?.trim();
  for (const request of gateway.upstream.requests) {
    expect(request.line).toContain(`/operations/${authorization(request)?.slice(9)} `);
  }
});

test('its polls have the client-request-id of its response', async () => {
  const gateway = await runBefore([state('inprogress'), state('completed')]);
  const subscription = await subscribe(gateway);
  await subscription.rest();
  const id = subscription.response.headers.get('client-request-id');
  expect(gateway.upstream.requests.map(({ text }) => /client-request-id: (.*)/i.exec(text)?.[1])).toEqual([
    id,
    id,
  ]);
});

test('a failure of the transport is not told to the client, nor its token to the log', async () => {
  const gateway = await runBefore(['reset', state('completed')]);
  const subscription = await subscribe(gateway, FOLLOW, { token: 'sekrit-of-a-stream' });
  expect(await subscription.rest()).toEqual([event('COMPLETED')]);
  await gateway.gateway.close();
  expect(gateway.logs.join('')).toContain('ECONNRESET');
  expect(gateway.logs.join('')).not.toContain('sekrit-of-a-stream');
});

test.each([
  ['an id that is no segment of a path', FOLLOW.replace('"op"', '"../op"'), 'BAD_USER_INPUT'],
  [
    'a second field',
    FOLLOW.replace(
      '{ external',
      '{ b: externalConnectionOperation(connectionId: "a", id: "b") { id } external',
    ),
    'GRAPHQL_VALIDATION_FAILED',
  ],
  [
    'only a field that is left out',
    FOLLOW.replace(' { id', ' @skip(if: true) { id'),
    'GRAPHQL_VALIDATION_FAILED',
  ],
  [
    'a condition on a variable',
    `${FOLLOW.replace(' {', ' ($a: Boolean!) {').replace(' { id', ' @include(if: $a) { id')}`,
    'GRAPHQL_VALIDATION_FAILED',
  ],
  [
    'a condition on a fragment',
    `subscription { ...F @skip(if: false) } fragment F on Subscription ${FOLLOW.slice(13)}`,
    'GRAPHQL_VALIDATION_FAILED',
  ],
  [
    'a condition inside a fragment',
    `subscription { ... { ...F } } fragment F on Subscription ${FOLLOW.slice(13).replace(' { id', ' @include(if: true) { id')}`,
    'GRAPHQL_VALIDATION_FAILED',
  ],
  ['a field of introspection', 'subscription { __typename }', 'GRAPHQL_VALIDATION_FAILED'],
])('one with %s is rejected before anything is sent', async (_, query, code) => {
  const gateway = await runBefore([state('inprogress')]);
  expect((await (await subscribe(gateway, query)).rest()).map(codesOf)).toEqual([[code]]);
  expect(gateway.upstream.requests).toEqual([]);
});

test('without a token it is rejected with 401', async () => {
  const gateway = await runBefore([state('inprogress')]);
  const response = await gateway.post(
    { query: FOLLOW },
    { token: null, headers: { accept: 'text/event-stream' } },
  );
  expect(response.status).toBe(401);
  expect(gateway.upstream.requests).toEqual([]);
});
