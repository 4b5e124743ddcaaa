import { createHash } from 'node:crypto';
import { ApolloClient, ApolloLink, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { sawToken } from '../support/leaks.ts';

// Automatic persisted queries are not supported, and clients that try them have to notice.
// https://www.apollographql.com/docs/apollo-server/performance/apq

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.close());

const sha256 = (query: string) => createHash('sha256').update(query).digest('hex');
const persistedQuery = { version: 1, sha256Hash: sha256('{ externalConnection(id: "contosohr") { name } }') };

describe.each([
  ['POST', false],
  ['GET', true],
])('Apollo Client that sends hashes by %s', (_, useGETForHashedQueries) => {
  test('sends the whole query instead, and no more hashes', async () => {
    sawToken('demo');
    const requests: string[] = [];
    const link = new HttpLink({
      uri: 'http://gateway/graphql',
      headers: { authorization: 'Bearer demo' },
      fetch: async (input, init) => {
        requests.push(`${init?.method} ${init?.body === undefined ? 'hash' : bodyOf(init.body)}`);
        return await gateway.gateway.fetch(String(input), init);
      },
    });
    const client = new ApolloClient({
      cache: new InMemoryCache(),
      link: ApolloLink.from([new PersistedQueryLink({ sha256, useGETForHashedQueries }), link]),
    });
    const query = gql`query ($id: ID!) { externalConnection(id: $id) { id name } }`;
    for (const [id, name] of [
      ['contosohr', 'Contoso HR'],
      ['fabrikamwiki', 'Fabrikam Engineering Wiki'],
    ]) {
      const { data } = await client.query({ query, variables: { id }, fetchPolicy: 'network-only' });
      expect(data).toMatchObject({ externalConnection: { id, name } });
    }
    expect(requests).toEqual([useGETForHashedQueries ? 'GET hash' : 'POST hash', 'POST query', 'POST query']);
  });
});

function bodyOf(body: unknown): string {
  return 'query' in JSON.parse(String(body)) ? 'query' : 'hash';
}

test.each([
  ['application/json', 'POST'],
  ['application/graphql-response+json', 'POST'],
  ['application/json', 'GET'],
  ['application/graphql-response+json', 'GET'],
])('a hash without a query is 400 BAD_REQUEST, as %s by %s', async (accept, method) => {
  const headers = { accept };
  const extensions = { persistedQuery };
  const search = new URLSearchParams({ extensions: JSON.stringify(extensions) });
  const response =
    method === 'POST'
      ? await gateway.post({ extensions }, { headers })
      : await gateway.gateway.fetch(`http://gateway/graphql?${search}`, { headers });
  expect(response.status).toBe(400);
  // Clients compare the message.
  expect(await response.json()).toEqual({
    errors: [{ message: 'PersistedQueryNotSupported', extensions: { code: 'BAD_REQUEST' } }],
  });
});

test('a hash beside its query is ignored', async () => {
  const query = '{ externalConnection(id: "contosohr") { name } }';
  const response = await gateway.post({ query, extensions: { persistedQuery } }, { token: 'demo' });
  expect(await response.json()).toEqual({ data: { externalConnection: { name: 'Contoso HR' } } });
});
