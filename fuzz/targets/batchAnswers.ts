import fc from 'fast-check';
import { anyAnswers, anyStatus, httpAnswer } from '../arbitraries/answers.ts';
import { anyAnswerJson, anyObject } from '../arbitraries/graphJson.ts';
import { almostText, JSON_FRAGMENTS } from '../arbitraries/mutations.ts';
import { almost, almostRecord, anyJson, anyText } from '../arbitraries/values.ts';
import { type FuzzCase, graphqlRequest } from '../fuzzCase.ts';

const part = almostRecord({
  // Of the parts asked for, whose number the cases vary; a missing, doubled or foreign one comes about by itself.
  id: fc.oneof(
    { weight: 8, arbitrary: fc.integer({ min: 1, max: 5 }).map(String) },
    { weight: 1, arbitrary: fc.constantFrom<unknown>('0', '6', '1 ', 1, '__proto__') },
  ),
  status: anyStatus,
  headers: fc.option(
    fc.dictionary(
      fc.constantFrom('Retry-After', 'content-type', 'WWW-Authenticate', 'request-id', '__proto__'),
      almost(fc.oneof(fc.constantFrom('0.01', 'request {token}', 'Bearer claims="x"'), anyText)),
      { maxKeys: 3 },
    ),
  ),
  body: fc.oneof(
    anyAnswerJson,
    anyAnswerJson,
    anyAnswerJson.map((json) => Buffer.from(JSON.stringify(json)).toString('base64')),
  ),
});

/** All that was asked for, and more: it is answered in any order, and in part or in full. */
const wellFormed = fc
  .array(fc.record({ status: anyStatus, body: fc.oneof(anyObject, anyObject, anyObject, anyAnswerJson) }), {
    minLength: 5,
    maxLength: 5,
  })
  .map((parts) => parts.map((one, index) => ({ id: String(index + 1), ...one })))
  .chain((parts) => fc.oneof(fc.constant(parts), fc.shuffledSubarray(parts)));

const batch = fc
  .oneof(
    almostRecord({ responses: fc.array(part, { maxLength: 7 }) }),
    wellFormed.map((responses) => ({ responses })),
    fc.record({ responses: fc.oneof(anyJson, wellFormed) }),
  )
  .map((json) => JSON.stringify(json));

const answers = fc.array(
  fc.oneof(
    // A status of the batch that lets its parts be looked at, whatever they are.
    {
      weight: 2,
      arbitrary: batch.map((body) => ({ kind: 'http' as const, status: 200, headers: {}, body })),
    },
    { weight: 1, arbitrary: httpAnswer(almostText(batch, JSON_FRAGMENTS)) },
  ),
  { minLength: 1, maxLength: 3 },
);

const documents = [
  '{ externalConnectionsById(ids: ["a", "b", "c"]) { id name state } }',
  '{ privateEndpointConnectionsById(ids: ["a", "b", "c", "d", "e"]) { id privateLinkIds } }',
  '{ a: externalConnection(id: "a") { id } b: privateEndpointConnection(id: "b") { id } c: externalConnections { nodes { id } pageInfo { endCursor } } }',
  '{ _entities(representations: [{ __typename: "ExternalConnection", id: "a" }, { __typename: "PrivateEndpointConnection", id: "b" }]) { __typename ... on ExternalConnection { id name } } }',
];

/** Answers to `$batch`, with parts that are missing, doubled, out of order or malformed. */
export const batchAnswers: fc.Arbitrary<FuzzCase> = fc.record({
  request: fc.record({ query: fc.constantFrom(...documents) }).map(graphqlRequest),
  answers: fc.oneof({ weight: 30, arbitrary: answers }, { weight: 1, arbitrary: anyAnswers }),
});
