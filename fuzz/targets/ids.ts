import fc from 'fast-check';
import { anyResponses } from '../arbitraries/responses.ts';
import { anyText } from '../arbitraries/values.ts';
import { type FuzzCase, graphqlRequest } from '../fuzzCase.ts';

const unit = fc.constantFrom(
  '.',
  '/',
  '%',
  '2',
  'e',
  'F',
  '\\',
  '?',
  '#',
  ':',
  '@',
  'a',
  '$',
  '-',
  '_',
  ';',
  '&',
  '=',
);

/** Ids of every kind; some are valid. */
const id: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit, maxLength: 12 }),
  fc.string({ unit: fc.constantFrom('a', 'B', '7', '-', '_', '.'), minLength: 1, maxLength: 130 }),
  anyText,
  fc.string({ unit: 'grapheme', maxLength: 10 }),
  fc.webUrl({ withQueryParameters: true }),
  fc.constantFrom(
    '..',
    '.',
    '%2e%2e',
    '../../users',
    '$batch',
    '$ref',
    'a\r\nHost: evil.example',
    "a')/items",
    'a\n',
    'ａ',
  ),
  fc.tuple(fc.constantFrom('a/', '%2f', '..%5c', '//'), anyText).map((parts) => parts.join('')),
);

const lookups = [
  'query ($id: ID!) { externalConnection(id: $id) { id name } }',
  'query ($id: ID!) { privateEndpointConnection(id: $id) { id } }',
  'mutation ($id: ID!) { updatePrivateEndpointConnection(input: { id: $id, privateLinkIds: [1] }) { id } }',
  'mutation ($id: ID!) { createExternalConnection(input: { id: $id, name: "n" }) { id } }',
  'mutation ($id: ID!) { addExternalConnection(input: { id: $id, name: "n" }) { id } }',
  'query ($id: ID!) { a: externalConnection(id: $id) { id } b: externalConnection(id: "b") { id } c: privateEndpointConnection(id: $id) { id } }',
];
const pluralLookups = [
  'query ($ids: [ID!]!) { externalConnectionsById(ids: $ids) { id name } }',
  'query ($ids: [ID!]!) { privateEndpointConnectionsById(ids: $ids) { id } externalConnectionsById(ids: $ids) { id } }',
];
const ENTITIES =
  'query ($keys: [_Any!]!) { _entities(representations: $keys) { ... on ExternalConnection { name } __typename } }';

const ids = fc.array(id, { maxLength: 25 });
const type = fc.constantFrom('ExternalConnection', 'PrivateEndpointConnection', 'Query', '__proto__');
const key = fc.record({ __typename: type, id }, { requiredKeys: [] });

const params: fc.Arbitrary<object> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ query: fc.constantFrom(...lookups), variables: fc.record({ id }) }) },
  {
    weight: 2,
    arbitrary: fc.record({ query: fc.constantFrom(...pluralLookups), variables: fc.record({ ids }) }),
  },
  {
    weight: 1,
    arbitrary: fc.array(key, { maxLength: 25 }).map((keys) => ({ query: ENTITIES, variables: { keys } })),
  },
  // As a literal in the document; JSON's string syntax is nearly GraphQL's.
  {
    weight: 1,
    arbitrary: id.map((text) => ({ query: `{ externalConnection(id: ${JSON.stringify(text)}) { id } }` })),
  },
);

/** Ids of every kind, in every field that has an id argument. */
export const idsOfObjects: fc.Arbitrary<FuzzCase> = fc.record({
  request: params.map(graphqlRequest),
  responses: anyResponses,
});
