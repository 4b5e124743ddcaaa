import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startTestGateway, type TestGateway } from '../../support/gateway.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterEach(() => gateway.emulator.clear());
afterAll(() => gateway.close());

const ENDPOINT = '5543b42f-b42f-5543-2fb4-43552fb44355';
const connection = (id: unknown) => ({ __typename: 'ExternalConnection', id });

// Both fields take keys and return one item for each, so they share their tests.
const lookups = [
  {
    field: '_entities',
    query:
      'query ($keys: [_Any!]!) { _entities(representations: $keys) { ... on ExternalConnection { id } } }',
    key: connection,
    argument: (index: number) => `representations[${index}].id`,
  },
  {
    field: 'externalConnectionsById',
    query: 'query ($keys: [ID!]!) { externalConnectionsById(ids: $keys) { id } }',
    key: (id: unknown) => id,
    argument: (index: number) => `ids[${index}]`,
  },
];

describe.each(lookups)('$field', ({ field, query, key, argument }) => {
  const lookUp = (ids: readonly unknown[]) =>
    gateway.execute<Record<string, unknown>, unknown>(query, { keys: ids.map(key) }, { token: 'demo' });

  test('returns items in the order of the keys, and null for objects that do not exist', async () => {
    const result = await lookUp(['fabrikamwiki', 'none', 'contosohr', 'fabrikamwiki']);
    expect(result).toEqual({
      data: { [field]: [{ id: 'fabrikamwiki' }, null, { id: 'contosohr' }, { id: 'fabrikamwiki' }] },
    });
  });

  test.each([
    [1, 1],
    [20, 1],
    [21, 2],
    [200, 10],
  ])('reads %i keys in %i calls', async (keys, calls) => {
    const result = await lookUp(Array.from({ length: keys }, (_, i) => `connection${i}`));
    expect(result.errors).toBeUndefined();
    expect(gateway.emulator.requests).toHaveLength(calls);
  });

  test('makes no call without keys', async () => {
    expect(await lookUp([])).toEqual({ data: { [field]: [] } });
    expect(gateway.emulator.requests).toEqual([]);
  });

  test('rejects more than 200 keys without a call', async () => {
    const result = await lookUp(Array.from({ length: 201 }, () => 'contosohr'));
    expect(result.errors).toMatchObject([
      { path: [field], extensions: { code: 'LIMIT_EXCEEDED', limit: 'keys', max: 200 } },
    ]);
    expect(gateway.emulator.requests).toEqual([]);
  });

  test.each(['..', 'a/b', 'a?b', '', 'https://evil.example', '%2e%2e', 'x'.repeat(129)])(
    'rejects only the id "%s" and returns the others',
    async (bad) => {
      const result = await lookUp(['contosohr', bad, 'fabrikamwiki']);
      expect(result.data).toEqual({ [field]: [{ id: 'contosohr' }, null, { id: 'fabrikamwiki' }] });
      expect(result.errors).toMatchObject([
        { path: [field, 1], extensions: { code: 'BAD_USER_INPUT', argument: argument(1) } },
      ]);
      expect(gateway.emulator.requests).toHaveLength(1);
      expect(JSON.stringify(gateway.emulator.requests[0]?.body)).not.toContain('evil');
    },
  );

  test('returns the others if Graph rejects one', async () => {
    gateway.emulator.failNext({ path: '/external/connections/secret', status: 403 });
    const result = await lookUp(['contosohr', 'secret', 'none']);
    expect(result.data).toEqual({ [field]: [{ id: 'contosohr' }, null, null] });
    expect(result.errors).toMatchObject([
      { path: [field, 1], extensions: { code: 'FORBIDDEN', graph: { status: 403 } } },
    ]);
  });
});

test('lookups, entities and reads of one document share their calls', async () => {
  const query = `query ($of: [_Any!]!) {
    externalConnection(id: "contosohr") { id } externalConnectionsById(ids: ["contosohr", "fabrikamwiki"]) { id }
    privateEndpointConnectionsById(ids: ["${ENDPOINT}"]) { id } _entities(representations: $of) { __typename }
  }`;
  const result = await gateway.execute(query, { of: [connection('contosohr')] }, { token: 'demo' });
  expect(result.errors).toBeUndefined();
  expect(gateway.emulator.requests).toMatchObject([
    { path: '/beta/$batch', body: { requests: { length: 3 } } },
  ]);
});

test('too many ids in one lookup do not affect another lookup', async () => {
  const many = Array.from({ length: 201 }, (_, i) => `c${i}`);
  const query = `query ($many: [ID!]!) {
    externalConnectionsById(ids: $many) { id } ok: externalConnectionsById(ids: ["contosohr"]) { id }
  }`;
  const result = await gateway.execute(query, { many }, { token: 'demo' });
  expect(result.data).toEqual({ externalConnectionsById: null, ok: [{ id: 'contosohr' }] });
});
