import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { startTestGateway, type TestGateway } from '../../support/gateway.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterEach(() => gateway.emulator.clear());
afterAll(() => gateway.close());

const ENDPOINT = '5543b42f-b42f-5543-2fb4-43552fb44355';
const connection = (id: unknown) => ({ __typename: 'ExternalConnection', id });
const endpoint = (id: unknown) => ({ __typename: 'PrivateEndpointConnection', id });

const query = `query ($of: [_Any!]!) { _entities(representations: $of) {
  __typename ... on ExternalConnection { id name } ... on PrivateEndpointConnection { id privateLinkIds }
} }`;

test('both types are returned with one call', async () => {
  const of = [endpoint(ENDPOINT), connection('contosohr'), endpoint('none')];
  const result = await gateway.execute(query, { of }, { token: 'demo' });
  expect(result).toEqual({
    data: {
      _entities: [
        { ...endpoint(ENDPOINT), privateLinkIds: [33554437, 33554438] },
        { ...connection('contosohr'), name: 'Contoso HR' },
        null,
      ],
    },
  });
  expect(gateway.emulator.requests).toHaveLength(1);
});

test.each([
  ['no object', 'contosohr', ''],
  ['a list', [connection('contosohr')], ''],
  ['no type', { id: 'contosohr' }, '.__typename'],
  ['a type that is no entity', { __typename: 'Query', id: 'x' }, '.__typename'],
  ['a type of JavaScript', { __typename: 'constructor', id: 'x' }, '.__typename'],
  ['a type that is no string', { __typename: ['ExternalConnection'], id: 'x' }, '.__typename'],
  ['no id', { __typename: 'ExternalConnection' }, '.id'],
  ['an id that is no string', connection(7), '.id'],
])('only a representation with %s is rejected, with its index', async (_, bad, place) => {
  const of = [connection('contosohr'), connection('none'), endpoint(ENDPOINT), bad];
  const result = await gateway.execute(query, { of }, { token: 'demo' });
  expect(result.data).toMatchObject({ _entities: [{ name: 'Contoso HR' }, null, { id: ENDPOINT }, null] });
  expect(result.errors).toMatchObject([
    {
      path: ['_entities', 3],
      extensions: { code: 'BAD_USER_INPUT', argument: `representations[3]${place}` },
    },
  ]);
});
