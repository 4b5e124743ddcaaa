import { getIntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { runGateway } from '../support/running.ts';

// How large a response a small request can cause.

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.close());

const many = (count: number, make: (index: number) => string, separator = ' ') =>
  Array.from({ length: count }, (_, i) => make(i)).join(separator);
const aliased = (count: number, field: string) => many(count, (i) => `a${i}: ${field}`);

const MAX_SCHEMA_BYTES = 256 * 1024;
const MAX_ERROR_BYTES = 100 * 1024;

async function textOf(body: object, token: string | null): Promise<string> {
  return await (await gateway.post(body, { token })).text();
}

describe('without a token', () => {
  const EVERYTHING = getIntrospectionQuery({
    descriptions: true,
    specifiedByUrl: true,
    directiveIsRepeatable: true,
    schemaDescription: true,
    inputValueDeprecation: true,
    oneOf: true,
  });

  test.each([
    ['the standard introspection query', getIntrospectionQuery()],
    ['the standard introspection query with all its options', EVERYTHING],
    [
      "GraphiQL's introspection query",
      getIntrospectionQuery({ schemaDescription: true, inputValueDeprecation: true }),
    ],
    ['both SDLs', '{ _service { sdl } _sdl }'],
    ['an alias of each', '{ a: __schema { description } b: __type(name: "Query") { name } c: _sdl }'],
    [
      'a probe of all introspection types',
      `{ ${[
        'Schema',
        'Type',
        'Field',
        'InputValue',
        'EnumValue',
        'TypeKind',
        'Directive',
        'DirectiveLocation',
      ]
        .map((name) => `${name}: __type(name: "__${name}") { fields { name args { name } } }`)
        .join(' ')} }`,
    ],
    [
      'a field of the schema, in a fragment that is spread twice',
      '{ ...F ...F } fragment F on Query { _sdl }',
    ],
  ])('%s is executed', async (_, query) => {
    const { data, errors } = await gateway.execute<object, unknown>(query, {}, { token: null });
    expect(errors).toBeUndefined();
    expect(Object.values(data ?? {})).not.toContain(null);
  });

  test.each([
    ['schemaFields', 1, '__schema', `{ ${aliased(50, '__schema { types { fields { description } } }')} }`],
    [
      'schemaFields',
      1,
      '__schema',
      '{ __schema { description } ...F } fragment F on Query { a: __schema { description } }',
    ],
    ['schemaFields', 1, '_service', `{ ${aliased(2, '_service { sdl }')} }`],
    ['schemaFields', 1, '_sdl', `{ ${aliased(50, '_sdl')} }`],
    ['typeFields', 8, '__type', `{ ${aliased(9, '__type(name: "Query") { name }')} }`],
    ['introspectionAliases', 0, 'aliases', `{ _service { ${aliased(99, 'sdl')} } }`],
    ['introspectionAliases', 0, 'aliases', `{ __schema { types { ${aliased(99, 'description')} } } }`],
    [
      'introspectionAliases',
      0,
      'aliases',
      '{ __type(name: "Query") { ...F } } fragment F on __Type { a: description description }',
    ],
  ])('more %s than %i are rejected: %s', async (limit, max, word, query) => {
    const response = await gateway.post({ query }, { token: null });
    const { data, errors } = await response.json();
    expect(data).toBeUndefined();
    expect(errors).toMatchObject([{ extensions: { code: 'LIMIT_EXCEEDED', limit, max } }]);
    expect(errors[0].message).toContain(word);
  });

  test.each([
    [
      'in place',
      '{ __schema { types { name description fields { name description args { name type { name } } } } } }',
    ],
    [
      'in fragments',
      `{ ...S } fragment S on Query { __schema { types { name description fields { ...F } } } }
       fragment F on __Field { name description args { name type { name } } }`,
    ],
  ])('introspection counts in the cost, by the size of the schema: %s', async (_, query) => {
    const rejected = await runGateway({ settings: { MAX_COST: '500' } });
    const { errors } = await rejected.execute(query, {}, { token: null });
    expect(errors).toMatchObject([{ extensions: { code: 'LIMIT_EXCEEDED', limit: 'cost', max: 500 } }]);
    const accepted = await runGateway({ settings: { MAX_COST: '2000' } });
    expect(await accepted.execute(query, {}, { token: null })).not.toHaveProperty('errors');
  });

  /** All fields of a type, and of the types inside it to this depth. */
  const leaf = 'kind name description specifiedByURL isOneOf';
  const enumValues =
    'enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason }';
  function typeAt(depth: number, lists: number): string {
    if (depth === 0) return `{ ${leaf} ${enumValues} }`;
    const ofType = typeAt(depth - 1, lists);
    if (lists === 0) return `{ ${leaf} ${enumValues} ofType ${ofType} }`;
    const inner = typeAt(depth - 1, lists - 1);
    const value = `{ name description defaultValue isDeprecated deprecationReason type ${inner} }`;
    return `{ ${leaf} ${enumValues} ofType ${ofType} interfaces ${inner} possibleTypes ${inner}
      inputFields(includeDeprecated: true) ${value}
      fields(includeDeprecated: true) {
        name description isDeprecated deprecationReason args(includeDeprecated: true) ${value} type ${inner}
      } }`;
  }

  test.each([0, 1, 2, 3, 4, 5])('a response has at most 256 kB: all fields to depth %i', async (depth) => {
    const sizes: number[] = [];
    for (const lists of [0, 1, 2]) {
      const fragment = `fragment T on __Type ${typeAt(depth, lists)}`;
      const schema = '__schema { description types { ...T } } _service { sdl } _sdl';
      const types = aliased(8, '__type(name: "Mutation") { ...T }');
      for (const fields of [schema, types, schema + types]) {
        const text = await textOf({ query: `{ ${fields} } ${fragment}` }, null);
        expect(text.length).toBeLessThan(MAX_SCHEMA_BYTES);
        if (!text.includes('"errors"')) sizes.push(text.length);
      }
    }
    // The cost rules out the deepest ones.
    if (depth < 4) expect(Math.max(...sizes)).toBeGreaterThan(30_000);
  });

  test('what the cost does not rule out is measured', async () => {
    const { post } = await runGateway({ settings: { MAX_COST: '1000000', MAX_DOCUMENT_TOKENS: '100000' } });
    const query = `{ __schema { types { ...T } } } fragment T on __Type ${typeAt(3, 2)}`;
    const response = await post({ query }, { token: null });
    expect(await response.json()).toEqual({
      errors: [
        {
          message: 'The request has more than 256000 bytes of introspection in its result.',
          extensions: { code: 'LIMIT_EXCEEDED', limit: 'introspectionBytes', max: 256_000 },
        },
      ],
    });
  });
});

describe('errors have at most 100 kB', () => {
  const long = (index: number) => `${'n'.repeat(195)}${index}`;
  const text = '\u20ac'.repeat(400);
  const invalidKeys = Array.from({ length: 200 }, () => '..');
  const bytes = (part: string) => Buffer.byteLength(part);

  test.each([
    ['fields', { query: `{ externalConnection(id: "a") { ${many(450, long)} } }` }],
    ['arguments', { query: `{ externalConnection(${many(440, (i) => `${long(i)}: 1`)}) { id } }` }],
    [
      'unused variables',
      { query: `query ${long(0)} (${many(400, (i) => `$${long(i)}: Int`)}) { __typename }` },
    ],
    [
      'undefined variables',
      {
        query: `query ${long(0)} { externalConnectionsById(ids: [${many(430, (i) => `$${long(i)}`)}]) { id } }`,
      },
    ],
    [
      'numbers',
      { query: `{ externalConnectionsById(ids: [${many(95, () => `${'1'.repeat(950)}.5`)}]) { id } }` },
    ],
    [
      'enum values',
      {
        query: `mutation { ${many(45, (i) => `a${i}: createExternalConnection(input: { id: "a", name: "b", state: "${text}" }) { id }`)} }`,
      },
    ],
    [
      'strings for numbers',
      {
        query: `mutation { createPrivateEndpointConnection(input: { privateLinkIds: [${many(100, () => `"${text}"`)}] }) { id } }`,
      },
    ],
    [
      'conflicts',
      {
        query: `{ externalConnection(id: "a") { ${many(99, (i) => `${long(0)}: ${['id', 'name', 'description'][i % 3]}`)} } }`,
      },
    ],
    [
      'cycles of fragments',
      { query: `{ ...A0 } ${many(30, (i) => `fragment A${i} on Query { ${many(25, (k) => `...A${k}`)} }`)}` },
    ],
    [
      'values of variables',
      {
        query: `query (${many(40, (i) => `$${long(i)}: Int`)}) { __typename}`,
        variables: Object.fromEntries(Array.from({ length: 40 }, (_, i) => [long(i), text.repeat(50)])),
      },
    ],
  ])('invalid %s', async (_, body) => {
    const response = await textOf(body, 'demo');
    expect(JSON.parse(response).errors.length).toBeGreaterThan(0);
    expect(bytes(response)).toBeLessThan(MAX_ERROR_BYTES);
  });

  test.each([
    ['a long alias', `query ($ids: [ID!]!) { ${long(0)}: externalConnectionsById(ids: $ids) { id } }`],
    [
      'a field that is repeated',
      `query ($ids: [ID!]!) { ...F ${many(24, () => 'externalConnectionsById(ids: $ids) { id }')} }
       fragment F on Query { ${many(24, () => 'externalConnectionsById(ids: $ids) { id }')} }`,
    ],
  ])('and at most 10 locations each: invalid keys in %s', async (_, query) => {
    const { data, errors } = JSON.parse(await textOf({ query, variables: { ids: invalidKeys } }, 'demo'));
    expect(Object.values(data)).toEqual([Array(200).fill(null)]);
    expect(bytes(JSON.stringify(errors))).toBeLessThan(MAX_ERROR_BYTES);
    for (const { locations = [] } of errors) expect(locations.length).toBeLessThanOrEqual(10);
    expect(errors.at(-1).extensions).toEqual({ code: 'LIMIT_EXCEEDED', limit: 'errors', max: 100 });
    expect(errors.at(-1).message).toContain(String(201 - errors.length));
  });

  test('and the errors that are not listed are reported last', async () => {
    const query = `{ externalConnectionsById(ids: [${many(95, () => `${'1'.repeat(950)}.5`)}]) { id } }`;
    const { errors } = JSON.parse(await textOf({ query }, 'demo'));
    expect(errors.length).toBeLessThan(95);
    expect(errors[0].extensions).toEqual({ code: 'GRAPHQL_VALIDATION_FAILED' });
    expect(errors.at(-1).extensions).toEqual({ code: 'LIMIT_EXCEEDED', limit: 'errors', max: 100 });
  });
});

test('a document whose fragments take too long to compare is LIMIT_EXCEEDED', async () => {
  const { execute } = await runGateway({ settings: { MAX_DOCUMENT_TOKENS: '20000' } });
  const fragments = many(1_100, (i) => `fragment F${i} on ExternalConnection { ...G }`);
  const query = `{ externalConnection(id: "a") { ${many(1_100, (i) => `...F${i}`)} } }
    fragment G on ExternalConnection { id } ${fragments}`;
  const { errors } = await execute(query);
  expect(errors).toMatchObject([{ extensions: { code: 'LIMIT_EXCEEDED', limit: 'comparisons' } }]);
});

test('a document whose fragments are nested too deeply is invalid, and no bug', async () => {
  const { execute, logs } = await runGateway({
    settings: { MAX_DOCUMENT_TOKENS: '100000', MAX_DOCUMENT_CHARACTERS: '1000000' },
  });
  const query = `{ ...F0 } ${many(6_000, (i) => `fragment F${i} on Query { ...F${i + 1} }`)}
    fragment F6000 on Query { __typename }`;
  const { errors } = await execute(query);
  expect(errors).toMatchObject([
    { message: 'The document is nested too deeply.', extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } },
  ]);
  expect(logs.join('')).not.toContain('unexpected error');
});
