import { execFileSync } from 'node:child_process';
import net, { createServer, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { callerKey } from '../../../src/fairness/caller.ts';
import { Breaker } from '../../../src/msgraph/calls/breaker.ts';
import type { Reply } from '../../../src/msgraph/protocol/reply.ts';
import { advanceClock } from '../../support/clock.ts';
import type { TestGateway } from '../../support/gateway.ts';
import { runGateway, runGatewayBefore } from '../../support/running.ts';
import { type Behaviour, rawResponse, startUpstream, unusedUrl } from '../../support/upstream.ts';

const CREATE = 'mutation { createExternalConnection(input: { id: "abc", name: "x" }) { id } }';
const CREATED = { data: { createExternalConnection: { id: 'abc' } } };
const ON = { CIRCUIT_BREAKER: 'on' };
// The longest time for which the breaker stays open.
const PAUSE_MS = 30_000;
// More than the ten calls of a caller, and the fifty of all callers, that a breaker waits for.
const ENOUGH = 12;
const ENOUGH_OF_ALL = 60;
const created = rawResponse({ status: 201, body: { id: 'abc' } });
const OTHER_ID = ['client-request-id: 11111111-2222-4333-8444-555555555555'];
const stopped = { code: 'UPSTREAM_UNAVAILABLE', retryAfterSeconds: 1, outcome: 'NOT_APPLIED' };

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

async function readiness({ gateway }: TestGateway) {
  const response = await gateway.fetch('http://gateway/ready');
  return { status: response.status, ...(await response.json()) };
}
const READY = { status: 200, ready: true, breaker: 'closed' };

async function failureOf(gateway: TestGateway, token = 'alice') {
  return (await gateway.execute(CREATE, {}, { token })).errors?.[0]?.extensions;
}

const connects = () => Promise.resolve(true);

async function times(count: number, act: (index: number) => Promise<unknown>) {
  for (let index = 0; index < count; index += 1) await act(index);
}

/** A gateway whose upstream responds to every write with the current `status`. */
async function gatewayBefore(initial: number, settings: Record<string, string> = ON) {
  const upstreamSays = { status: initial };
  const gateway = await runGatewayBefore((socket) => {
    socket.write(upstreamSays.status === 201 ? created : rawResponse({ status: upstreamSays.status }));
  }, settings);
  const failures = (count: number) => times(count, () => gateway.execute(CREATE));
  return { gateway, upstreamSays, failures };
}

describe("a caller's calls", () => {
  test('are stopped if most of them fail, and are made again once Graph has recovered', async () => {
    const { gateway, upstreamSays, failures } = await gatewayBefore(503);
    await failures(9);
    expect(await failureOf(gateway)).toMatchObject({ graph: { status: 503 } });
    expect(await failureOf(gateway)).toEqual(stopped);
    expect(gateway.upstream.requests).toHaveLength(10);

    upstreamSays.status = 201;
    advanceClock(PAUSE_MS);
    await times(3, async () => expect(await gateway.execute(CREATE)).toEqual(CREATED));
  });

  test('are one trial call after a pause, and the others fail immediately', async () => {
    const trial: Socket[] = [];
    const gateway = await runGatewayBefore((socket, { index }) => {
      if (index < 10) socket.write(rawResponse({ status: 503 }));
      else trial.push(socket);
    }, ON);
    await times(10, () => gateway.execute(CREATE));
    advanceClock(PAUSE_MS);
    let failed = 0;
    const results = Array.from({ length: 10 }, async () => {
      const result = await gateway.execute(CREATE);
      if (result.errors !== undefined) failed += 1;
      return result;
    });
    await vi.waitUntil(() => trial.length + failed === 10, 60_000);
    expect(trial).toHaveLength(1);
    trial[0]?.write(created);
    expect(await Promise.all(results)).toContainEqual(CREATED);
  });

  test.each([400, 403, 404, 409, 429, 500])('are not stopped by the status %i', async (status) => {
    vi.spyOn(Math, 'random').mockReturnValue(0);
    const { gateway, failures } = await gatewayBefore(status);
    await failures(ENOUGH);
    expect(await failureOf(gateway)).toMatchObject({ graph: { status } });
  });

  test('are not stopped by a minority of failures', async () => {
    const { gateway, upstreamSays, failures } = await gatewayBefore(201);
    for (let round = 0; round < 3; round += 1) {
      upstreamSays.status = 503;
      await failures(4);
      upstreamSays.status = 201;
      await failures(8);
    }
    expect(await gateway.execute(CREATE)).toEqual(CREATED);
  });

  test('are not stopped by clients that disconnect', async () => {
    const calls = { silent: true };
    const gateway = await runGatewayBefore((socket) => void (calls.silent || socket.write(created)), {
      ...ON,
      REQUEST_TIMEOUT_MS: '1000',
    });
    await times(ENOUGH, async () => {
      const client = new AbortController();
      const aborted = gateway.post(
        { query: '{ externalConnection(id: "x") { id } }' },
        { signal: client.signal },
      );
      setTimeout(() => client.abort(), 2);
      await aborted.catch(() => undefined);
    });
    calls.silent = false;
    expect(await gateway.execute(CREATE)).toEqual(CREATED);
  });

  test('are all made with CIRCUIT_BREAKER=off', async () => {
    const { gateway, failures } = await gatewayBefore(503, { CIRCUIT_BREAKER: 'off' });
    await failures(ENOUGH);
    expect(gateway.upstream.requests).toHaveLength(ENOUGH);
  });
});

describe('one caller whose calls fail does not shut out another:', () => {
  test.each<[string, Behaviour]>([
    ['503', (socket) => void socket.write(rawResponse({ status: 503 }))],
    ['504', (socket) => void socket.write(rawResponse({ status: 504 }))],
    ['resets', (socket) => void socket.resetAndDestroy()],
    ['incomplete responses', (socket) => void socket.end(rawResponse({ status: 201, body: '{', length: 9 }))],
    ['responses to other requests', (socket) => void socket.write(rawResponse({ headers: OTHER_ID }))],
  ])('%s, among healthy calls', async (_, fail) => {
    const failing = 'Bearer failing';
    const gateway = await runGatewayBefore((socket, request) => {
      if (request.text.includes(failing)) fail(socket, request);
      else socket.write(created);
    }, ON);
    await times(ENOUGH_OF_ALL, async (index) => {
      const token = index % 2 === 0 ? 'healthy' : `healthy${index}`;
      const own = gateway.execute(CREATE, {}, { token: 'failing' });
      expect(await gateway.execute(CREATE, {}, { token })).toEqual(CREATED);
      await own;
    });
    expect(await readiness(gateway)).toEqual(READY);
    const attempts = gateway.upstream.requests.filter(({ text }) => text.includes(failing));
    expect(attempts.length).toBeLessThan(20);
    expect(await failureOf(gateway, 'failing')).toEqual(stopped);
  });

  test('the failures of at most 1,000 callers are remembered', async () => {
    const breaker = new Breaker(connects);
    const failure: Reply = { kind: 'complete', status: 503, headers: {}, json: undefined };
    const fail = (caller: string) =>
      breaker.send(
        () => caller,
        () => Promise.resolve(failure),
      );
    const stoppedReply = { kind: 'none', sent: false, reason: 'circuit-open' };
    await times(ENOUGH, () => fail('alice'));
    expect(await fail('alice')).toEqual(stoppedReply);
    await times(999, (caller) => fail(`caller${caller}`));
    expect(await fail('alice')).toEqual(stoppedReply);
    await times(1_000, (caller) => fail(`another${caller}`));
    expect(await fail('alice')).toEqual(failure);
  });

  test('a caller is forgotten after a minute without calls', async () => {
    const breaker = new Breaker(connects);
    const failure: Reply = { kind: 'complete', status: 503, headers: {}, json: undefined };
    const reason = async () => {
      const reply = await breaker.send(
        () => 'alice',
        () => Promise.resolve(failure),
      );
      return reply.kind === 'none' ? reply.reason : 'made';
    };
    await times(12, reason);
    advanceClock(50_000);
    expect([await reason(), await reason()]).toEqual(['made', 'circuit-open']);
    advanceClock(61_000);
    // The cache reads the clock once a millisecond.
    await sleep(5);
    expect([await reason(), await reason()]).toEqual(['made', 'made']);
  });

  test('a caller stays the same however the scheme of its token is spelt', async () => {
    const breaker = new Breaker(connects);
    const failure: Reply = { kind: 'complete', status: 503, headers: {}, json: undefined };
    const send = (authorization: string) =>
      breaker.send(
        () => callerKey(authorization),
        () => Promise.resolve(failure),
      );
    await times(12, () => send('Bearer alice'));
    const stoppedReply = { kind: 'none', sent: false, reason: 'circuit-open' };
    for (const spelling of ['bearer alice', 'BEARER alice', 'Bearer   alice']) {
      expect(await send(spelling)).toEqual(stoppedReply);
    }
    expect(await send('Bearer Alice')).toEqual(failure);
  });

  test('a caller is remembered by a key that neither contains its token nor is that of another process', () => {
    const token = 'eyJ0eXAiOiJKV1Qi.abc-def_ghi.sig';
    const key = callerKey(token);
    expect(key).toMatch(/^[\w+/]{43}=$/);
    expect(callerKey(token)).toBe(key);
    expect(callerKey(`${token}x`)).not.toBe(key);
    expect(callerKey(`bearer  ${token}`)).toBe(key);
    const file = import.meta.resolve('../../../src/fairness/caller.ts');
    const script = `import { callerKey } from '${file}'; process.stdout.write(callerKey('${token}'));`;
    const ofAnother = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
      encoding: 'utf8',
    });
    expect(ofAnother).toMatch(/^[\w+/]{43}=$/);
    expect(ofAnother).not.toBe(key);
  });
});

test('all calls are stopped if no connection can be established, until one can', async () => {
  const GRAPH_URL = await unusedUrl();
  const gateway = await runGateway({ settings: { ...ON, GRAPH_URL } });
  expect(await readiness(gateway)).toEqual(READY);
  // Each is tried three times, since nothing of it was sent.
  await Promise.all(Array.from({ length: 20 }, (_, index) => failureOf(gateway, `caller${index}`)));
  expect(await readiness(gateway)).toEqual({ status: 503, ready: false, breaker: 'open' });
  expect(await failureOf(gateway, 'anotherCaller')).toEqual(stopped);

  const upstream = await startUpstream(
    (socket) => void socket.write(created),
    Number(new URL(GRAPH_URL).port),
  );
  onTestFinished(() => upstream.close());
  expect(await failureOf(gateway, 'anotherCaller')).toEqual(stopped);
  expect(upstream.requests).toHaveLength(0);
  advanceClock(PAUSE_MS);
  // Without a call: a balancer sends none until it is ready.
  await expect.poll(() => readiness(gateway)).toEqual(READY);
  expect(upstream.requests).toHaveLength(0);
  expect(await gateway.execute(CREATE)).toEqual(CREATED);
  expect(await gateway.execute(CREATE, {}, { token: 'anotherCaller' })).toEqual(CREATED);
  const lines = gateway.logs.map((line) => JSON.parse(line));
  expect(lines.filter(({ msg }) => msg.startsWith('calls to Graph'))).toMatchObject([
    { level: 40, msg: 'calls to Graph are stopped: no connection can be established' },
    { level: 30, msg: 'calls to Graph are made again' },
  ]);
});

describe('while no connection is completed', () => {
  /** A gateway before an upstream that accepts connections and never completes a TLS handshake, its breaker open. */
  async function gatewayBeforeSilence() {
    const silent = await startUpstream(() => {});
    const GRAPH_URL = silent.url.replace('http:', 'https:');
    const gateway = await runGateway({ settings: { ...ON, GRAPH_URL, REQUEST_TIMEOUT_MS: '2000' } });
    onTestFinished(() => silent.close());
    const callers = Array.from({ length: ENOUGH_OF_ALL }, (_, index) => `caller${index}`);
    const breakerAfterCalls = async () => {
      await Promise.all(callers.map((token) => failureOf(gateway, token)));
      return (await readiness(gateway)).breaker;
    };
    await expect.poll(breakerAfterCalls).toBe('open');
    return gateway;
  }

  test('all calls are stopped, although each has its deadline', async () => {
    const gateway = await gatewayBeforeSilence();
    expect(await readiness(gateway)).toEqual({ status: 503, ready: false, breaker: 'open' });
    expect(await failureOf(gateway, 'anotherCaller')).toEqual(stopped);
  });

  test('they stay stopped, whatever clients disconnect', async () => {
    const gateway = await gatewayBeforeSilence();
    for (let pause = 1; pause <= 3; pause += 1) {
      advanceClock(PAUSE_MS);
      const client = new AbortController();
      const query = '{ externalConnection(id: "x") { id } }';
      const left = gateway.post({ query }, { signal: client.signal, token: 'leaving' }).catch(() => null);
      await expect.poll(async () => (await readiness(gateway)).breaker).toBe('half-open');
      expect(await readiness(gateway)).toMatchObject({ status: 503, ready: false });
      client.abort();
      await left;
      await expect.poll(async () => (await readiness(gateway)).breaker).not.toBe('half-open');
      expect(await readiness(gateway)).toEqual({ status: 503, ready: false, breaker: 'open' });
    }
  });
});

describe('the trials of connections', () => {
  const unreachable: Reply = { kind: 'none', sent: false, reason: 'network' };
  const fail = (breaker: Breaker) =>
    times(ENOUGH_OF_ALL, (index) =>
      breaker.send(
        () => `caller${index}`,
        () => Promise.resolve(unreachable),
      ),
    );

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['performance', 'setInterval', 'clearInterval'] });
  });

  test('end with the first that succeeds', async () => {
    const trials = vi.fn().mockResolvedValueOnce(false).mockResolvedValue(true);
    const breaker = new Breaker(trials);
    await fail(breaker);
    expect(breaker.state).toBe('open');
    await vi.advanceTimersByTimeAsync(PAUSE_MS);
    expect(breaker.state).toBe('closed');
    await vi.advanceTimersByTimeAsync(10 * PAUSE_MS);
    expect(trials).toHaveBeenCalledTimes(2);
  });

  test.each(['before', 'after'])('end with the breaker, closed %s it has opened', async (when) => {
    const trials = vi.fn(connects);
    const breaker = new Breaker(trials);
    if (when === 'before') breaker.close();
    await fail(breaker);
    breaker.close();
    await vi.advanceTimersByTimeAsync(10 * PAUSE_MS);
    expect(trials).not.toHaveBeenCalled();
  });
});

test('calls to an IPv6 address are made again, too', async () => {
  const port = Number(new URL(await unusedUrl()).port);
  const gateway = await runGateway({ settings: { ...ON, GRAPH_URL: `http://[::1]:${port}/beta` } });
  await Promise.all(Array.from({ length: 20 }, (_, index) => failureOf(gateway, `caller${index}`)));
  expect(await failureOf(gateway)).toEqual(stopped);
  const ipv6 = createServer().listen(port, '::1');
  onTestFinished(() => void ipv6.close());
  advanceClock(PAUSE_MS);
  await expect.poll(() => readiness(gateway)).toEqual(READY);
});

const SUCCESS: Reply = { kind: 'complete', status: 200, headers: {}, json: {} };
const FAILURE: Reply = { kind: 'complete', status: 503, headers: {}, json: undefined };

/** Sends the calls of a caller whose circuit has opened, and whose pause is over. */
async function afterPause() {
  const breaker = new Breaker(connects);
  const send = (reply: Reply) =>
    breaker.send(
      () => 'alice',
      () => Promise.resolve(reply),
    );
  await times(ENOUGH, () => send(FAILURE));
  advanceClock(PAUSE_MS);
  return send;
}

test.each<[string, Reply]>([
  ['is too large', { kind: 'truncated', status: 200, headers: {}, reason: 'too-large' }],
  ['there is no room for', { kind: 'truncated', status: 200, headers: {}, reason: 'overloaded' }],
])("a caller's calls are made again after a trial whose response %s", async (_, reply) => {
  const send = await afterPause();
  await send(reply);
  expect(await send(SUCCESS)).toEqual(SUCCESS);
});

test('a trial whose response nobody waits for shows nothing, and is followed by another one', async () => {
  const send = await afterPause();
  await send({ kind: 'none', sent: true, reason: 'client-disconnected' });
  expect(await send(FAILURE)).toEqual(FAILURE);
  expect(await send(SUCCESS)).toMatchObject({ reason: 'circuit-open' });
  advanceClock(PAUSE_MS);
  expect(await send(SUCCESS)).toEqual(SUCCESS);
});

test('a clock that is set back keeps no circuit open', async () => {
  vi.spyOn(Date, 'now').mockReturnValue(0);
  const send = await afterPause();
  expect(await send(SUCCESS)).toEqual(SUCCESS);
});

test('every operation that is stopped has its line in the log, with the cause', async () => {
  const { gateway, failures } = await gatewayBefore(503);
  await failures(10);
  const query = '{ externalConnection(id: "x") { id } }';
  await times(15, () => gateway.execute(query));
  const lines = gateway.logs.map((line) => JSON.parse(line));
  expect(lines).toHaveLength(25);
  for (const line of lines.slice(10)) {
    expect(line).toMatchObject({
      level: 40,
      calls: 0,
      causes: ['circuit-open'],
      errors: { UPSTREAM_UNAVAILABLE: 1 },
    });
  }
});

test.each(['EMFILE', 'ENFILE', 'EADDRNOTAVAIL', 'EAGAIN', 'ENOBUFS', 'ENOMEM'])(
  'no call is stopped because the machine had nothing left for a connection (%s)',
  async (code) => {
    const gateway = await runGatewayBefore((socket) => void socket.write(created), ON);
    // As where no file descriptor, port or memory is left: the socket exists, and fails.
    const connect = vi.spyOn(net, 'connect').mockImplementation(() => {
      return new Socket().destroy(Object.assign(new Error(`connect ${code}`), { code }));
    });
    await Promise.all(Array.from({ length: 20 }, (_, index) => failureOf(gateway, `caller${index}`)));
    // Each was tried three times.
    expect(connect).toHaveBeenCalledTimes(60);
    expect(await readiness(gateway)).toEqual(READY);
    connect.mockRestore();
    expect(await gateway.execute(CREATE)).toEqual(CREATED);
  },
);
