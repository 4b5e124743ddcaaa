import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { startTestGateway, type TestGateway } from '../../support/gateway.ts';
import { draw, guidOf, MARK, nameFor, tokenOf } from './support/tokens.ts';
import { startTokenUpstream, type TokenUpstream } from './support/tokenUpstream.ts';

// 2,000 concurrent callers and an upstream that is slow and fails at random: each response and each call is its own
// caller's. The faults depend on the seed and the call, so a failing run can be repeated.

const SEED = 'tokens-1';
const CALLERS = 2_000;
const WARM_UP_ROUNDS = 6;

// Every object is selected as { id name }, so that one check does for all types.
const OBJECT = '{ id name }';
const ENDPOINT = '{ id name: externalPrivateEndpointId }';
const update = (link: number) =>
  `updateSingletonPrivateEndpointConnection(input: { privateLinkIds: [${link}] }) ${ENDPOINT}`;
const DOCUMENTS = [
  `query ($id: ID!) { externalConnection(id: $id) ${OBJECT} }`,
  `query { externalConnections(first: 2) { nodes ${OBJECT} pageInfo { endCursor } } }`,
  // Several reads are one $batch.
  `query ($id: ID!) {
    a: externalConnection(id: "shared") ${OBJECT}
    b: externalConnection(id: $id) ${OBJECT}
    c: privateEndpointConnection(id: "shared") ${ENDPOINT}
    d: externalConnections { nodes ${OBJECT} pageInfo { endCursor } }
  }`,
  `query ($ids: [ID!]!) { externalConnectionsById(ids: $ids) ${OBJECT} }`,
  `mutation ($id: ID!) { createExternalConnection(input: { id: $id, name: "x" }) ${OBJECT} }`,
  // A write with a read after it.
  `mutation ($id: ID!) { addExternalConnection(input: { id: $id, name: "x" }) ${OBJECT} }`,
  `mutation { a: ${update(1)} b: ${update(2)} }`,
];

const resultShape = z.object({
  data: z.record(z.string(), z.unknown()),
  errors: z
    .array(
      z.object({
        extensions: z.object({
          code: z.enum(['UPSTREAM_UNAVAILABLE', 'RATE_LIMITED', 'UPSTREAM_INVALID_RESPONSE']),
          graph: z
            .object({ message: z.string().optional(), clientRequestId: z.string().optional() })
            .optional(),
        }),
      }),
    )
    .default([]),
});

let upstream: TokenUpstream;
let running: TestGateway;
beforeAll(async () => {
  upstream = await startTokenUpstream(SEED);
  // One call in five fails, which must not open the breaker; and all callers pass the gate at once.
  const settings = {
    GRAPH_URL: upstream.url,
    CIRCUIT_BREAKER: 'off',
    MAX_REQUESTS: '100000',
    // All of them at once take long on a busy machine.
    REQUEST_TIMEOUT_MS: '600000',
  };
  running = await startTestGateway({ settings });
});
afterAll(async () => {
  await running.close();
  await upstream.close();
});

/** The names and cursors anywhere in a result, each with the one that belongs to this token. */
function namesIn(value: unknown, token: string): { readonly got: unknown; readonly expected: unknown }[] {
  if (Array.isArray(value)) return value.flatMap((member) => namesIn(member, token));
  if (typeof value !== 'object' || value === null) return [];
  if ('id' in value && 'name' in value) {
    return [{ got: value.name, expected: nameFor(token, String(value.id)) }];
  }
  if ('endCursor' in value) {
    const got = Buffer.from(String(value.endCursor), 'base64url').toString();
    return [{ got, expected: `$skiptoken=${nameFor(token, 'cursor')}` }];
  }
  return Object.values(value).flatMap((member) => namesIn(member, token));
}

/** Sends the request of one caller; returns the number of objects and errors, after checking that they are theirs. */
async function send(index: number) {
  const token = tokenOf(SEED, index);
  const guid = guidOf(SEED, index);
  const query = DOCUMENTS[index % DOCUMENTS.length];
  // Few ids and many callers: everybody reads the same addresses.
  const id = `conn${Math.floor(draw(SEED, 'id', index) * 5)}`;
  const body = { query, variables: { id, ids: ['shared', id, 'third'] } };
  const response = await running.post(body, { token, headers: { 'client-request-id': guid } });
  const text = await response.text();
  expect(text).not.toContain(MARK);
  expect(response.headers.get('client-request-id')).toBe(guid);
  const { data, errors } = resultShape.parse(JSON.parse(text));
  const names = namesIn(data, token);
  for (const { got, expected } of names) expect(got).toBe(expected);
  for (const { extensions } of errors) {
    const { message = nameFor(token, 'rejection'), clientRequestId = guid } = extensions.graph ?? {};
    expect(message).toContain(nameFor(token, 'rejection'));
    expect(clientRequestId).toBe(guid);
  }
  return { names: names.length, errors: errors.length };
}

test('2,000 concurrent callers each get the data of their own token, and no call has the token of another', async () => {
  // Loads the compiler ahead, so that the queries are compiled in time.
  await import('graphql-jit');
  const warmUps = DOCUMENTS.length * WARM_UP_ROUNDS;
  for (let index = 0; index < warmUps; index += 1) await send(index);
  const callers = Array.from({ length: CALLERS }, (_, index) => warmUps + index);
  const results = await Promise.all(callers.map(send));

  const everyone = Array.from({ length: warmUps + CALLERS }, (_, index) => index);
  const calls = new Map([...upstream.tokens].map(([guid, tokens]) => [guid, [...tokens]]));
  expect(calls).toEqual(new Map(everyone.map((index) => [guidOf(SEED, index), [tokenOf(SEED, index)]])));
  expect(upstream.violations).toEqual([]);

  // Checks that enough happened to be mixed up.
  const sum = (counts: Iterable<number>) => [...counts].reduce((total, one) => total + one, 0);
  expect(sum(results.map(({ names }) => names))).toBeGreaterThan(CALLERS * 2);
  expect(sum(results.map(({ errors }) => errors))).toBeGreaterThan(20);
  for (const kind of ['GET item', 'GET list', 'POST $batch', 'POST list', 'POST $ref', 'PATCH item']) {
    expect(upstream.calls.get(kind), kind).toBeGreaterThan(50);
  }
  for (const fault of ['busy', 'throttled', 'resetBefore', 'resetAfter', 'throttledPart'] as const) {
    expect(upstream.faults.get(fault), fault).toBeGreaterThan(50);
  }
});

test('the logs contain no token, and each line names one of the requests', () => {
  expect(running.logs.length).toBeGreaterThan(50);
  expect(running.logs.filter((line) => line.includes(MARK) || /bearer/i.test(line))).toEqual([]);
  const guids = new Set(upstream.tokens.keys());
  for (const line of running.logs) expect(guids).toContain(JSON.parse(line).clientRequestId);
});
