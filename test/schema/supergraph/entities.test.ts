import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { compileSooner, sendRepeatedly } from '../../operations/support/requests.ts';
import { startTestGateway, type TestGateway } from '../../support/gateway.ts';
import { runGateway } from '../../support/running.ts';

compileSooner();
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

  test('reads a repeated key once, however often it is repeated', async () => {
    const ids = Array.from({ length: 600 }, (_, i) => (i % 2 === 0 ? 'contosohr' : 'fabrikamwiki'));
    const result = await lookUp(ids);
    expect(result).toEqual({ data: { [field]: ids.map((id) => ({ id })) } });
    expect(gateway.emulator.requests).toMatchObject([{ body: { requests: { length: 2 } } }]);
  });

  test('beyond 200 different keys, only the surplus fails', async () => {
    const ids = Array.from({ length: 203 }, (_, i) => `connection${i}`);
    const result = await lookUp(['contosohr', ...ids, 'contosohr', 'connection0', '..']);
    const items = result.data?.[field];
    expect(items).toEqual([{ id: 'contosohr' }, ...ids.map(() => null), { id: 'contosohr' }, null, null]);
    expect(result.errors).toMatchObject([
      { path: [field, 200], extensions: { code: 'LIMIT_EXCEEDED', limit: 'keys', max: 200 } },
      { path: [field, 201], extensions: { code: 'LIMIT_EXCEEDED', limit: 'keys', max: 200 } },
      { path: [field, 202], extensions: { code: 'LIMIT_EXCEEDED', limit: 'keys', max: 200 } },
      { path: [field, 203], extensions: { code: 'LIMIT_EXCEEDED', limit: 'keys', max: 200 } },
      { path: [field, 206], extensions: { code: 'BAD_USER_INPUT', argument: argument(206) } },
    ]);
    expect(result.errors?.[0]?.message).toContain('MAX_KEYS');
    expect(gateway.emulator.requests).toHaveLength(10);
  });

  test('MAX_KEYS sets the number of different keys, cold and warm', async () => {
    const strict = await runGateway({ settings: { MAX_KEYS: '2' } });
    const ids = ['contosohr', 'none', 'contosohr', 'fabrikamwiki', 'none', 'fabrikamwiki'];
    const { body } = await sendRepeatedly(strict, { query, variables: { keys: ids.map(key) } });
    const found = { id: 'contosohr' };
    expect(body.data).toEqual({ [field]: [found, null, found, null, null, null] });
    expect(body.errors).toMatchObject(
      [3, 5].map((index) => ({ path: [field, index], extensions: { limit: 'keys', max: 2 } })),
    );
  });

  test('lists at most 100 errors about the surplus', async () => {
    const { data, errors } = await lookUp(Array.from({ length: 500 }, (_, i) => `connection${i}`));
    expect(data?.[field]).toEqual(Array(500).fill(null));
    expect(errors).toHaveLength(101);
    expect(errors?.at(-1)).toMatchObject({
      message: '200 more errors are not listed.',
      extensions: { code: 'LIMIT_EXCEEDED', limit: 'errors' },
    });
    expect(gateway.emulator.requests).toHaveLength(10);
  });

  test('counts each key in the cost, repeated or not', async () => {
    const strict = await runGateway({ settings: { MAX_COST: '100' } });
    const costs = async (count: number) => {
      const keys = Array.from({ length: count }, () => key('contosohr'));
      return await strict.execute(query, { keys }, { token: 'demo' });
    };
    expect((await costs(99)).errors).toBeUndefined();
    expect((await costs(100)).errors).toMatchObject([{ extensions: { limit: 'cost', max: 100 } }]);
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

test('the same id of two types is two keys', async () => {
  const query = 'query ($of: [_Any!]!) { _entities(representations: $of) { __typename } }';
  const of = [connection('contosohr'), { __typename: 'PrivateEndpointConnection', id: 'contosohr' }];
  const result = await gateway.execute(query, { of: [...of, ...of] }, { token: 'demo' });
  const found = { __typename: 'ExternalConnection' };
  expect(result).toEqual({ data: { _entities: [found, null, found, null] } });
});

test('too many ids in one lookup do not affect another lookup', async () => {
  const many = Array.from({ length: 201 }, (_, i) => `c${i}`);
  const query = `query ($many: [ID!]!) {
    externalConnectionsById(ids: $many) { id } ok: externalConnectionsById(ids: ["contosohr"]) { id }
  }`;
  const { data } = await gateway.execute(query, { many }, { token: 'demo' });
  expect(data).toEqual({ externalConnectionsById: many.map(() => null), ok: [{ id: 'contosohr' }] });
});
