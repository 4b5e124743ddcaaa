import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { codesOf, compileSooner, type Parameters, send, sendRepeatedly } from './support/requests.ts';

// A malformed request is rejected before anything of it is executed, whether its document is cold or warm.

compileSooner();
let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
beforeEach(() => gateway.emulator.clear());
afterAll(() => gateway.close());

const documents = {
  'a mutation': {
    query: `mutation ($ids: [Int!]) {
      updateSingletonPrivateEndpointConnection(input: { privateLinkIds: $ids }) { privateLinkIds }
    }`,
    variables: { ids: [1] },
    expected: { data: { updateSingletonPrivateEndpointConnection: { privateLinkIds: [1] } } },
  },
  'a query': {
    query: 'query ($id: ID!) { externalConnection(id: $id) { id } }',
    variables: { id: 'contosohr' },
    expected: { data: { externalConnection: { id: 'contosohr' } } },
  },
};

const malformed: readonly Parameters[] = [
  ...['', 'x', 0, 5, true, false, [], [{}]].map((extensions) => ({ extensions })),
  ...['', 'x', 0, 5, true, false, [], [{}]].map((variables) => ({ variables })),
  ...[0, 5, true, false, [], ['A'], {}, { toString: 'A' }].map((operationName) => ({ operationName })),
  ...['Other', 'toString', ' '].map((operationName) => ({ operationName })),
  ...[5, true, [], ['{ __typename }'], {}].map((query) => ({ query })),
  { nonsense: 1 },
  { nonsense: {} },
  { Query: '{ __typename }' },
  { id: '1' },
  { constructor: 1 },
  { documentId: 1 },
  { variables: { id: 2 ** 64 } },
  { variables: { other: { ids: ['1', [-(2 ** 53)]] } } },
  { extensions: 'x', variables: 'y' },
];

describe.each(Object.entries(documents))('%s', (_, { query, variables, expected }) => {
  const warm = { query: `${query} # warm`, variables };
  beforeAll(() => sendRepeatedly(gateway, warm));

  test.each(malformed)('with %j is BAD_REQUEST and sends nothing, cold and warm', async (wrong) => {
    // A comment of its own makes the document a new one.
    const cold = { query: `${query} # ${JSON.stringify(wrong)}`, variables };
    for (const parameters of [cold, cold, cold, warm]) {
      const seen = await send(gateway, { ...parameters, ...wrong });
      expect(codesOf(seen)).toEqual(['BAD_REQUEST']);
      expect(seen).toMatchObject({ status: 400, calls: [] });
      expect(seen.body.data).toBeUndefined();
    }
    expect((await send(gateway, warm)).body).toEqual(expected);
  });

  test('with an unknown parameter gets an error that names it', async () => {
    const { body } = await sendRepeatedly(gateway, { query, variables, nonsense: 1 });
    expect(body.errors?.[0]?.message).toContain('nonsense');
  });

  test('with an integer that JSON has rounded gets an error that names its variable', async () => {
    const { body } = await send(gateway, { query, variables: { ...variables, size: 2 ** 53 } });
    expect(body.errors?.[0]?.message).toContain('"size"');
    expect((await send(gateway, { query, variables: { ...variables, size: 2 ** 53 - 1 } })).body).toEqual(
      expected,
    );
  });

  test.each([
    ['a text', 'a\ud800b'],
    ['a list', [{ name: '\udc00' }]],
    ['a name', { '\ud83d': 1 }],
  ])('with half of a surrogate pair in %s gets an error that names its variable', async (_, size) => {
    const { body, calls } = await send(gateway, { query, variables: { ...variables, size } });
    expect(body.errors).toMatchObject([
      {
        message: 'The variable "size" contains half of a surrogate pair.',
        extensions: { code: 'BAD_REQUEST' },
      },
    ]);
    expect(calls).toEqual([]);
  });

  test('may have null for an optional parameter', async () => {
    const parameters = { query, variables, operationName: null, extensions: null };
    expect((await sendRepeatedly(gateway, parameters)).body).toEqual(expected);
  });

  test('may have any extensions', async () => {
    const parameters = { query, variables, extensions: { some: { thing: [1] } } };
    expect((await sendRepeatedly(gateway, parameters)).body).toEqual(expected);
  });
});

describe('by GET', () => {
  const query = '{ externalConnection(id: "contosohr") { id } }';

  test.each(['%E9', '%C3', '%ED%A0%80', '%zz'])(
    '%s, which is not UTF-8, is BAD_REQUEST and sends nothing',
    async (text) => {
      const url = `http://gateway/graphql?query={externalConnections(name:"${text}"){nodes{id}}}`;
      const response = await gateway.gateway.fetch(url, { headers: { authorization: 'Bearer demo' } });
      expect(response.status).toBe(400);
      expect(await response.text()).toContain('The query string is not percent-encoded UTF-8.');
      expect(gateway.emulator.requests).toEqual([]);
    },
  );

  test.each([
    { extensions: '[]' },
    { extensions: '"x"' },
    { extensions: '5' },
    { extensions: '{' },
    { variables: '[]' },
    { variables: '"x"' },
    { variables: '5' },
    { variables: '{' },
    { operationName: 'Other' },
  ])('%j is BAD_REQUEST and sends nothing', async (wrong) => {
    const seen = await sendRepeatedly(gateway, { query, ...wrong }, { method: 'GET' });
    expect(codesOf(seen)).toEqual(['BAD_REQUEST']);
    expect(seen).toMatchObject({ status: 400, calls: [] });
  });
});

test('an empty operationName has the same response cold and warm', async () => {
  const parameters = { query: '{ externalConnection(id: "contosohr") { name } }', operationName: '' };
  const cold = await send(gateway, parameters);
  await sendRepeatedly(gateway, { query: parameters.query });
  expect(await send(gateway, parameters)).toEqual(cold);
});
