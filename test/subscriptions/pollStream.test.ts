import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { GraphFailure } from '../../src/msgraph/protocol/errors.ts';
import { Gate } from '../../src/plugins/gate.ts';
import { Subscriptions } from '../../src/subscriptions/subscriptions.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const OPTIONS = {
  maxSubscriptions: 10,
  maxSubscriptionsPerCaller: 10,
  operationPollSeconds: 30,
  maxRequests: 100,
};

/** A stream of what `read` returns, with no session behind it. */
function watch(read: () => Promise<number | null>) {
  const client = new AbortController();
  const polls: AbortSignal[] = [];
  const sessions = { open: 0 };
  const stream = new Subscriptions(OPTIONS, new Gate(100)).watch(
    { read, version: (state) => state, isFinal: (state) => state >= 10 },
    {
      callerKey: () => 'a',
      signal: client.signal,
      openSession: (signal) => {
        polls.push(signal);
        sessions.open += 1;
        const end = () => {
          sessions.open -= 1;
        };
        // Nothing else of a session is used here.
        return Object.assign(Object.create(null), { end });
      },
    },
  );
  return { client, polls, sessions, stream };
}

test('what a state holds counts until the next event is asked for; that of one that nobody reads, until the next state', async () => {
  let state = 0;
  const { client, polls, sessions, stream } = watch(async () => {
    state += 1;
    return state;
  });
  expect(await stream.next()).toEqual({ done: false, value: 1 });
  expect(sessions.open).toBe(1);
  const second = stream.next();
  expect(sessions.open).toBe(0);
  await vi.advanceTimersByTimeAsync(34_000);
  expect(await second).toEqual({ done: false, value: 2 });
  await vi.advanceTimersByTimeAsync(3 * 34_000);
  expect(polls.length).toBeGreaterThanOrEqual(4);
  // The second state, and the last one.
  expect(sessions.open).toBe(2);
  client.abort();
  expect(sessions.open).toBe(0);
});

test('a final state that nobody has read holds nothing once the client disconnects', async () => {
  const { client, sessions } = watch(async () => 10);
  await vi.advanceTimersByTimeAsync(100);
  expect(sessions.open).toBe(1);
  client.abort();
  expect(sessions.open).toBe(0);
});

test('a state that is no new one holds nothing', async () => {
  const { polls, sessions, stream } = watch(async () => 1);
  await stream.next();
  void stream.next();
  await vi.advanceTimersByTimeAsync(3 * 34_000);
  expect(polls.length).toBeGreaterThanOrEqual(3);
  expect(sessions.open).toBe(0);
  await stream.return();
});

test('ten failures in a row end it with the last one', async () => {
  const { stream, polls } = watch(() => Promise.reject(new GraphFailure('UPSTREAM_UNAVAILABLE', 'No.')));
  const event = stream.next();
  await vi.advanceTimersByTimeAsync(9 * 34_000);
  expect(polls).toHaveLength(10);
  expect(await event).toMatchObject({ done: false, value: { code: 'UPSTREAM_UNAVAILABLE' } });
  expect(await stream.next()).toEqual({ done: true, value: undefined });
  expect(vi.getTimerCount()).toBe(0);
});

test('failures with a state between them are not in a row', async () => {
  let poll = 0;
  const { stream, polls } = watch(() => {
    poll += 1;
    return poll % 9 === 0
      ? Promise.resolve(poll / 9)
      : Promise.reject(new GraphFailure('RATE_LIMITED', 'No.'));
  });
  await vi.advanceTimersByTimeAsync(89 * 34_000);
  expect(polls.length).toBeGreaterThanOrEqual(89);
  expect(await stream.next()).toMatchObject({ done: false });
});

test('absences with a failure between them are not in a row', async () => {
  const states = [null, null, new GraphFailure('UPSTREAM_UNAVAILABLE', 'x'), null, null, 10];
  const { stream } = watch(async () => {
    const state = states.shift() ?? null;
    if (state instanceof Error) throw state;
    return state;
  });
  expect(await stream.next()).toEqual({ done: false, value: null });
  const second = stream.next();
  await vi.advanceTimersByTimeAsync(6 * 34_000);
  expect(await second).toEqual({ done: false, value: 10 });
});

test('a bug ends it', async () => {
  const bug = new TypeError('x is not a function');
  const { stream } = watch(() => Promise.reject(bug));
  expect(await stream.next()).toEqual({ done: false, value: bug });
  expect(await stream.next()).toMatchObject({ done: true });
});

test('of the states that are not read, the last one is kept', async () => {
  let state = 0;
  const { stream } = watch(() => {
    state += 1;
    return Promise.resolve(state);
  });
  await vi.advanceTimersByTimeAsync(4 * 34_000);
  expect(await stream.next()).toEqual({ done: false, value: state });
  await stream.return();
  expect(await stream.next()).toMatchObject({ done: true });
});

test('an end that is not read is told after the last state', async () => {
  let polls = 0;
  const { stream } = watch(() => {
    polls += 1;
    return polls === 1 ? Promise.resolve(5) : Promise.reject(new GraphFailure('UNAUTHENTICATED', 'No.'));
  });
  await vi.advanceTimersByTimeAsync(34_000);
  expect(await stream.next()).toEqual({ done: false, value: 5 });
  expect(await stream.next()).toMatchObject({ done: false, value: { code: 'UNAUTHENTICATED' } });
  expect(await stream.next()).toMatchObject({ done: true });
});

test('to return from it ends a read that waits, and aborts the poll in flight', async () => {
  const { stream, polls } = watch(() => new Promise(() => {}));
  const event = stream.next();
  await stream.return();
  expect(await event).toMatchObject({ done: true });
  expect(polls.map(({ aborted }) => aborted)).toEqual([true]);
  expect(vi.getTimerCount()).toBe(0);
});

test('for a client that has disconnected already, nothing is polled', async () => {
  const client = new AbortController();
  client.abort();
  const read = vi.fn(() => Promise.resolve(1));
  const openSession = () => Object.create(null);
  const subscriptions = new Subscriptions({ ...OPTIONS, maxSubscriptions: 1 }, new Gate(1));
  const subscriber = { callerKey: () => 'a', signal: client.signal, openSession };
  for (const _ of [1, 2]) {
    const stream = subscriptions.watch({ read, version: (state) => state, isFinal: () => false }, subscriber);
    expect(await stream.next()).toMatchObject({ done: true });
  }
  expect(read).not.toHaveBeenCalled();
});
