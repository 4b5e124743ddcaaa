import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exceeds } from '../../src/operations/resultSize.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { runGateway, runGatewayBefore } from '../support/running.ts';
import { runPolling, subscribe } from '../support/subscription.ts';
import { always, rawResponse } from '../support/upstream.ts';
import { compileSooner, sendRepeatedly } from './support/requests.ts';

// How much data a result has: aliases make any number of copies of one large text.

compileSooner();
let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.close());

const aliased = (count: number, field: string) =>
  Array.from({ length: count }, (_, i) => `a${i}: ${field}`).join(' ');
const limitError = (max: number) => ({
  message: `The request has more than ${max} bytes in its result. See the gateway's setting MAX_RESPONSE_BYTES.`,
  extensions: { code: 'LIMIT_EXCEEDED', limit: 'responseBytes', max },
});
const CREATE = 'createExternalConnection(input: { id: "big", name: "n", description: $text }) { id }';
const UPDATE = `updateExternalConnection(input: { id: "big", name: "m" }) { ${aliased(20, 'description')} }`;

test('the bytes of any value are those of its JSON in UTF-8', () => {
  const escaped = fc.string({ unit: fc.constantFrom('a', '"', '\\', '\n', '\u0000', '\ud800', '\u20ac') });
  const value = fc.tuple(fc.jsonValue({ maxDepth: 3 }), escaped);
  const property = fc.property(value, (each) => {
    const bytes = Buffer.byteLength(JSON.stringify(each));
    expect([exceeds(each, bytes), exceeds(each, bytes - 1)]).toEqual([false, true]);
  });
  fc.assert(property, { numRuns: 500 });
});

test.each([
  ['aliases of one text', `{ externalConnection(id: "contosohr") { ${aliased(90, 'description')} } }`],
  ['a list', `{ externalConnections { nodes { name state description ${aliased(40, 'id')} } } }`],
  ['aliases in a list', `{ externalConnections { nodes { ${aliased(50, 'name')} } } }`],
  [
    'entities',
    `{ _entities(representations: [{ __typename: "ExternalConnection", id: "contosohr" }]) {
         ... on ExternalConnection { ${aliased(50, 'description')} } } }`,
  ],
])('a result is complete at MAX_RESPONSE_BYTES, and one of a byte more is rejected: %s', async (_, query) => {
  const { data } = await gateway.execute(query, {}, { token: 'demo' });
  const bytes = Buffer.byteLength(JSON.stringify(data));
  const accepting = await runGateway({ settings: { MAX_RESPONSE_BYTES: `${bytes}` } });
  // By graphql-js, and as compiled code.
  expect((await sendRepeatedly(accepting, { query })).body).toEqual({ data });
  const max = bytes - 1;
  const rejecting = await runGateway({ settings: { MAX_RESPONSE_BYTES: `${max}` } });
  const { status, body } = await sendRepeatedly(rejecting, { query });
  expect(status).toBe(200);
  expect(body).toEqual({ data: null, errors: [limitError(max)] });
});

test('a result of more than 100,000 values is rejected, since they take longer than texts of as many bytes', async () => {
  const layout = { values: Array.from({ length: 12_000 }, () => ({})) };
  const body = { id: 'big', searchSettings: { searchResultTemplates: [{ id: 'a', layout }] } };
  const running = await runGatewayBefore((socket) => void socket.write(rawResponse({ body })));
  const query = (aliases: number) =>
    `{ externalConnection(id: "big") { searchSettings { searchResultTemplates { ${aliased(aliases, 'layout')} } } } }`;
  const { data } = await running.execute(query(8));
  expect(data).toMatchObject({
    externalConnection: { searchSettings: { searchResultTemplates: [{ a7: layout }] } },
  });
  const max = 100_000;
  expect(await running.execute(query(9))).toEqual({
    data: null,
    errors: [
      {
        message: `The request has more than ${max} values in its result.`,
        extensions: { code: 'LIMIT_EXCEEDED', limit: 'responseValues', max },
      },
    ],
  });
});

test('a hundred aliases of the largest text that a caller can write are rejected', async () => {
  const running = await runGateway();
  const variables = { text: 'd'.repeat(990_000) };
  await running.execute(`mutation ($text: String!) { ${CREATE} }`, variables);
  const read = (count: number) => `{ externalConnection(id: "big") { ${aliased(count, 'description')} } }`;
  expect(Buffer.byteLength(await (await running.post({ query: read(20) })).text())).toBeGreaterThan(
    19_000_000,
  );
  expect(await running.execute(read(100))).toEqual({ data: null, errors: [limitError(20_000_000)] });
});

test('the field errors of the result stay beside that of its size', async () => {
  const running = await runGateway({ settings: { MAX_RESPONSE_BYTES: '1000' } });
  running.emulator.failNext({ status: 403, path: '/external/connections/fabrikamwiki' });
  const query = `{ a: externalConnection(id: "contosohr") { ${aliased(50, 'description')} }
    b: externalConnection(id: "fabrikamwiki") { id } }`;
  const { data, errors } = await running.execute(query, {}, { token: 'demo' });
  expect(data).toBeNull();
  expect(errors).toMatchObject([limitError(1_000), { path: ['b'], extensions: { code: 'FORBIDDEN' } }]);
});

describe('of a mutation', () => {
  const text = 'd'.repeat(1_000);
  const settings = { MAX_RESPONSE_BYTES: '10000' };

  test('each root field that has lost its result reports its write', async () => {
    const running = await runGateway({ settings });
    const query = `mutation ($text: String!) {
      created: ${CREATE}
      again: ${CREATE}
      updated: ${UPDATE}
    }`;
    const result = await running.execute(query, { text });
    const { message, extensions } = limitError(10_000);
    const applied = { ...extensions, outcome: 'APPLIED', resourceId: 'big' };
    expect(result.data).toBeNull();
    expect(result.errors).toEqual([
      { message, path: ['created'], extensions: applied },
      { message, path: ['updated'], extensions: applied },
      expect.objectContaining({
        path: ['again'],
        extensions: expect.objectContaining({ code: 'CONFLICT', outcome: 'NOT_APPLIED' }),
      }),
    ]);
    const read = await running.execute('{ externalConnection(id: "big") { name } }');
    expect(read.data).toEqual({ externalConnection: { name: 'm' } });
  });

  test('a root field that has lost its result reports its write beside the errors inside of it', async () => {
    const running = await runGatewayBefore(
      always({ body: { id: 'big', name: 42, description: text } }),
      settings,
    );
    const { data, errors } = await running.execute(
      `mutation { updated: ${UPDATE.replace('{ a0', '{ name a0')} }`,
    );
    expect(data).toBeNull();
    const { message, extensions } = limitError(10_000);
    const applied = { outcome: 'APPLIED', resourceId: 'big' };
    expect(errors).toMatchObject([
      { message, path: ['updated'], extensions: { ...extensions, ...applied } },
      { path: ['updated', 'name'], extensions: { code: 'UPSTREAM_INVALID_RESPONSE', ...applied } },
    ]);
  });

  test('the log has what the client got, and the writes', async () => {
    const running = await runGateway({ settings });
    await running.execute(`mutation ($text: String!) { ${CREATE} }`, { text });
    running.logs.length = 0;
    await running.execute(`mutation { ${UPDATE} }`);
    expect(running.logs.map((line) => JSON.parse(line))).toMatchObject([
      {
        msg: 'operation',
        type: 'mutation',
        status: 200,
        errors: { LIMIT_EXCEEDED: 1 },
        writes: [{ method: 'PATCH', outcome: 'APPLIED' }],
      },
    ]);
  });
});

/** Details of an operation's error, as long as a text of Graph's can be. */
const details = (count: number) => Array.from({ length: count }, () => ({ message: 'm'.repeat(2_000) }));

test('of a subscription, an event that is too large is an error, and the next one follows', async () => {
  const operation = (status: string, count: number) =>
    rawResponse({ body: { id: 'op', status, error: { code: 'x', details: details(count) } } });
  const running = await runPolling(
    (socket, { index }) =>
      void socket.write(index === 0 ? operation('inprogress', 3) : operation('failed', 1)),
    { MAX_RESPONSE_BYTES: '5000' },
  );
  const query = `subscription { externalConnectionOperation(connectionId: "hr", id: "op") {
    status error { details { message } } } }`;
  expect(await (await subscribe(running, query)).rest()).toEqual([
    { data: null, errors: [limitError(5_000)] },
    { data: { externalConnectionOperation: { status: 'FAILED', error: { details: details(1) } } } },
  ]);
});

test('an event of a subscription has at most 100 kB, whatever MAX_RESPONSE_BYTES allows', async () => {
  const body = { id: 'op', status: 'failed', error: { code: 'x', details: details(51) } };
  const running = await runPolling((socket) => void socket.write(rawResponse({ body })));
  const query = `subscription { externalConnectionOperation(connectionId: "hr", id: "op") {
    error { details { message } } } }`;
  const [event] = await (await subscribe(running, query)).rest();
  expect(event).toMatchObject({
    data: null,
    errors: [{ extensions: { limit: 'responseBytes', max: 100_000 } }],
  });
  expect(JSON.stringify(event)).not.toContain('MAX_RESPONSE_BYTES');
});

test.each(['quota { itemsRemaining }', 'schema { baseType }', 'readiness { status }'])(
  '%s of each item of a long list counts as many values, and is not read where they are too many',
  async (field) => {
    const value = Array.from({ length: 999 }, (_, index) => ({ id: `c${index}` }));
    const { execute, upstream } = await runGatewayBefore(always({ body: { value } }));
    const { data, errors } = await execute(`{ externalConnections { nodes { a: ${field} b: ${field} } } }`);
    expect(data).toBeNull();
    expect(errors?.map(({ extensions }) => extensions)).toMatchObject([{ limit: 'responseValues' }]);
    expect(upstream.requests).toHaveLength(1);
  },
);
