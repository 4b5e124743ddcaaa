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

// Both fields take keys and answer one item for each, so they are asked the same questions.
const doors = [
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

describe.each(doors)('$field', ({ field, query, key, argument }) => {
  const ask = (ids: readonly unknown[]) =>
    gateway.execute<Record<string, unknown>, unknown>(query, { keys: ids.map(key) }, { token: 'demo' });

  test('answers in the order of the keys, with null for what is not there', async () => {
    const answer = await ask(['fabrikamwiki', 'none', 'contosohr', 'fabrikamwiki']);
    expect(answer).toEqual({
      data: { [field]: [{ id: 'fabrikamwiki' }, null, { id: 'contosohr' }, { id: 'fabrikamwiki' }] },
    });
  });

  test.each([
    [1, 1],
    [20, 1],
    [21, 2],
    [200, 10],
  ])('asks Graph for %i keys in %i calls', async (keys, calls) => {
    const answer = await ask(Array.from({ length: keys }, (_, i) => `connection${i}`));
    expect(answer.errors).toBeUndefined();
    expect(gateway.emulator.requests).toHaveLength(calls);
  });

  test('asks Graph nothing for no keys', async () => {
    expect(await ask([])).toEqual({ data: { [field]: [] } });
    expect(gateway.emulator.requests).toEqual([]);
  });

  test('refuses more than 200 keys without asking Graph', async () => {
    const answer = await ask(Array.from({ length: 201 }, () => 'contosohr'));
    expect(answer.errors).toMatchObject([
      { path: [field], extensions: { code: 'LIMIT_EXCEEDED', limit: 'keys', max: 200 } },
    ]);
    expect(gateway.emulator.requests).toEqual([]);
  });

  test.each(['..', 'a/b', 'a?b', '', 'https://evil.example', '%2e%2e', 'x'.repeat(129)])(
    'refuses the id "%s" alone, and answers the others',
    async (bad) => {
      const answer = await ask(['contosohr', bad, 'fabrikamwiki']);
      expect(answer.data).toEqual({ [field]: [{ id: 'contosohr' }, null, { id: 'fabrikamwiki' }] });
      expect(answer.errors).toMatchObject([
        { path: [field, 1], extensions: { code: 'BAD_USER_INPUT', argument: argument(1) } },
      ]);
      expect(gateway.emulator.requests).toHaveLength(1);
      expect(JSON.stringify(gateway.emulator.requests[0]?.body)).not.toContain('evil');
    },
  );

  test('leaves the others alone when Graph refuses one', async () => {
    gateway.emulator.failNext({ path: '/external/connections/secret', status: 403 });
    const answer = await ask(['contosohr', 'secret', 'none']);
    expect(answer.data).toEqual({ [field]: [{ id: 'contosohr' }, null, null] });
    expect(answer.errors).toMatchObject([
      { path: [field, 1], extensions: { code: 'FORBIDDEN', graph: { status: 403 } } },
    ]);
  });
});

test('lookups, entities and reads of one document share their calls', async () => {
  const query = `query ($of: [_Any!]!) {
    externalConnection(id: "contosohr") { id } externalConnectionsById(ids: ["contosohr", "fabrikamwiki"]) { id }
    privateEndpointConnectionsById(ids: ["${ENDPOINT}"]) { id } _entities(representations: $of) { __typename }
  }`;
  const answer = await gateway.execute(query, { of: [connection('contosohr')] }, { token: 'demo' });
  expect(answer.errors).toBeUndefined();
  expect(gateway.emulator.requests).toMatchObject([
    { path: '/beta/$batch', body: { requests: { length: 3 } } },
  ]);
});

test('too many ids in one lookup leave another lookup alone', async () => {
  const many = Array.from({ length: 201 }, (_, i) => `c${i}`);
  const query = `query ($many: [ID!]!) {
    externalConnectionsById(ids: $many) { id } ok: externalConnectionsById(ids: ["contosohr"]) { id }
  }`;
  const answer = await gateway.execute(query, { many }, { token: 'demo' });
  expect(answer.data).toEqual({ externalConnectionsById: null, ok: [{ id: 'contosohr' }] });
});
