import type { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { Fault } from '../../../emulator/index.ts';
import { deletions, mutations, type RootField, reads, registrations } from '../../support/fields.ts';
import type { TestGateway, TestSetup } from '../../support/gateway.ts';
import { sendDocument, serve } from '../../support/httpClient.ts';
import { runGateway, runGatewayBefore } from '../../support/running.ts';
import { tenantOf } from '../../support/tenant.ts';
import { type Behaviour, rawResponse } from '../../support/upstream.ts';

// Requests whose client disconnects before the response.

const TOKEN = 'eyJ0eXAiOiJKV1Qi.abc-def_ghi.sig';
// Long enough for the gateway to notice on a busy machine that the client disconnected.
const LATE_MS = 1_200;
const soon = { interval: 5 };
const silent: Behaviour = () => {};

/** What the gateway logged about the writes of operations whose client disconnected, beside the id of its request. */
function outcomes({ logs }: TestGateway): readonly Readonly<Record<string, unknown>>[] {
  return logs
    .map((line) => JSON.parse(line))
    .filter(({ clientDisconnected }) => clientDisconnected)
    .flatMap(({ writes = [], clientRequestId, level }) =>
      writes.map((write: object) => ({ ...write, clientRequestId, level })),
    );
}

const withoutIds = ({ id, path }: RootField) => (id === undefined ? path : path.replace(`/${id}`, '/{id}'));
const WARN = 40;

/** Sends the document to the gateway over a socket, and disconnects once `arrived` is true. */
async function disconnectOnce(running: TestGateway, document: string, arrived: () => boolean): Promise<void> {
  const socket = await sendDocument(await serve(running.gateway), document, TOKEN);
  await expect.poll(arrived, soon).toBe(true);
  socket.destroy();
}

/** Disconnects while the first call of the document is in flight, to an emulator that responds late. */
async function disconnectDuring(
  document: string,
  fault: Fault = { delayMs: LATE_MS },
  setup: TestSetup = {},
) {
  const running = await runGateway(setup);
  running.emulator.failNext({ delayMs: LATE_MS, ...fault });
  await disconnectOnce(running, document, () => running.emulator.requests.length > 0);
  return running;
}

describe('a read in flight', () => {
  test('is aborted, whatever it reads: its upstream connection closes', async () => {
    const aborted = reads.map(async ({ name, document }) => {
      const running = await runGatewayBefore(silent);
      await disconnectOnce(running, document, () => running.upstream.requests.length > 0);
      await expect.poll(() => running.upstream.openConnections, { ...soon, message: name }).toBe(0);
    });
    await Promise.all(aborted);
  });

  test('is also aborted while its body is received', async () => {
    const beginning = rawResponse({ body: '{"id":', length: 100 });
    const running = await runGatewayBefore((socket) => void socket.write(beginning));
    await disconnectOnce(
      running,
      '{ externalConnection(id: "abc") { id } }',
      () => running.upstream.requests.length > 0,
    );
    await expect.poll(() => running.upstream.openConnections, soon).toBe(0);
  });

  test('is aborted together with all others of its document', async () => {
    const running = await runGatewayBefore(silent);
    const document = `{ ${['a', 'b', 'c'].map((id) => `${id}: externalConnection(id: "${id}") { id }`).join(' ')} }`;
    await disconnectOnce(running, document, () => running.upstream.requests.length === 1);
    await expect.poll(() => running.upstream.openConnections, soon).toBe(0);
  });

  test('is not aborted when another client disconnects', async () => {
    const running = await runGateway();
    running.emulator.failNext({ delayMs: 80, times: 2 });
    const other = running.execute('{ externalConnection(id: "contosohr") { id } }', {}, { token: 'demo' });
    await expect.poll(() => running.emulator.requests.length, soon).toBe(1);
    const document = '{ externalConnection(id: "contosohr") { id } }';
    await disconnectOnce(running, document, () => running.emulator.requests.length === 2);
    expect(await other).toEqual({ data: { externalConnection: { id: 'contosohr' } } });
  });

  test.each([
    ['has not begun', false],
    ['has begun', true],
  ])('whose response %s, and ends soon, leaves its connection to the next call', async (_, hasBegun) => {
    const response = rawResponse({ body: { id: 'abc' } });
    const { length } = hasBegun ? response.subarray(0, -5) : '';
    const sockets: Socket[] = [];
    const running = await runGatewayBefore(
      (socket, { index }) => {
        sockets.push(socket);
        socket.write(index === 0 ? response.subarray(0, length) : response);
      },
      { MAX_UPSTREAM_CONCURRENCY: '1' },
    );
    const leaving = new AbortController();
    const query = '{ externalConnection(id: "abc") { id } }';
    const abandoned = running.post({ query }, { signal: leaving.signal }).catch(() => undefined);
    await expect.poll(() => sockets.length, soon).toBe(1);
    leaving.abort();
    await abandoned;
    sockets[0]?.write(response.subarray(length));
    expect(await running.execute(query)).toEqual({ data: { externalConnection: { id: 'abc' } } });
    expect(new Set(sockets).size).toBe(1);
  });

  test('closes its connection later, where 50 are closed in a second', async () => {
    const running = await runGatewayBefore(silent);
    const leaving = new AbortController();
    const requests = Array.from({ length: 60 }, (_, caller) => {
      const options = { signal: leaving.signal, token: `caller-${caller}` };
      return running
        .post({ query: '{ externalConnection(id: "abc") { id } }' }, options)
        .catch(() => undefined);
    });
    await expect.poll(() => running.upstream.openConnections, soon).toBe(60);
    // A second later it is in the middle of one, too.
    await pause(1_500 - (performance.now() % 1_000));
    leaving.abort();
    await Promise.all(requests);
    const untilTen = { ...soon, interval: 5 };
    await expect.poll(() => running.upstream.openConnections, untilTen).toBeLessThanOrEqual(10);
    expect(running.upstream.openConnections).toBe(10);
    await expect.poll(() => running.upstream.openConnections, soon).toBe(0);
  });

  test('is also aborted by the signal of a fetch', async () => {
    const running = await runGatewayBefore(silent);
    const leaving = new AbortController();
    const query = '{ externalConnection(id: "abc") { id } }';
    const response = running.post({ query }, { signal: leaving.signal }).catch(() => undefined);
    await expect.poll(() => running.upstream.requests.length, soon).toBe(1);
    leaving.abort();
    await expect.poll(() => running.upstream.openConnections, soon).toBe(0);
    await response;
  });
});

describe.each(mutations)('$name already sent', (field) => {
  test('keeps its upstream connection until the response, and is logged as APPLIED', async () => {
    const status = field.method === 'POST' ? 201 : 200;
    const response = rawResponse(
      [...registrations, ...deletions].includes(field)
        ? { status: 202 }
        : { status, body: { id: field.id ?? 'ab12' } },
    );
    let reply = (): void => {};
    const running = await runGatewayBefore((socket) => {
      reply = () => void socket.write(response);
    });
    await disconnectOnce(running, field.document, () => running.upstream.requests.length > 0);
    await pause(50);
    expect(running.upstream.openConnections).toBe(1);
    expect(outcomes(running)).toEqual([]);
    reply();
    await expect.poll(() => outcomes(running).length, soon).toBe(1);
    const path = withoutIds(field);
    expect(outcomes(running)).toMatchObject([
      { outcome: 'APPLIED', method: field.method, path, level: WARN },
    ]);
    expect(running.logs.join()).not.toContain(TOKEN.slice(0, 16));
  });
});

test('mutations already sent are applied by Graph, once', async () => {
  // All at the same time, because each waits for a late response.
  const applied = mutations.map(async ({ name, document }) => {
    const running = await runGateway({ emulator: { deleteDelayMs: 0 } });
    const before = await tenantOf(running.emulator, 'demo');
    running.emulator.clear();
    running.emulator.failNext({ delayMs: LATE_MS });
    const socket = await sendDocument(await serve(running.gateway), document, 'demo');
    const its = { ...soon, message: name };
    await expect.poll(() => running.emulator.requests.length, its).toBe(1);
    socket.destroy();
    await expect.poll(() => outcomes(running), its).toMatchObject([{ outcome: 'APPLIED' }]);
    expect(running.emulator.requests, name).toHaveLength(1);
    expect(await tenantOf(running.emulator, 'demo'), name).not.toEqual(before);
  });
  await Promise.all(applied);
});

describe('the log of a write whose client disconnected', () => {
  const document = 'mutation { createExternalConnection(input: { id: "newhr", name: "New HR" }) { id } }';

  test.each([
    [201, 'APPLIED'],
    [400, 'NOT_APPLIED'],
    [408, 'UNKNOWN'],
    [409, 'NOT_APPLIED'],
    [500, 'UNKNOWN'],
  ])('has the outcome of a %i: %s', async (status, outcome) => {
    let reply = (): void => {};
    const body = { id: 'newhr', error: { code: 'x', message: `What of ${TOKEN}?` } };
    const running = await runGatewayBefore((socket) => {
      reply = () => void socket.write(rawResponse({ status, body }));
    });
    await disconnectOnce(running, document, () => running.upstream.requests.length > 0);
    await pause(20);
    reply();
    await expect.poll(() => outcomes(running), soon).toMatchObject([{ outcome, status }]);
    expect(running.logs.join()).not.toContain(TOKEN.slice(0, 16));
  });

  test('is complete once the gateway is closed, however long the response waits for its turn', async () => {
    let reply = (): void => {};
    const body = { id: 'newhr', description: 'x'.repeat(1_500_000) };
    const running = await runGatewayBefore((socket) => {
      reply = () => void socket.write(rawResponse({ status: 201, body }));
    });
    const large = document.replace('{ id }', '{ id description }');
    await disconnectOnce(running, large, () => running.upstream.requests.length > 0);
    await pause(20);
    const closed = running.gateway.close();
    reply();
    await closed;
    expect(outcomes(running)).toMatchObject([{ outcome: 'APPLIED', status: 201 }]);
  });

  test('has the outcome UNKNOWN of a reset', async () => {
    let reply = (): void => {};
    const running = await runGatewayBefore((socket) => {
      reply = () => void socket.resetAndDestroy();
    });
    await disconnectOnce(running, document, () => running.upstream.requests.length > 0);
    await pause(20);
    reply();
    await expect.poll(() => outcomes(running), soon).toMatchObject([{ outcome: 'UNKNOWN' }]);
  });

  test('has the outcome UNKNOWN at the deadline, which still applies', async () => {
    const running = await runGatewayBefore(silent, { REQUEST_TIMEOUT_MS: '600' });
    await disconnectOnce(running, document, () => running.upstream.requests.length > 0);
    await expect.poll(() => outcomes(running), soon).toMatchObject([{ outcome: 'UNKNOWN' }]);
    await expect.poll(() => running.upstream.openConnections, soon).toBe(0);
  });

  test("has the id of the request in Graph's logs", async () => {
    const running = await disconnectDuring(document);
    await expect.poll(() => outcomes(running).length, soon).toBe(1);
    const id = running.emulator.requests[0]?.headers['client-request-id'];
    expect(outcomes(running)).toMatchObject([{ clientRequestId: id }]);
  });

  test('does not say so if the client waits for the response', async () => {
    const running = await runGateway();
    const socket = await sendDocument(await serve(running.gateway), document, TOKEN);
    let response = '';
    socket.on('data', (chunk) => {
      response += chunk.toString();
    });
    await expect.poll(() => response, soon).toContain('newhr');
    socket.destroy();
    await pause(30);
    expect(running.logs.join()).not.toMatch(/clientDisconnected|error/);
  });
});

describe('after the client disconnected, no further call starts:', () => {
  const update = (n: number) =>
    `updateSingletonPrivateEndpointConnection(input: { privateLinkIds: [${n}] }) { id }`;
  const create = 'createExternalConnection(input: { id: "newhr", name: "New HR" }) { id }';

  test('another mutation of the document', async () => {
    const documents = [
      [`mutation { a: ${update(1)} b: ${update(2)} }`, 'PATCH'],
      [`mutation { a: ${create} b: ${update(2)} c: ${update(3)} }`, 'POST'],
    ] as const;
    const checks = documents.map(async ([document, method]) => {
      const running = await disconnectDuring(document);
      await expect.poll(() => outcomes(running).length, { ...soon, message: document }).toBeGreaterThan(0);
      await pause(50);
      expect(running.emulator.requests.map((request) => request.method)).toEqual([method]);
      const [sent, ...others] = outcomes(running);
      expect(sent, document).toMatchObject({ outcome: 'APPLIED', method });
      for (const other of others) expect(other, document).toMatchObject({ outcome: 'NOT_APPLIED' });
    });
    await Promise.all(checks);
  });

  test('the read after a 204 of a write', async () => {
    const setups: Readonly<Record<string, TestSetup>> = {
      addExternalConnection: { emulator: { refStatus: 204 } },
      updateExternalConnection: {},
      updatePrivateEndpointConnection: { emulator: { privateEndpointPatchStatus: 204 } },
      updateSingletonPrivateEndpointConnection: { emulator: { privateEndpointPatchStatus: 204 } },
    };
    const checks = Object.entries(setups).map(async ([name, setup]) => {
      const field: RootField | undefined = mutations.find((mutation) => mutation.name === name);
      const running = await runGateway(setup);
      running.emulator.failNext({ delayMs: LATE_MS });
      const socket = await sendDocument(await serve(running.gateway), field?.document ?? '', 'demo');
      const its = { ...soon, message: name };
      await expect.poll(() => running.emulator.requests.length, its).toBe(1);
      socket.destroy();
      await expect.poll(() => outcomes(running), its).toMatchObject([{ outcome: 'APPLIED', status: 204 }]);
      await pause(50);
      expect(
        running.emulator.requests.map(({ method }) => method),
        name,
      ).toEqual([field?.method]);
    });
    await Promise.all(checks);
  });

  test('the read after a 204 is aborted if it is in flight', async () => {
    const running = await runGatewayBefore((socket, { line }) => {
      if (line.startsWith('PATCH')) socket.end('HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n');
    });
    await disconnectOnce(running, `mutation { ${update(1)} }`, () => running.upstream.requests.length === 2);
    await expect.poll(() => running.upstream.openConnections, soon).toBe(0);
  });

  test('the retry of a read, which does not count as one either', async () => {
    let isThrottled = false;
    const sink = {
      callEnded: () => {
        isThrottled = true;
      },
    };
    const throttled = rawResponse({ status: 429, headers: ['Retry-After: 20'] });
    const running = await runGatewayBefore((socket) => void socket.write(throttled), {}, undefined, [sink]);
    await disconnectOnce(running, '{ externalConnection(id: "abc") { id } }', () => isThrottled);
    await expect.poll(() => running.logs.length, soon).toBe(1);
    const [line = ''] = running.logs;
    expect(JSON.parse(line)).toMatchObject({
      clientDisconnected: true,
      calls: 1,
      retries: 0,
      throttledMs: 0,
    });
    expect(running.upstream.requests).toHaveLength(1);
  });

  test('the log does not contain the token', async () => {
    const running = await disconnectDuring(`mutation { a: ${update(1)} b: ${create} }`);
    await expect.poll(() => outcomes(running).length, soon).toBeGreaterThan(0);
    const log = running.logs.join();
    for (const part of TOKEN.split('.').slice(0, 2)) expect(log).not.toContain(part);
    expect(log).not.toMatch(/bearer|authorization/i);
  });
});
