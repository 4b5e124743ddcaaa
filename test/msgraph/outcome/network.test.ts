import { describe, expect, test } from 'vitest';
import { failureOf } from '../../support/failure.ts';
import { mutations } from '../../support/fields.ts';
import { runGateway, runGatewayBefore } from '../../support/running.ts';
import { tenantOf } from '../../support/tenant.ts';
import { always, rawAnswer, startUpstream, unusedUrl } from '../../support/upstream.ts';

// What a mutation says of its write when no answer came: was it sent at all?

const TIMEOUT = { REQUEST_TIMEOUT_MS: '100' };

describe.each(mutations)('$name', ({ document, method, path, id }) => {
  test('on a refused connection is NOT_APPLIED', async () => {
    const running = await runGateway({ settings: { GRAPH_URL: await unusedUrl() } });
    const { extensions } = await failureOf(running, document);
    expect(extensions).toEqual({ code: 'UPSTREAM_UNAVAILABLE', outcome: 'NOT_APPLIED' });
  });

  test('to a name that does not resolve is NOT_APPLIED', async () => {
    const running = await runGateway({ settings: { GRAPH_URL: 'https://nonexistent.invalid/beta' } });
    const { extensions } = await failureOf(running, document);
    expect(extensions).toEqual({ code: 'UPSTREAM_UNAVAILABLE', outcome: 'NOT_APPLIED' });
  });

  test('to an upstream that speaks no TLS is NOT_APPLIED, and no byte of it leaves', async () => {
    const plain = await runGateway();
    const settings = { GRAPH_URL: plain.emulator.url.replace('http:', 'https:') };
    const { extensions } = await failureOf(await runGateway({ settings }), document);
    expect(extensions).toEqual({ code: 'UPSTREAM_UNAVAILABLE', outcome: 'NOT_APPLIED' });
    expect(plain.emulator.requests).toEqual([]);
  });

  test('is NOT_APPLIED where the deadline comes before the connection', async () => {
    const silent = await startUpstream(() => {});
    const settings = { ...TIMEOUT, GRAPH_URL: silent.url.replace('http:', 'https:') };
    const { extensions } = await failureOf(await runGateway({ settings }), document);
    await silent.close();
    expect(extensions).toEqual({ code: 'UPSTREAM_TIMEOUT', outcome: 'NOT_APPLIED' });
  });

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
  const running = await runGateway({ settings: TIMEOUT });
  // Kept connections are ready, so that nothing but the deadline can hold the write back.
  const lists = ['a', 'b', 'c', 'd'].map(
    (name, i) => `${name}: externalConnections(first: ${i + 1}) { nodes { id } }`,
  );
  await running.execute(`{ ${lists.join(' ')} }`);
  running.emulator.clear();
  running.emulator.failNext({ delayMs: 250, method: 'POST' });
  const { errors = [] } = await running.execute(`mutation {
    a: createExternalConnection(input: { id: "first", name: "First" }) { id }
    b: createExternalConnection(input: { id: "second", name: "Second" }) { id }
  }`);
  expect(errors.map(({ path, extensions: { code, outcome } }) => [path, code, outcome])).toEqual([
    [['a'], 'UPSTREAM_TIMEOUT', 'UNKNOWN'],
    [['b'], 'UPSTREAM_TIMEOUT', 'NOT_APPLIED'],
  ]);
  expect(running.emulator.requests.map(({ body }) => body)).toMatchObject([{ id: 'first' }]);
});
