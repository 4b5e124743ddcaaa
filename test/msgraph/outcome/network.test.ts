import { describe, expect, test } from 'vitest';
import { failureOf } from '../../support/failure.ts';
import { mutations } from '../../support/fields.ts';
import { runGateway, runGatewayBefore } from '../../support/running.ts';
import { tenantOf } from '../../support/tenant.ts';
import { always, rawAnswer, startUpstream, unusedUrl } from '../../support/upstream.ts';

// What a mutation says of its write when no answer came: was it sent at all?

const TIMEOUT = { REQUEST_TIMEOUT_MS: '100' };

/** The errors of every mutation, each behind a gateway of its own, all at once: tries take their time. */
function failuresOfAll(settings: Readonly<Record<string, string>>) {
  return Promise.all(
    mutations.map(
      async ({ document }) => (await failureOf(await runGateway({ settings }), document)).extensions,
    ),
  );
}

describe('no mutation is applied, and each says so,', () => {
  const unavailable = mutations.map(() => ({ code: 'UPSTREAM_UNAVAILABLE', outcome: 'NOT_APPLIED' }));

  test('where the connection is refused', async () => {
    expect(await failuresOfAll({ GRAPH_URL: await unusedUrl() })).toEqual(unavailable);
  });

  test('where the name does not resolve', async () => {
    expect(await failuresOfAll({ GRAPH_URL: 'https://nonexistent.invalid/beta' })).toEqual(unavailable);
  });

  test('where the upstream speaks no TLS: no byte of it leaves', async () => {
    const { emulator } = await runGateway();
    const GRAPH_URL = emulator.url.replace('http:', 'https:');
    expect(await failuresOfAll({ GRAPH_URL })).toEqual(unavailable);
    expect(emulator.requests).toEqual([]);
  });

  test('where the deadline comes before the connection', async () => {
    const silent = await startUpstream(() => {});
    const failures = await failuresOfAll({ ...TIMEOUT, GRAPH_URL: silent.url.replace('http:', 'https:') });
    // Before the gateways, which would wait for their handshakes.
    await silent.close();
    expect(failures).toEqual(mutations.map(() => ({ code: 'UPSTREAM_TIMEOUT', outcome: 'NOT_APPLIED' })));
  });
});

describe.each(mutations)('$name', ({ document, method, path, id }) => {
  test.each([
    ['before', false],
    ['after', true],
  ] as const)('reset %s it was applied is UNKNOWN, and is sent once', async (reset, applied) => {
    const running = await runGateway();
    const before = await tenantOf(running.emulator);
    running.emulator.clear();
    running.emulator.failNext({ reset, path });
    const { extensions } = await failureOf(running, document);
    expect(extensions).toEqual({ code: 'UPSTREAM_UNAVAILABLE', outcome: 'UNKNOWN' });
    expect(running.emulator.requests.map((request) => [request.method, request.path])).toEqual([
      [method, `/beta${path}`],
    ]);
    const after = await tenantOf(running.emulator);
    if (applied) expect(after).not.toEqual(before);
    else expect(after).toEqual(before);
  });

  test('is UNKNOWN at the deadline, is sent once, and may be applied later', async () => {
    const running = await runGateway({ settings: TIMEOUT });
    const before = await tenantOf(running.emulator);
    running.emulator.clear();
    running.emulator.failNext({ delayMs: 180, path });
    const { extensions } = await failureOf(running, document);
    expect(extensions).toEqual({ code: 'UPSTREAM_TIMEOUT', outcome: 'UNKNOWN' });
    expect(running.emulator.requests).toHaveLength(1);
    await expect.poll(() => tenantOf(running.emulator), { interval: 20 }).not.toEqual(before);
  });

  test('is UNKNOWN, and not sent again, where a kept connection closes under it', async () => {
    const running = await runGatewayBefore((socket, request) => {
      if (request.index === 0) always({ body: { value: [] } })(socket, request);
      else socket.destroy();
    });
    await running.execute('{ externalConnections { nodes { id } } }');
    const { extensions } = await failureOf(running, document);
    expect(extensions).toEqual({ code: 'UPSTREAM_UNAVAILABLE', outcome: 'UNKNOWN' });
    expect(running.upstream.requests).toHaveLength(2);
  });

  test('is told from the status where the body does not come', async () => {
    const outcomes = [
      [201, 'APPLIED'],
      [400, 'NOT_APPLIED'],
      [408, 'UNKNOWN'],
      [500, 'UNKNOWN'],
      [307, 'UNKNOWN'],
    ] as const;
    await Promise.all(
      outcomes.map(async ([status, outcome]) => {
        const beginning = rawAnswer({ status, body: '{"id":"x"', length: 100 });
        const stalling = await runGatewayBefore((socket) => void socket.write(beginning), TIMEOUT);
        const stalled = await failureOf(stalling, document);
        const breaking = await runGatewayBefore((socket) => void socket.end(beginning));
        const broken = await failureOf(breaking, document);
        const resourceId = outcome === 'APPLIED' ? id : undefined;
        expect(stalled.extensions).toMatchObject({ code: 'UPSTREAM_TIMEOUT', outcome });
        expect(broken.extensions).toMatchObject({ outcome, graph: { status } });
        expect([stalled.extensions.resourceId, broken.extensions.resourceId]).toEqual([
          resourceId,
          resourceId,
        ]);
        expect(stalling.upstream.requests.length + breaking.upstream.requests.length).toBe(2);
      }),
    );
  });

  test('is UNKNOWN where nothing follows an informational answer', async () => {
    const hint = 'HTTP/1.1 103 Early Hints\r\n\r\n';
    const { extensions } = await failureOf(
      await runGatewayBefore((socket) => void socket.write(hint), TIMEOUT),
      document,
    );
    expect(extensions).toEqual({ code: 'UPSTREAM_TIMEOUT', outcome: 'UNKNOWN' });
  });
});

test('a write whose turn comes after the deadline is not sent, and NOT_APPLIED', async () => {
  // Several at once: whether timer and clock agree on the very millisecond is a matter of luck.
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      const running = await runGateway({ settings: { REQUEST_TIMEOUT_MS: '200' } });
      // Kept connections are ready, so that nothing but the deadline can hold the write back.
      running.emulator.failNext({ delayMs: 40, times: 3 });
      const read = () => running.execute('{ externalConnections { nodes { id } } }');
      await Promise.all([read(), read(), read()]);
      running.emulator.clear();
      running.emulator.failNext({ delayMs: 280, method: 'POST' });
      const { errors = [] } = await running.execute(`mutation {
        a: createExternalConnection(input: { id: "first", name: "First" }) { id }
        b: createExternalConnection(input: { id: "second", name: "Second" }) { id }
      }`);
      expect(errors.map(({ path, extensions: { code, outcome } }) => [path, code, outcome])).toEqual([
        [['a'], 'UPSTREAM_TIMEOUT', 'UNKNOWN'],
        [['b'], 'UPSTREAM_TIMEOUT', 'NOT_APPLIED'],
      ]);
      const writes = running.emulator.requests.filter(({ method }) => method === 'POST');
      expect(writes.map(({ body }) => body)).toMatchObject([{ id: 'first' }]);
    }),
  );
});
