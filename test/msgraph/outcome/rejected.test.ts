import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { failureOf } from '../../support/failure.ts';
import { creations, mutations, reads, updates } from '../../support/fields.ts';
import { startTestGateway, type TestGateway } from '../../support/gateway.ts';
import { tenantOf } from '../../support/tenant.ts';

// Longer than the gateway would wait, so that nothing is retried.
const AT_ONCE = { 'Retry-After': '3600' };

// The outcome of writes that Graph, or the gateway itself, rejects.

let running: TestGateway;
beforeAll(async () => {
  running = await startTestGateway();
});
beforeEach(() => running.emulator.clear());
afterAll(() => running.close());

const OUTCOMES = [
  ...[400, 401, 402, 403, 404, 405, 406, 409, 410, 412, 413, 422, 423, 429].map((status) => [
    status,
    'NOT_APPLIED',
  ]),
  ...[408, 500, 501, 502, 503, 504, 507, 509].map((status) => [status, 'UNKNOWN']),
  ...[300, 301, 302, 303, 304, 307, 308].map((status) => [status, 'UNKNOWN']),
] as const;

/** Error bodies: Graph's own, which is the emulator's default, none, and a proxy's. */
const BODIES = [undefined, '', '<h1>Proxy</h1>'] as const;

// Each mutation with each status, and with each of the bodies in turn: so each body with each mutation and status, too.
test.each(OUTCOMES)('with the status %i each mutation is %s, and is sent once', async (status, outcome) => {
  const turn = OUTCOMES.findIndex(([other]) => other === status);
  for (const [index, field] of mutations.entries()) {
    // HTTP has no 304 with a body.
    const body = status === 304 ? undefined : BODIES[(index + turn) % BODIES.length];
    running.emulator.clear();
    running.emulator.failNext({
      status: Number(status),
      path: field.path,
      headers: AT_ONCE,
      ...(body === undefined ? {} : { body }),
    });
    const { extensions } = await failureOf(running, field.document);
    expect(extensions, field.name).toMatchObject({ outcome, graph: { status } });
    expect(extensions, field.name).not.toHaveProperty('resourceId');
    expect(running.emulator.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      `${field.method} /beta${field.path}`,
    ]);
  }
});

const QUERIES = [400, 401, 403, 408, 409, 429, 500, 504, 302];
test.each(reads)('$name is a query and has no outcome', async ({ document, path }) => {
  for (const status of QUERIES) {
    running.emulator.failNext({ status, path, headers: AT_ONCE });
    const { extensions } = await failureOf(running, document);
    expect(extensions).not.toHaveProperty('outcome');
    expect(extensions).not.toHaveProperty('resourceId');
  }
});

test.each(creations)('$name on a 409 says that an earlier attempt may have created it', async (field) => {
  running.emulator.failNext({ status: 409, path: field.path });
  const { message, extensions } = await failureOf(running, field.document);
  expect(message).toMatch(/earlier attempt may have/i);
  expect(extensions).toMatchObject({ code: 'CONFLICT', outcome: 'NOT_APPLIED' });
});

test.each(updates)('$name on a 409 does not mention earlier attempts', async ({ document, path }) => {
  running.emulator.failNext({ status: 409, path });
  expect((await failureOf(running, document)).message).not.toMatch(/attempt/i);
});

test('an existing connection is a CONFLICT, and is unchanged', async () => {
  const before = await tenantOf(running.emulator);
  const document = 'mutation { createExternalConnection(input: { id: "contosohr", name: "Other" }) { id } }';
  const { extensions } = await failureOf(running, document);
  expect(extensions).toMatchObject({ code: 'CONFLICT', outcome: 'NOT_APPLIED' });
  expect(extensions.graph?.message).toContain('already exists');
  expect(await tenantOf(running.emulator)).toEqual(before);
});

test('an update of an object that does not exist is NOT_FOUND, without naming a setting', async () => {
  const document =
    'mutation { updatePrivateEndpointConnection(input: { id: "none", privateLinkIds: [1] }) { id } }';
  const { extensions, message } = await failureOf(running, document);
  expect(extensions).toMatchObject({ code: 'NOT_FOUND', outcome: 'NOT_APPLIED' });
  expect(message).not.toContain('GRAPH_');
});

describe('a mutation that the gateway rejects', () => {
  test.each([
    ['addExternalConnection(input: { id: "../abc", name: "A" })', 'input.id'],
    [
      'addExternalConnection(input: { id: "abc", name: "A", configuration: { authorizedApps: [], authorizedAppIds: [] } })',
      'input.configuration',
    ],
    ['updatePrivateEndpointConnection(input: { id: "..", privateLinkIds: [1] })', 'input.id'],
    [
      'updateSingletonPrivateEndpointConnection(input: { externalPrivateEndpointId: null })',
      'input.externalPrivateEndpointId',
    ],
  ])('%s is NOT_APPLIED, names %s, and is never sent', async (field, argument) => {
    const { extensions } = await failureOf(running, `mutation { ${field} { id } }`);
    expect(extensions).toEqual({ code: 'BAD_USER_INPUT', argument, outcome: 'NOT_APPLIED' });
    expect(running.emulator.requests).toEqual([]);
  });

  test('with an invalid variable is NOT_APPLIED, and is never sent', async () => {
    const document = `mutation ($ids: [Int!]!) {
      createPrivateEndpointConnection(input: { externalPrivateEndpointId: "/p", privateLinkIds: $ids }) { id }
    }`;
    for (const ids of [[2 ** 31], [1.5], ['1'], [null], null]) {
      const { errors, data } = await running.execute(document, { ids });
      expect(data ?? undefined).toBeUndefined();
      expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', outcome: 'NOT_APPLIED' } }]);
    }
    expect(running.emulator.requests).toEqual([]);
  });
});

describe('mutation { a: … b: … c: … }', () => {
  const update = 'updateSingletonPrivateEndpointConnection';
  const document = `mutation {
    a: ${update}(input: { privateLinkIds: [1] }) { privateLinkIds }
    b: createExternalConnection(input: { id: "contosohr", name: "B" }) { id }
    c: ${update}(input: { privateLinkIds: [3] }) { privateLinkIds }
  }`;

  test('keeps the data of a and c if b fails, and sends the three in order', async () => {
    const { data, errors } = await running.execute(document, {}, { token: 'demo' });
    expect(data).toEqual({ a: { privateLinkIds: [1] }, b: null, c: { privateLinkIds: [3] } });
    expect(errors).toMatchObject([{ path: ['b'], extensions: { code: 'CONFLICT', outcome: 'NOT_APPLIED' } }]);
    expect(running.emulator.requests.map(({ method }) => method)).toEqual(['PATCH', 'POST', 'PATCH']);
  });

  test('gives each failing field its own outcome', async () => {
    running.emulator.failNext({ status: 503, method: 'PATCH' });
    running.emulator.failNext({ reset: 'after', method: 'POST' });
    running.emulator.failNext({ status: 200, method: 'PATCH', body: '' });
    const { data, errors = [] } = await running.execute(document, {}, { token: 'demo' });
    expect(data).toEqual({ a: null, b: null, c: null });
    expect(errors.map(({ path, extensions }) => [path, extensions.outcome])).toEqual([
      [['a'], 'UNKNOWN'],
      [['b'], 'UNKNOWN'],
      [['c'], 'UNKNOWN'],
    ]);
    expect(running.emulator.requests).toHaveLength(3);
  });
});
