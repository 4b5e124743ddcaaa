import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { mutatedText } from './mutations.ts';

const folder = join(import.meta.dirname, '../../examples/operations');

interface Example {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** The example operations, with their comments and variables. */
const examples: readonly Example[] = readdirSync(folder)
  .filter((file) => file.endsWith('.graphql'))
  .sort()
  .map((file) => ({
    query: readFileSync(join(folder, file), 'utf8'),
    variables: JSON.parse(readFileSync(join(folder, file.replace('.graphql', '.variables.json')), 'utf8')),
  }));

/** The example operations, with their comments. */
const exampleOperations: readonly string[] = examples.map(({ query }) => query);

/** One of the example operations, with its variables. */
export const example: fc.Arbitrary<Example> = fc.constantFrom(...examples);

/** One of the example operations. */
export const exampleOperation: fc.Arbitrary<string> = fc.constantFrom(...exampleOperations);

/** Documents for the parts of the schema that the examples do not use. */
const others: readonly string[] = [
  '{ __typename }',
  '{ __schema { types { name fields { name args { name type { kind ofType { name } } } } } } }',
  '{ __type(name: "Query") { fields(includeDeprecated: true) { name } } }',
  '{ _service { sdl } _sdl }',
  'query ($keys: [_Any!]!) { _entities(representations: $keys) { __typename ... on ExternalConnection { name } } }',
  '{ a: externalConnection(id: "a") { ...F } b: externalConnection(id: "b") { ...F } } fragment F on ExternalConnection { id name }',
  'query A { externalConnection(id: "a") @include(if: true) { id @skip(if: false) } } query B { __typename }',
  'query ($yes: Boolean!) { externalConnections @skip(if: $yes) { nodes { id } } }',
  'subscription { externalConnections { nodes { id } } }',
  'mutation { one: updateSingletonPrivateEndpointConnection(input: { privateLinkIds: [1] }) { id } two: addExternalConnection(input: { id: "abc", name: "d" }) { id } }',
  'query ($id: String) { externalConnections(first: 2, name: $id) { nodes { id name } pageInfo { endCursor } } }',
  `{ externalConnections(name: "Contoso's & co") { nodes { searchSettings { searchResultTemplates { layout } } } } }`,
  'mutation ($id: String) { updateExternalConnection(input: { id: "abc", name: "d", connectorTicket: $id }) { id } }',
  'mutation { deleteExternalConnection(input: { id: "abc", connectorTicket: "t" }) { id status } }',
  '{ externalConnections { nodes { schema { properties { name labels } } quota { itemsRemaining } readiness { status } } } }',
  'mutation ($id: String) { registerExternalConnectionSchema(input: { connectionId: "abc", properties: [{ name: $id, type: STRING }] }) { operationId } }',
  '{ a: externalConnectionsById(ids: ["x", "..", "y"]) { id } privateEndpointConnectionsById(ids: []) { id } }',
];

const FRAGMENTS = [
  '{',
  '}',
  '(',
  ')',
  '[',
  ']',
  '!',
  '$id',
  '@skip(if: true)',
  '@defer',
  '@stream',
  '@deprecated',
  '...',
  '... on Query { __typename }',
  '...F',
  ' fragment F on Query { ...F }',
  'query',
  'mutation ',
  'subscription ',
  '__typename ',
  '__schema { types { name } } ',
  '"""',
  '"',
  '\\u{110000}',
  '#',
  'null',
  ': [',
  '123456789012345678901234567890',
  'type Query { a: Int } ',
  'id: ',
  '{ id }'.repeat(30),
  '__typename '.repeat(600),
  'a: __typename b: __typename '.repeat(60),
  '@skip(if: false) '.repeat(25),
  'type { ofType '.repeat(12),
];

/** Valid documents, and many that are nearly valid. */
export const anyDocument: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...exampleOperations, ...others) },
  { weight: 8, arbitrary: mutatedText(fc.constantFrom(...exampleOperations, ...others), FRAGMENTS) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
  { weight: 1, arbitrary: fc.nat(300).map((depth) => '{ a '.repeat(depth) + '}'.repeat(depth)) },
);
