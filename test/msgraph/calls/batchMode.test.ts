import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { startEmulator } from '../../../emulator/index.ts';
import { createGateway, type Gateway } from '../../../src/gateway.ts';
import { readConfig } from '../../../src/settings/config.ts';
import { advanceClock } from '../../support/clock.ts';
import type { TestGateway } from '../../support/gateway.ts';
import { withoutBackoff } from '../../support/retries.ts';
import { runGateway, runGatewayBefore } from '../../support/running.ts';
import { always, rawResponse } from '../../support/upstream.ts';

// `$batch` may be refused, as a whole or for some of Graph's endpoints: the reads then go singly, and nobody notices.

withoutBackoff();
afterEach(() => vi.useRealTimers());

const BATCH = 'POST /$batch';
const UNKNOWN_SEGMENT = {
  error: { code: 'BadRequest', message: "Resource not found for the segment 'connections'." },
};
const SAMPLES = ['contosohr', 'fabrikamwiki', 'contososervicedesk'] as const;
const item = (id: string) => `/external/connections/${id}`;
const get = (id: string) => `GET ${item(id)}`;
const lookups = (ids: readonly string[]) =>
  `{ ${ids.map((id, index) => `a${index}: externalConnection(id: "${id}") { id }`).join(' ')} }`;

const REFUSALS = [
  [404, ''],
  [404, 'Not Found'],
  [405, ''],
  [501, ''],
  [400, ''],
  [400, { error: { code: 'BadRequest', message: 'Invalid batch payload format.' } }],
] as const;

/** The calls since this was last asked. */
function callsOf({ emulator }: TestGateway): string[] {
  const calls = emulator.requests.map(({ method, path }) => `${method} ${path.replace('/beta', '')}`);
  emulator.clear();
  return calls;
}

/** Reads the samples, and returns the calls that took. */
async function readSamples(running: TestGateway, token = 'demo'): Promise<string[]> {
  const result = await running.execute(lookups(SAMPLES), {}, { token });
  const found = token === 'demo' ? (id: string) => ({ id }) : () => null;
  expect(result).toEqual({
    data: Object.fromEntries(SAMPLES.map((id, index) => [`a${index}`, found(id)])),
  });
  return callsOf(running);
}

const refuse = ({ emulator }: TestGateway, status = 405) =>
  emulator.failNext({ status, path: '/$batch', times: 1_000 });

describe('GRAPH_BATCH=off', () => {
  test('sends each read singly', async () => {
    const running = await runGateway({ settings: { GRAPH_BATCH: 'off' } });
    expect((await readSamples(running)).sort()).toEqual(SAMPLES.map(get).sort());
  });

  test('keeps at most 20 reads of one request in flight', async () => {
    let inFlight = 0;
    const seen: number[] = [];
    const { execute } = await runGatewayBefore(
      (socket, { line }) => {
        inFlight += 1;
        seen.push(inFlight);
        setTimeout(() => {
          inFlight -= 1;
          socket.write(rawResponse({ body: { id: line.split(/[/ ]/)[5] } }));
        }, 50);
      },
      { GRAPH_BATCH: 'off' },
    );
    const ids = Array.from({ length: 50 }, (_, index) => `conn${index}`);
    const { data, errors } = await execute(lookups(ids));
    expect(errors).toBeUndefined();
    expect(data).toEqual(Object.fromEntries(ids.map((id, index) => [`a${index}`, { id }])));
    expect(seen).toHaveLength(50);
    expect(Math.max(...seen)).toBe(20);
  });
});

describe('GRAPH_BATCH=on', () => {
  test('repeats nothing that was refused', async () => {
    const running = await runGateway({ settings: { GRAPH_BATCH: 'on' } });
    refuse(running);
    const { errors } = await running.execute(lookups(SAMPLES));
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(Array(3).fill('UPSTREAM_REJECTED'));
    expect(callsOf(running)).toEqual([BATCH]);
  });
});

describe('GRAPH_BATCH=auto, the default,', () => {
  test('sends batches', async () => {
    const running = await runGateway();
    expect(await readSamples(running)).toEqual([BATCH]);
    expect(await readSamples(running)).toEqual([BATCH]);
  });

  test.each(REFUSALS)('repeats the reads of a batch that is refused with %i and %j', async (status, body) => {
    const running = await runGateway();
    running.emulator.failNext({ status, body, path: '/$batch' });
    const [first, ...others] = await readSamples(running);
    expect(first).toBe(BATCH);
    expect(others.sort()).toEqual(SAMPLES.map(get).sort());
    // And this caller's reads go singly from now on.
    expect((await readSamples(running)).sort()).toEqual(SAMPLES.map(get).sort());
  });

  test.each([
    [405, ''],
    [501, ''],
    [404, UNKNOWN_SEGMENT],
    [400, UNKNOWN_SEGMENT],
    [400, { error: { code: 'BatchingNotSupported', message: 'No.' } }],
    [400, { error: { code: 'BadRequest', message: 'This request is not supported in a batch.' } }],
  ])('repeats a part alone that is refused with %i and %j', async (status, body) => {
    const running = await runGateway();
    running.emulator.failNext({ status, body, path: item(SAMPLES[1]) });
    expect(await readSamples(running)).toEqual([BATCH, get(SAMPLES[1])]);
    expect((await readSamples(running)).sort()).toEqual(SAMPLES.map(get).sort());
  });

  test('sends batches again after ten minutes', async () => {
    const running = await runGateway();
    running.emulator.failNext({ status: 405, path: '/$batch' });
    await readSamples(running);
    advanceClock(599_000);
    expect(await readSamples(running)).not.toContain(BATCH);
    advanceClock(2_000);
    // Let the cache read the clock again.
    await sleep(5);
    expect(await readSamples(running)).toEqual([BATCH]);
  });

  test('says it in the log once, without ids and tokens', async () => {
    const running = await runGateway();
    for (const token of ['demo', 'another-caller', 'demo']) {
      refuse(running);
      await readSamples(running, token);
    }
    const lines = running.logs.map((line) => JSON.parse(line));
    expect(lines.filter((line) => line.batchesRefused)).toEqual([expect.objectContaining({ level: 40 })]);
  });

  test('does not count repeated reads as further upstream requests, and stays within their limit', async () => {
    const running = await runGateway({ settings: { MAX_UPSTREAM_REQUESTS: '3' } });
    refuse(running);
    const { errors } = await running.execute(lookups([...SAMPLES, 'another']), {}, { token: 'demo' });
    expect(errors?.map(({ path, extensions }) => [path, extensions])).toEqual([
      [['a3'], { code: 'LIMIT_EXCEEDED', limit: 'upstreamRequests', max: 3 }],
    ]);
    expect(callsOf(running)).toHaveLength(1 + 3);
  });

  test('retries a repeated read as any other', async () => {
    const running = await runGateway();
    running.emulator.failNext({ status: 405, path: '/$batch' });
    running.emulator.failNext({ status: 429, headers: { 'Retry-After': '0' }, path: item(SAMPLES[0]) });
    const calls = await readSamples(running);
    expect(calls.filter((call) => call === BATCH)).toHaveLength(1);
    expect(calls.filter((call) => call === get(SAMPLES[0]))).toHaveLength(2);
  });
});

describe('GRAPH_BATCH=auto does not mistake for a refusal', () => {
  test.each([401, 403, 408, 409, 413, 500, 302])('a batch that fails with %i', async (status) => {
    const running = await runGateway();
    running.emulator.failNext({ status, path: '/$batch' });
    expect((await running.execute(lookups(SAMPLES), {}, { token: 'demo' })).errors).toHaveLength(3);
    expect(callsOf(running)).toEqual([BATCH]);
    expect(await readSamples(running)).toEqual([BATCH]);
  });

  test.each([429, 502, 503, 504])('a batch that fails with %i, and is retried', async (status) => {
    const running = await runGateway();
    running.emulator.failNext({ status, headers: { 'Retry-After': '0' }, path: '/$batch' });
    expect(await readSamples(running)).toEqual([BATCH, BATCH]);
    expect(await readSamples(running)).toEqual([BATCH]);
  });

  test.each([
    [400, { error: { code: 'InvalidRequest', message: 'The request is malformed or incorrect.' } }],
    [401, ''],
    [403, ''],
    [404, { error: { code: 'ItemNotFound', message: "There is no 'batchjobs'." } }],
    [404, ''],
    [409, ''],
    [500, ''],
  ])('a part that fails with %i and %j', async (status, body) => {
    const running = await runGateway();
    running.emulator.failNext({ status, body, path: item(SAMPLES[1]) });
    await running.execute(lookups(SAMPLES), {}, { token: 'demo' });
    expect(callsOf(running)).toEqual([BATCH]);
    expect(await readSamples(running)).toEqual([BATCH]);
  });

  test('a path that Graph does not have, in a batch or alone', async () => {
    const settings = { GRAPH_PRIVATE_ENDPOINT_CONNECTIONS_PATH: '/unpublished' };
    const running = await runGateway({ settings });
    const query = '{ privateEndpointConnections { nodes { id } } externalConnections { nodes { id } } }';
    const { errors } = await running.execute(query);
    expect(errors).toMatchObject([
      {
        path: ['privateEndpointConnections'],
        message: expect.stringContaining('GRAPH_PRIVATE_ENDPOINT_CONNECTIONS_PATH'),
      },
    ]);
    expect(callsOf(running)).toEqual([BATCH, 'GET /unpublished']);
    expect(await readSamples(running)).toEqual([BATCH]);
    expect(running.logs.join()).not.toContain('batchesRefused');
  });

  test('reads that are refused alone, too: only the first of a resource is repeated, and not again', async () => {
    const settings = { GRAPH_PRIVATE_ENDPOINT_CONNECTIONS_PATH: '/unpublished' };
    const running = await runGateway({ settings });
    const ids = Array.from({ length: 45 }, (_, index) => `conn${index}`);
    const query = lookups(ids).replaceAll('externalConnection', 'privateEndpointConnection');
    const { errors } = await running.execute(query);
    expect(errors).toHaveLength(45);
    expect(callsOf(running).sort()).toEqual(['GET /unpublished/conn0', BATCH, BATCH, BATCH]);
    await running.execute(query);
    expect(callsOf(running)).toEqual([BATCH, BATCH, BATCH]);
  });

  test('an upstream that responds alike to everything', async () => {
    const response = { status: 400, body: { error: { code: 'BadRequest', message: 'No batch.' } } };
    const running = await runGatewayBefore(always(response));
    const calls = () => running.upstream.requests.map(({ line }) => line.split(' ')[0]);
    await running.execute(lookups(SAMPLES));
    expect(calls()).toEqual(['POST', 'GET']);
    await running.execute(lookups(SAMPLES));
    expect(calls()).toEqual(['POST', 'GET', 'POST']);
    // What one caller has found out is not known of another.
    await running.execute(lookups(SAMPLES), {}, { token: 'anotherCaller' });
    expect(calls()).toEqual(['POST', 'GET', 'POST', 'POST', 'GET']);
  });

  test('reads that are throttled alone', async () => {
    const running = await runGateway();
    running.emulator.failNext({ status: 405, path: '/$batch' });
    const headers = { 'Retry-After': '3600' };
    for (const id of SAMPLES) running.emulator.failNext({ status: 429, headers, path: item(id) });
    const { errors } = await running.execute(lookups(SAMPLES), {}, { token: 'demo' });
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(Array(3).fill('RATE_LIMITED'));
    callsOf(running);
    expect(await readSamples(running)).toEqual([BATCH]);
  });
});

test('reads that fail alone in another way are repeated, and go singly from now on', async () => {
  const running = await runGateway();
  running.emulator.failNext({ status: 405, path: '/$batch' });
  for (const id of SAMPLES) running.emulator.failNext({ status: 403, path: item(id) });
  const { errors } = await running.execute(lookups(SAMPLES), {}, { token: 'demo' });
  expect(errors?.map(({ extensions }) => extensions.code)).toEqual(Array(3).fill('FORBIDDEN'));
  expect(callsOf(running)).toHaveLength(1 + 3);
  expect((await readSamples(running)).sort()).toEqual(SAMPLES.map(get).sort());
});

test('a resource that Graph does not have hides no refusal of another in the same batch', async () => {
  const settings = { GRAPH_PRIVATE_ENDPOINT_CONNECTIONS_PATH: '/unpublished' };
  const running = await runGateway({ settings });
  running.emulator.failNext({ status: 405, path: item(SAMPLES[0]) });
  const query = `{ privateEndpointConnections { nodes { id } } ${lookups(SAMPLES).slice(1)}`;
  const { data, errors } = await running.execute(query, {}, { token: 'demo' });
  expect(errors?.map(({ path }) => path)).toEqual([['privateEndpointConnections']]);
  expect(data).toMatchObject({ a0: { id: SAMPLES[0] }, a1: { id: SAMPLES[1] } });
  expect(callsOf(running).sort()).toEqual([get(SAMPLES[0]), 'GET /unpublished', BATCH].sort());
});

test('batches of one request that are refused together are probed once', async () => {
  const running = await runGateway();
  refuse(running);
  const ids = Array.from({ length: 45 }, (_, index) => `conn${index}`);
  const { errors } = await running.execute(lookups(ids));
  expect(errors).toBeUndefined();
  const calls = callsOf(running);
  expect(calls.filter((call) => call !== BATCH).sort()).toEqual(ids.map(get).sort());
  expect(calls).toHaveLength(3 + 45);
});

test('what one caller makes Graph refuse changes nothing for the others', async () => {
  const running = await runGateway();
  for (let caller = 0; caller < 10; caller += 1) {
    running.emulator.failNext({ status: 400, path: '/$batch' });
    expect(await readSamples(running, `hostile${caller}`)).toHaveLength(4);
  }
  expect(await readSamples(running)).toEqual([BATCH]);
});

describe('the results of auto where batches are refused', () => {
  const faults = [
    { status: 403 },
    { status: 404 },
    { status: 404, body: '' },
    { status: 429, headers: { 'Retry-After': '0' } },
    { status: 429, headers: { 'Retry-After': '3600' } },
    { status: 500, body: 'x' },
    { status: 503 },
    { status: 200, body: { name: 'no id' } },
  ] as const;
  const keys = [...SAMPLES, ...Array.from({ length: 12 }, (_, index) => `missing${index}`)];
  const keyed = fc.record({
    id: fc.constantFrom(...keys),
    fault: fc.option(fc.constantFrom(...faults), { nil: undefined }),
    isRefused: fc.boolean(),
  });
  const mixes = fc.record({
    items: fc.uniqueArray(keyed, { selector: ({ id }) => id, maxLength: keys.length }),
    lists: fc.uniqueArray(fc.integer({ min: 1, max: 5 }), { maxLength: 3 }),
    refusal: fc.constantFrom(400, 404, 405, 501, 'parts'),
  });
  type Mix = typeof mixes extends fc.Arbitrary<infer T> ? T : never;

  // With two reads at least, so that there is a batch.
  const documentOf = ({ items, lists }: Mix) =>
    [
      '{ externalConnections { nodes { name } } privateEndpointConnections { nodes { id privateLinkIds } }',
      ...items.map(({ id }) => `${id}: externalConnection(id: "${id}") { id name state }`),
      ...lists.map(
        (first) =>
          `l${first}: externalConnections(first: ${first}) { nodes { id } pageInfo { hasNextPage } }`,
      ),
      '}',
    ].join(' ');

  const start = (url: string, GRAPH_BATCH: string): Gateway => {
    const settings = { GRAPH_URL: url, GRAPH_BATCH, CIRCUIT_BREAKER: 'off', LOG_LEVEL: 'silent' };
    return createGateway(readConfig(settings));
  };
  async function run(gateway: Gateway, query: string): Promise<unknown> {
    const headers = { 'content-type': 'application/json', authorization: 'Bearer demo' };
    const body = JSON.stringify({ query });
    const response = await gateway.fetch('http://gateway/graphql', { method: 'POST', headers, body });
    return withoutIds(await response.json());
  }

  test('are those of on where batches work, for 50 generated mixes', async () => {
    const working = await startEmulator();
    const refusing = await startEmulator();
    const on = start(working.url, 'on');
    onTestFinished(async () => {
      await on.close();
      await working.close();
      await refusing.close();
    });
    await fc.assert(
      fc.asyncProperty(mixes, async (mix) => {
        // A gateway of its own, since it remembers what was refused.
        const auto = start(refusing.url, 'auto');
        working.clear();
        refusing.clear();
        const { refusal } = mix;
        // An item whose own status is that of the refusal: whether batching is the problem cannot be told from it.
        fc.pre(mix.items.every(({ fault }) => fault === undefined || fault.status !== refusal));
        if (typeof refusal === 'number') refusing.failNext({ status: refusal, path: '/$batch', times: 100 });
        for (const { id, fault, isRefused } of mix.items) {
          const path = item(id);
          if (refusal === 'parts' && isRefused) refusing.failNext({ status: 405, path });
          if (fault === undefined) continue;
          working.failNext({ ...fault, path });
          refusing.failNext({ ...fault, path });
        }
        const query = documentOf(mix);
        const [expected, actual] = await Promise.all([run(on, query), run(auto, query)]);
        await auto.close();
        expect(actual).toEqual(expected);
      }),
      { numRuns: 50, seed: 7 },
    );
  });

  /** Without what is random: Graph's ids of the requests. */
  function withoutIds(result: unknown): unknown {
    return JSON.parse(JSON.stringify(result), (key, value) => (/requestId/i.test(key) ? undefined : value));
  }
});
