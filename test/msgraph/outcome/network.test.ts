import { describe, expect, test } from 'vitest';
import { failureOf } from '../../support/failure.ts';
import { mutations, objectMutations } from '../../support/fields.ts';
import { withoutBackoff } from '../../support/retries.ts';
import { runGateway, runGatewayBefore } from '../../support/running.ts';
import { tenantOf } from '../../support/tenant.ts';
import { always, type Behaviour, rawResponse, startUpstream, unusedUrl } from '../../support/upstream.ts';

// The outcome of writes without a complete response: it depends on whether they were sent.

const TIMEOUT = { REQUEST_TIMEOUT_MS: '500' };

withoutBackoff();

/** The errors of every mutation, all behind one gateway. */
async function failuresOfAll(settings: Readonly<Record<string, string>>) {
  const running = await runGateway({ settings });
  return Promise.all(mutations.map(async ({ document }) => (await failureOf(running, document)).extensions));
}

describe('every mutation is NOT_APPLIED', () => {
  const unavailable = mutations.map(() => ({ code: 'UPSTREAM_UNAVAILABLE', outcome: 'NOT_APPLIED' }));

  test('if the connection is refused', async () => {
    expect(await failuresOfAll({ GRAPH_URL: await unusedUrl() })).toEqual(unavailable);
  });

  test('if the upstream does not speak TLS: no byte of the request is sent', async () => {
    const { emulator } = await runGateway();
    const GRAPH_URL = emulator.url.replace('http:', 'https:');
    expect(await failuresOfAll({ GRAPH_URL })).toEqual(unavailable);
    expect(emulator.requests).toEqual([]);
  });

  test('if the deadline comes before the connection', async () => {
    const silent = await startUpstream(() => {});
    const failures = await failuresOfAll({ ...TIMEOUT, GRAPH_URL: silent.url.replace('http:', 'https:') });
    // Before the gateways, which would wait for their handshakes.
    await silent.close();
    expect(failures).toEqual(mutations.map(() => ({ code: 'UPSTREAM_TIMEOUT', outcome: 'NOT_APPLIED' })));
  });
});

// Deletions are retried: see deletions.test.ts.
describe.each(objectMutations)('$name', ({ document, method, path, id }) => {
  test.each([
    ['before', false],
    ['after', true],
  ] as const)('reset %s it was applied is UNKNOWN, and is sent once', async (reset, applied) => {
    const running = await runGateway();
    const before = await tenantOf(running.emulator);
    running.emulator.clear();
    running.emulator.failNext({ reset, path });
    const { message, extensions } = await failureOf(running, document);
    expect(extensions).toEqual({ code: 'UPSTREAM_UNAVAILABLE', outcome: 'UNKNOWN' });
    const what =
      method === 'POST' && id === undefined ? 'look for the object in the list' : 'read the object';
    expect(message).toContain(`. The write may have been applied: ${what} before you retry.`);
    expect(running.emulator.requests.map((request) => [request.method, request.path])).toEqual([
      [method, `/beta${path}`],
    ]);
    const after = await tenantOf(running.emulator);
    if (applied) expect(after).not.toEqual(before);
    else expect(after).toEqual(before);
  });

  test('is UNKNOWN and not retried if its keep-alive connection closes', async () => {
    const running = await runGatewayBefore((socket, request) => {
      if (request.index === 0) always({ body: { value: [] } })(socket, request);
      else socket.destroy();
    });
    await running.execute('{ externalConnections { nodes { id } } }');
    const { extensions } = await failureOf(running, document);
    expect(extensions).toEqual({ code: 'UPSTREAM_UNAVAILABLE', outcome: 'UNKNOWN' });
    expect(running.upstream.requests).toHaveLength(2);
  });
});

test.each([
  ['comes after 33 informational ones', 'HTTP/1.1 103 Early Hints\r\n\r\n'.repeat(33)],
  ['has 100 kB of headers', `HTTP/1.1 204 No Content\r\nX-Long: ${'x'.repeat(100_000)}\r\n\r\n`],
])('every mutation is UNKNOWN if its response %s, and is sent once', async (_, response) => {
  const running = await runGatewayBefore((socket) => void socket.write(response));
  for (const { name, document } of mutations) {
    const { extensions } = await failureOf(running, document);
    expect(extensions, name).toEqual({ code: 'UPSTREAM_UNAVAILABLE', outcome: 'UNKNOWN' });
  }
  expect(running.upstream.requests).toHaveLength(mutations.length);
});

// Each test waits for its deadline, so they run at the same time; the deadline is generous, since all of them have to
// start before it.
describe.concurrent('the outcome of every mutation', () => {
  const DEADLINE = { REQUEST_TIMEOUT_MS: '6000' };
  const LATE_MS = 6_600;

  test('is UNKNOWN at the deadline: it is sent once, and may be applied later', async ({
    expect,
    onTestFinished,
  }) => {
    await Promise.all(
      mutations.map(async ({ document, path }) => {
        const running = await runGateway({ settings: DEADLINE }, onTestFinished);
        const before = await tenantOf(running.emulator);
        running.emulator.clear();
        running.emulator.failNext({ delayMs: LATE_MS, path });
        const { extensions } = await failureOf(running, document);
        expect(extensions).toEqual({ code: 'UPSTREAM_TIMEOUT', outcome: 'UNKNOWN' });
        expect(running.emulator.requests).toHaveLength(1);
        await expect.poll(() => tenantOf(running.emulator), { interval: 20 }).not.toEqual(before);
      }),
    );
  });

  const STATUSES = [
    [201, 'UNKNOWN'],
    [400, 'NOT_APPLIED'],
    [408, 'UNKNOWN'],
    [500, 'UNKNOWN'],
    [307, 'UNKNOWN'],
  ] as const;
  const incomplete = (status: number) => rawResponse({ status, body: '{"id":"x"', length: 100 });

  test.for(STATUSES)(
    'with the status %i and an incomplete body is %s',
    async ([status, outcome], { expect, onTestFinished }) => {
      const ends: readonly (readonly [Behaviour, object, Record<string, string>?])[] = [
        [(socket) => void socket.end(incomplete(status)), { graph: { status } }],
        [(socket) => void socket.write(incomplete(status)), { code: 'UPSTREAM_TIMEOUT' }, DEADLINE],
      ];
      for (const [behaviour, error, settings = {}] of ends) {
        const running = await runGatewayBefore(behaviour, settings, onTestFinished);
        const failures = objectMutations.map(async ({ document }) => {
          const { extensions } = await failureOf(running, document);
          expect(extensions).toMatchObject({ ...error, outcome });
          expect(extensions).not.toHaveProperty('resourceId');
        });
        await Promise.all(failures);
        expect(running.upstream.requests).toHaveLength(objectMutations.length);
      }
    },
  );

  test('is UNKNOWN if nothing follows an informational response', async ({ expect, onTestFinished }) => {
    const hint = 'HTTP/1.1 103 Early Hints\r\n\r\n';
    const running = await runGatewayBefore((socket) => void socket.write(hint), DEADLINE, onTestFinished);
    await Promise.all(
      mutations.map(async ({ document }) => {
        const { extensions } = await failureOf(running, document);
        expect(extensions).toEqual({ code: 'UPSTREAM_TIMEOUT', outcome: 'UNKNOWN' });
      }),
    );
  });

  test('is NOT_APPLIED for a write that comes after the deadline, which is not sent', async ({
    expect,
    onTestFinished,
  }) => {
    // Several at once: whether timer and clock agree to the millisecond is a matter of luck.
    await Promise.all(
      Array.from({ length: 8 }, async () => {
        const running = await runGateway({ settings: DEADLINE }, onTestFinished);
        // Keep-alive connections are open, so only the deadline can hold the write back.
        running.emulator.failNext({ delayMs: 40, times: 3 });
        const read = () => running.execute('{ externalConnections { nodes { id } } }');
        await Promise.all([read(), read(), read()]);
        running.emulator.clear();
        running.emulator.failNext({ delayMs: LATE_MS, method: 'POST' });
        const { errors = [] } = await running.execute(`mutation {
          a: createExternalConnection(input: { id: "first", name: "First" }) { id }
          b: createExternalConnection(input: { id: "second", name: "Second" }) { id }
        }`);
        expect(errors.map(({ path, extensions: { code, outcome } }) => [path, code, outcome])).toEqual([
          [['a'], 'UPSTREAM_TIMEOUT', 'UNKNOWN'],
          [['b'], 'UPSTREAM_TIMEOUT', 'NOT_APPLIED'],
        ]);
        expect(running.emulator.requests.filter(({ method }) => method === 'POST')).toMatchObject([
          { body: { id: 'first' } },
        ]);
      }),
    );
  });
});
