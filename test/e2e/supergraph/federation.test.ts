import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startApollo } from './support/apollo.ts';
import type { Front } from './support/front.ts';
import { startHive } from './support/hive.ts';
import { composers, type Services, startServices } from './support/supergraph.ts';

let services: Services;
beforeAll(async () => {
  services = await startServices();
});
afterEach(() => services.gateway.emulator.clear());
afterAll(() => services.close());

const ENDPOINT = '5543b42f-b42f-5543-2fb4-43552fb44355';

// Each gateway runs what its own house composes.
const fronts = [
  ['Hive Gateway', () => startHive(composers['@theguild/federation-composition'](services.subgraphs))],
  ['Apollo Gateway', () => startApollo(composers['@apollo/composition'](services.subgraphs))],
] as const;

describe.each(fronts)('through %s', (_, start) => {
  let front: Front;
  beforeAll(async () => {
    front = await start();
  });
  afterAll(() => front.close());

  const upstream = () => services.gateway.emulator.requests;

  test("two other subgraphs extend the gateway's list", async () => {
    const result = await front.execute(
      '{ externalConnections { nodes { id name costCentre owner { name } } } }',
    );
    expect(result).toEqual({
      data: {
        externalConnections: {
          nodes: [
            {
              id: 'contosohr',
              name: 'Contoso HR',
              costCentre: 'CC-9',
              owner: { name: "Owner contosohr's for demo" },
            },
            {
              id: 'contososervicedesk',
              name: 'Contoso Service Desk',
              costCentre: 'CC-18',
              owner: { name: "Owner contososervicedesk's for demo" },
            },
            {
              id: 'fabrikamwiki',
              name: 'Fabrikam Engineering Wiki',
              costCentre: null,
              owner: { name: "Owner fabrikamwiki's for demo" },
            },
          ],
        },
      },
    });
    expect(upstream()).toMatchObject([{ method: 'GET', path: '/beta/external/connections' }]);
  });

  test("the gateway extends another subgraph's list of 20 with one upstream call", async () => {
    const ids = ['contosohr', 'fabrikamwiki', ...Array.from({ length: 18 }, (_, i) => `none${i}`)];
    const query = 'query ($ids: [ID!]!) { owned(ids: $ids) { id name state costCentre } }';
    const result = await front.execute(query, { ids });
    expect(result.errors).toBeUndefined();
    expect(result.data).toEqual({
      owned: [
        { id: 'contosohr', name: 'Contoso HR', state: 'READY', costCentre: 'CC-9' },
        { id: 'fabrikamwiki', name: 'Fabrikam Engineering Wiki', state: 'LIMIT_EXCEEDED', costCentre: null },
        ...ids.slice(2).map((id) => ({ id, name: null, state: null, costCentre: null })),
      ],
    });
    expect(upstream()).toMatchObject([{ method: 'POST', path: '/beta/$batch' }]);
  });

  test('both entities are extended', async () => {
    const query =
      '{ owned(ids: ["contosohr"]) { name } guarded(ids: ["$"]) { privateLinkIds owner { id } } }';
    const result = await front.execute(query.replace('$', ENDPOINT));
    expect(result).toEqual({
      data: {
        owned: [{ name: 'Contoso HR' }],
        guarded: [{ privateLinkIds: [33554437, 33554438], owner: { id: `${ENDPOINT}'s for demo` } }],
      },
    });
    expect(upstream().length).toBeLessThanOrEqual(2);
  });

  test('a key that Graph rejects does not affect the others', async () => {
    services.gateway.emulator.failNext({ path: '/external/connections/secret', status: 403 });
    const result = await front.execute(
      '{ owned(ids: ["contosohr", "secret", ".."]) { id name costCentre } }',
    );
    expect(result.data).toMatchObject({
      owned: [
        { name: 'Contoso HR' },
        { id: 'secret', name: null, costCentre: null },
        { name: null, costCentre: null },
      ],
    });
    const codes = result.errors?.map(({ extensions }) => extensions?.code).sort();
    expect(codes).toEqual(['BAD_USER_INPUT', 'FORBIDDEN']);
  });

  test('a mutation is made once, with the token of its caller', async () => {
    const result = await front.execute(
      'mutation { createExternalConnection(input: { id: "new", name: "New" }) { id costCentre } }',
      {},
      `writer${front.name.length}`,
    );
    expect(result).toEqual({ data: { createExternalConnection: { id: 'new', costCentre: null } } });
    expect(upstream()).toMatchObject([
      { method: 'POST', headers: { authorization: `Bearer writer${front.name.length}` } },
    ]);
  });

  test('a caller without a token gets UNAUTHENTICATED, and no Authorization header is sent', async () => {
    const result = await front.execute('{ owned(ids: ["contosohr"]) { name owner { id } } }', {}, null);
    expect(result.data).toEqual({ owned: [{ name: null, owner: { id: "contosohr's for nobody" } }] });
    expect(result.errors?.map(({ extensions }) => extensions?.code)).toEqual(['UNAUTHENTICATED']);
    expect(upstream()).toEqual([]);
  });

  test('concurrent callers get their own results, each with their own token', async () => {
    const name = (token: string) => `Connection of ${token}`;
    const callers = Array.from({ length: 10 }, (_, i) => `${front.name.replace(' ', '')}${i}`);
    for (const token of callers) {
      const input = { id: 'shared', name: name(token) };
      await services.gateway.execute(
        'mutation ($input: CreateExternalConnectionInput!) { createExternalConnection(input: $input) { id } }',
        { input },
        { token },
      );
    }
    services.gateway.emulator.clear();
    // The same document and variables for everyone: the calls differ by their tokens only.
    const query =
      '{ owned(ids: ["shared"]) { name owner { name } } externalConnections { nodes { id name } } }';
    await Promise.all(
      callers.map(async (token) => {
        expect(await front.execute(query, {}, token)).toEqual({
          data: {
            owned: [{ name: name(token), owner: { name: `Owner shared's for ${token}` } }],
            externalConnections: { nodes: [{ id: 'shared', name: name(token) }] },
          },
        });
      }),
    );
    const tokens = upstream().map(({ headers }) => headers.authorization);
    expect(tokens.toSorted()).toEqual(
      callers.flatMap((token) => Array(2).fill(`Bearer ${token}`)).toSorted(),
    );
  });
});
