import { buildSchema, printSchema } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { schema } from '../../../src/schema/index.ts';
import { entities } from '../../../src/schema/supergraph/entities.ts';
import { federationSdl, stitchingSdl } from '../../../src/schema/supergraph/sdl.ts';
import { startTestGateway, type TestGateway } from '../../support/gateway.ts';

const clean = printSchema(schema);
const federation = federationSdl(schema);
const stitching = stitchingSdl(schema);

test('the federation SDL has no names of stitching or of the subgraph protocol', () => {
  expect(federation).not.toMatch(/_sdl|@merge|selectionSet|_service|_entities|_Any|_Entity/);
});

test('the stitching SDL has no names of federation, nor the field that returns it', () => {
  expect(stitching).not.toMatch(/_service|_entities|_Any|_Entity|@link|fields:|specs\.apollo|_sdl/);
});

test('the clean schema has the names of neither', () => {
  expect(clean).not.toMatch(/@key|@merge|@link|_sdl|_service|_entities|_Any/);
});

test('without its directives, each SDL is the clean schema', () => {
  const withoutDirectives = (sdl: string) =>
    sdl.replace(/^(extend schema|directive) @.*$/gm, '').replace(/ @(?:key|merge)\([^)]*\)/g, '');
  expect(printSchema(buildSchema(withoutDirectives(federation)))).toBe(clean);
  expect(printSchema(buildSchema(withoutDirectives(stitching)))).toBe(clean);
});

describe('an entity has its key in both, and its plural lookup alone is merged by', () => {
  /** The type and the words that a pattern finds, for each match of it. */
  const found = (sdl: string, pattern: RegExp) =>
    [...sdl.matchAll(pattern)].map((match) => match.slice(1)).sort();
  const all = [...entities.values()].map(({ type, key, lookup }) => ({
    type,
    fields: key.join(' '),
    lookup,
  }));
  const keys = all.map(({ type, fields }) => [type, fields]).sort();

  test.each([
    ['ExternalConnection', 'id', 'externalConnectionsById'],
    ['PrivateEndpointConnection', 'id', 'privateEndpointConnectionsById'],
    // A compound key has no lookup.
    ['ExternalConnectionOperation', 'connectionId id', undefined],
  ])('%s', (type, fields, lookup) => {
    expect(all).toContainEqual({ type, fields, lookup });
  });

  test('in federation, by @key', () => {
    expect(found(federation, /^type (\w+) @key\(fields: "([\w ]+)"\)/gm)).toEqual(keys);
  });

  test('in stitching, by @key and @merge', () => {
    expect(found(stitching, /^type (\w+) @key\(selectionSet: "\{ ([\w ]+) \}"\)/gm)).toEqual(keys);
    const merged = all.flatMap(({ type, lookup }) => (lookup === undefined ? [] : [[lookup, `[${type}]`]]));
    expect(found(stitching, /^ +(\w+)\([^)]*\): (\[?\w+\]?) @merge\(keyField: "id"\)$/gm)).toEqual(
      merged.sort(),
    );
    expect(stitching.match(/@merge\(keyField: "/g)).toHaveLength(merged.length);
  });
});

describe('the fields that return an SDL', () => {
  let open: TestGateway;
  let closed: TestGateway;
  beforeAll(async () => {
    open = await startTestGateway();
    closed = await startTestGateway({ settings: { INTROSPECTION: 'off' } });
  });
  afterAll(async () => {
    await open.close();
    await closed.close();
  });

  test('need no token where introspection is on', async () => {
    const result = await open.execute('{ _service { sdl } _sdl }', {}, { token: null });
    expect(result).toEqual({ data: { _service: { sdl: federation }, _sdl: stitching } });
  });

  test.each([
    '{ _service { sdl } externalConnection(id: "x") { id } }',
    '{ _entities(representations: []) { __typename } }',
    '{ externalConnectionsById(ids: []) { id } }',
  ])('are the only ones without a token: %s needs one', async (query) => {
    expect((await open.post({ query }, { token: null })).status).toBe(401);
  });

  test.each(['{ _service { sdl } }', '{ _sdl }', '{ a: _sdl }', '{ ...F } fragment F on Query { _sdl }'])(
    'are rejected with INTROSPECTION=off: %s',
    async (query) => {
      const result = await closed.execute(query);
      expect(result.data).toBeUndefined();
      expect(result.errors).toMatchObject([
        { message: expect.stringContaining('disabled'), extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } },
      ]);
      expect((await closed.post({ query }, { token: null })).status).toBe(401);
    },
  );

  test('entities are returned with INTROSPECTION=off', async () => {
    const representations = [{ __typename: 'ExternalConnection', id: 'contosohr' }];
    const query =
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on ExternalConnection { name } } }';
    const result = await closed.execute(query, { r: representations }, { token: 'demo' });
    expect(result).toEqual({ data: { _entities: [{ name: 'Contoso HR' }] } });
  });
});
