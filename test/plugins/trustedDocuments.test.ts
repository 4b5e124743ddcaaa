import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApolloClient, ApolloLink, HttpLink, InMemoryCache } from '@apollo/client';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries';
import { createClient, fetchExchange } from '@urql/core';
import { persistedExchange } from '@urql/exchange-persisted';
import { print } from 'graphql';
import { createClient as createSseClient } from 'graphql-sse';
import { Environment, Network, RecordSource, Store } from 'relay-runtime';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  CreateExternalConnectionDocument,
  ExternalConnectionDocument,
  ExternalConnectionsDocument,
} from '../../src/client/generated/graphql.ts';
import { createGateway } from '../../src/gateway.ts';
import { ConfigError, readConfig } from '../../src/settings/config.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { sawToken } from '../support/leaks.ts';

// As `npm run codegen` writes it.
const MANIFEST = 'src/client/generated/persisted-documents.json';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway({ settings: { TRUSTED_DOCUMENTS: MANIFEST } });
});
afterAll(() => gateway.close());

/** The hash that the client preset has put into a typed document. */
function idOf(document: object): string {
  const { hash }: { hash: string } = Reflect.get(document, '__meta__');
  return hash;
}

const variables = { id: 'contosohr' };
const found = { externalConnection: { id: 'contosohr', name: 'Contoso HR' } };
const byId = { documentId: idOf(ExternalConnectionDocument), variables };

async function resultOf(body: object, token: string | null = 'demo') {
  return (await gateway.post(body, { token })).json();
}

const DOCUMENT_NOT_TRUSTED = { errors: [{ extensions: { code: 'DOCUMENT_NOT_TRUSTED' } }] };

describe('a listed document runs', () => {
  test('by its id, with or without the name of the algorithm', async () => {
    expect(await resultOf(byId)).toMatchObject({ data: found });
    const documentId = byId.documentId.replace('sha256:', '');
    expect(await resultOf({ ...byId, documentId })).toMatchObject({ data: found });
  });

  test('by GET', async () => {
    sawToken('demo');
    const search = new URLSearchParams({ documentId: byId.documentId, variables: JSON.stringify(variables) });
    const headers = { authorization: 'Bearer demo' };
    const response = await gateway.gateway.fetch(`http://gateway/graphql?${search}`, { headers });
    expect(await response.json()).toMatchObject({ data: found });
  });

  test('by its id with the same text beside it', async () => {
    const texts = JSON.parse(await readFile(MANIFEST, 'utf8'));
    expect(await resultOf({ ...byId, query: texts[byId.documentId] })).toMatchObject({ data: found });
  });
});

describe('nothing else runs, and nothing is asked of Graph', () => {
  const query = '{ externalConnections { nodes { id } } }';
  test.each([
    ['a document of its own', { query }],
    ['the text of a listed document without its id', { query: print(ExternalConnectionsDocument) }],
    ['an id that is not listed', { documentId: 'f'.repeat(64) }],
    ['an id that every object has', { documentId: 'toString' }],
    ['another text beside the id of a listed document', { ...byId, query }],
    ['introspection', { query: '{ __schema { queryType { name } } }' }],
    ['a hash that is not listed', { extensions: { persistedQuery: { version: 1, sha256Hash: 'ab' } } }],
    ['a hash to register with its text', { query, extensions: { persistedQuery: { sha256Hash: 'ab' } } }],
  ])('%s', async (_, body) => {
    gateway.emulator.clear();
    expect(await resultOf(body)).toMatchObject(DOCUMENT_NOT_TRUSTED);
    // Not even the second time.
    expect(await resultOf(body)).toMatchObject(DOCUMENT_NOT_TRUSTED);
    expect(gateway.emulator.requests).toEqual([]);
  });

  test('an id that is not a string is a bad request', async () => {
    expect(await resultOf({ documentId: 1 })).toMatchObject({
      errors: [{ extensions: { code: 'BAD_REQUEST' } }],
    });
  });
});

describe('a listed document is exempt from nothing', () => {
  test('it needs a token', async () => {
    expect(await resultOf(byId, null)).toMatchObject({
      errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
    });
  });

  test('its variables are checked', async () => {
    expect(await resultOf({ ...byId, variables: {} })).toMatchObject({
      errors: [{ extensions: { code: 'BAD_USER_INPUT' } }],
    });
  });

  test('a mutation is no GET', async () => {
    const search = new URLSearchParams({ documentId: idOf(CreateExternalConnectionDocument) });
    const headers = { authorization: 'Bearer demo' };
    const response = await gateway.gateway.fetch(`http://gateway/graphql?${search}`, { headers });
    expect(response.status).toBe(405);
  });

  test('its cost is limited', async () => {
    const strict = await startTestGateway({ settings: { TRUSTED_DOCUMENTS: MANIFEST, MAX_COST: '10' } });
    const documentId = idOf(ExternalConnectionsDocument);
    const response = await strict.post({ documentId, variables: { first: 100 } });
    expect(await response.json()).toMatchObject({
      errors: [{ extensions: { code: 'LIMIT_EXCEEDED', limit: 'cost' } }],
    });
    await strict.close();
  });
});

describe('as a client sends it', () => {
  const uri = 'http://gateway/graphql';
  const headers = { authorization: 'Bearer demo' };
  const fetchHere: typeof fetch = (input, init) => gateway.gateway.fetch(String(input), init);

  test('urql, with exchange-persisted', async () => {
    const client = createClient({
      url: uri,
      fetchOptions: { headers },
      fetch: fetchHere,
      preferGetMethod: false,
      exchanges: [
        persistedExchange({
          enforcePersistedQueries: true,
          enableForMutation: true,
          generateHash: async (_, document) => idOf(document),
        }),
        fetchExchange,
      ],
    });
    const { data, error } = await client.query(ExternalConnectionDocument, variables);
    expect(error).toBeUndefined();
    expect(data).toMatchObject(found);
  });

  test('Apollo Client, with its persisted query link', async () => {
    const link = new PersistedQueryLink({ generateHash: idOf });
    const client = new ApolloClient({
      cache: new InMemoryCache(),
      link: ApolloLink.from([link, new HttpLink({ uri, headers, fetch: fetchHere })]),
    });
    const { data } = await client.query({ query: ExternalConnectionDocument, variables });
    expect(data).toMatchObject(found);
  });

  test('graphql-sse, which always sends a text', async () => {
    const client = createSseClient({ url: uri, headers, fetchFn: fetchHere });
    const extensions = { persistedQuery: { version: 1, sha256Hash: idOf(ExternalConnectionDocument) } };
    const results = [];
    for await (const result of client.iterate({ query: '', extensions, variables })) results.push(result);
    expect(results).toMatchObject([{ data: found }]);
  });

  test('Relay, whose network layer sends the id that its compiler has given', async () => {
    const network = Network.create(async ({ id }, variables) => {
      const body = { documentId: id, variables };
      return await resultOf(body);
    });
    const environment = new Environment({ network, store: new Store(new RecordSource()) });
    const params = {
      id: byId.documentId,
      text: null,
      name: 'ExternalConnection',
      operationKind: 'query' as const,
      cacheID: byId.documentId,
      metadata: {},
    };
    const response = await environment.getNetwork().execute(params, variables, {}).toPromise();
    expect(response).toMatchObject({ data: found });
  });
});

describe('the manifest', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'manifest-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function written(content: unknown): Promise<string> {
    const path = join(folder, 'manifest.json');
    await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
    return path;
  }
  const settings = (path: string) => ({
    GRAPH_URL: 'https://graph.microsoft.com/beta',
    TRUSTED_DOCUMENTS: path,
  });

  test('can be one of Apollo', async () => {
    const operations = [{ id: 'one', name: 'One', type: 'query', body: 'query One { __typename }' }];
    const path = await written({ format: 'apollo-persisted-query-manifest', version: 1, operations });
    const own = createGateway(readConfig(settings(path)));
    const response = await own.fetch('http://gateway/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ extensions: { persistedQuery: { version: 1, sha256Hash: 'one' } } }),
    });
    expect(await response.json()).toEqual({ data: { __typename: 'Query' } });
    await own.close();
  });

  test.each([
    ['no JSON', 'x'],
    ['an empty object', {}],
    ['a list', ['{ __typename }']],
    ['ids without texts', { a: null }],
  ])('is rejected where it is %s, with the setting and the path', async (_, content) => {
    const path = await written(content);
    expect(() => readConfig(settings(path))).toThrow(ConfigError);
    expect(() => readConfig(settings(path))).toThrow(
      /^TRUSTED_DOCUMENTS: expected the path .*manifest\.json/,
    );
  });

  test('is rejected where there is none', () => {
    expect(() => readConfig(settings('/none.json'))).toThrow(
      /^TRUSTED_DOCUMENTS: no file can be read at "\/none\.json", got "\/none\.json"$/,
    );
  });

  test('is rejected without what looks like a token in its path', () => {
    expect(() => readConfig(settings('eyJhbGciOiJub25lIn0.eyJ9.hunter2'))).toThrow(
      /^TRUSTED_DOCUMENTS: no file can be read at what looks like a token, got what looks like a token$/,
    );
  });

  test.each([
    ['of the schema', 'query A { nothing }', 'Cannot query field "nothing"'],
    ['of the limits', `{ ${'a: __typename '.repeat(101)} }`, 'more than 100'],
    ['of GraphQL', '{', 'Syntax Error'],
  ])('stops the start with a document that is not one %s', async (_, text, message) => {
    const path = await written({ 'sha256:abc': text });
    const config = readConfig(settings(path));
    expect(() => createGateway(config)).toThrow(ConfigError);
    expect(() => createGateway(config)).toThrow(`TRUSTED_DOCUMENTS: the document "abc" is invalid: `);
    expect(() => createGateway(config)).toThrow(message);
  });

  test('leaves GraphiQL off by default, and on with a warning', () => {
    expect(readConfig(settings(MANIFEST))).toMatchObject({ graphiql: false, warnings: [] });
    expect(readConfig({ ...settings(MANIFEST), GRAPHIQL: 'on' })).toMatchObject({
      graphiql: true,
      warnings: ['GRAPHIQL is on and TRUSTED_DOCUMENTS set: GraphiQL can run no document of its own'],
    });
  });
});
