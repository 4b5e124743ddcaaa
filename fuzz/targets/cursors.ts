import fc from 'fast-check';
import { anyPage, anyResponseJson } from '../arbitraries/graphJson.ts';
import { mutatedText } from '../arbitraries/mutations.ts';
import { responsesWith } from '../arbitraries/responses.ts';
import { anySize, anyText } from '../arbitraries/values.ts';
import { type FuzzCase, graphqlRequest } from '../fuzzCase.ts';

const FRAGMENTS = [
  '&',
  '=',
  '%',
  '%24',
  '%26',
  '%00',
  '$top=5',
  '$skip=1',
  '$SkipToken=x',
  '$filter=true',
  '#',
  '?',
  '/',
  '..',
  '\r\n',
  ' ',
  'ü',
  '\ud800',
  'a'.repeat(5_000),
];

const query = mutatedText(
  fc.constantFrom(
    '$skiptoken=abc',
    '$top=2&$skiptoken=X%27abc%27',
    '%24skip=10&%24top=5',
    '$skip=0',
    "$skiptoken=RFNwdAIAAQ~~!*'()",
    '$top=100&$skip=200&$skiptoken=',
  ),
  FRAGMENTS,
);

/** Paging parameters as the gateway encodes them. */
const valid = fc.constantFrom('$skiptoken=abc', '$top=2&$skiptoken=X%27abc%27', '$skip=0');

const cursor = fc.oneof(
  { weight: 2, arbitrary: valid.map((text) => Buffer.from(text).toString('base64url')) },
  { weight: 6, arbitrary: query.map((text) => Buffer.from(text).toString('base64url')) },
  { weight: 1, arbitrary: query.map((text) => Buffer.from(text).toString('base64')) },
  { weight: 2, arbitrary: fc.oneof(anyText, query) },
  {
    weight: 1,
    arbitrary: fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes).toString('base64url')),
  },
);

const lists = [
  'query ($first: Int, $after: String) { externalConnections(first: $first, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } }',
  'query ($first: Int, $after: String) { privateEndpointConnections(first: $first, after: $after) { nodes { id } pageInfo { endCursor } } }',
  'query ($first: Int, $after: String) { a: externalConnections(first: $first, after: $after) { nodes { id } } b: externalConnections(first: $first) { pageInfo { endCursor } } }',
];

/** Valid and invalid cursors, alone and with page sizes. */
export const cursorsOfLists: fc.Arbitrary<FuzzCase> = fc.record({
  request: fc
    .record({
      query: fc.constantFrom(...lists),
      variables: fc.record({ first: fc.oneof(fc.constant(undefined), anySize), after: cursor }),
    })
    .map(graphqlRequest),
  responses: responsesWith(fc.oneof(anyPage, anyPage, anyPage, anyResponseJson)),
});
