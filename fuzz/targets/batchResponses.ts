import fc from 'fast-check';
import { anyObject, anyResponseJson } from '../arbitraries/graphJson.ts';
import { JSON_FRAGMENTS, mutatedText } from '../arbitraries/mutations.ts';
import { anyResponses, anyStatus, httpResponse } from '../arbitraries/responses.ts';
import { anyJson, anyText, mostly, mostlyRecord } from '../arbitraries/values.ts';
import { type FuzzCase, graphqlRequest } from '../fuzzCase.ts';

const part = mostlyRecord({
  // Documents have different numbers of parts, so ids are missing, duplicated or unknown without further effort.
  id: fc.oneof(
    { weight: 8, arbitrary: fc.integer({ min: 1, max: 5 }).map(String) },
    { weight: 1, arbitrary: fc.constantFrom<unknown>('0', '6', '1 ', 1, '__proto__') },
  ),
  status: anyStatus,
  headers: fc.option(
    fc.dictionary(
      fc.constantFrom('Retry-After', 'content-type', 'WWW-Authenticate', 'request-id', '__proto__'),
      mostly(fc.oneof(fc.constantFrom('0.01', 'request {token}', 'Bearer claims="x"'), anyText)),
      { maxKeys: 3 },
    ),
  ),
  body: fc.oneof(
    anyResponseJson,
    anyResponseJson,
    anyResponseJson.map((json) => Buffer.from(JSON.stringify(json)).toString('base64')),
  ),
});

/** Valid responses to all parts, and more: in any order, complete or not. */
const wellFormed = fc
  .array(fc.record({ status: anyStatus, body: fc.oneof(anyObject, anyObject, anyObject, anyResponseJson) }), {
    minLength: 5,
    maxLength: 5,
  })
  .map((parts) => parts.map((response, index) => ({ id: String(index + 1), ...response })))
  .chain((parts) => fc.oneof(fc.constant(parts), fc.shuffledSubarray(parts)));

const batch = fc
  .oneof(
    mostlyRecord({ responses: fc.array(part, { maxLength: 7 }) }),
    wellFormed.map((responses) => ({ responses })),
    fc.record({ responses: fc.oneof(anyJson, wellFormed) }),
  )
  .map((json) => JSON.stringify(json));

const responses = fc.array(
  fc.oneof(
    // With any other status, the gateway does not read the parts.
    {
      weight: 2,
      arbitrary: batch.map((body) => ({ kind: 'http' as const, status: 200, headers: {}, body })),
    },
    { weight: 1, arbitrary: httpResponse(mutatedText(batch, JSON_FRAGMENTS)) },
  ),
  { minLength: 1, maxLength: 3 },
);

const documents = [
  '{ externalConnectionsById(ids: ["a", "b", "c"]) { id name state } }',
  '{ privateEndpointConnectionsById(ids: ["a", "b", "c", "d", "e"]) { id privateLinkIds } }',
  '{ a: externalConnection(id: "a") { id } b: privateEndpointConnection(id: "b") { id } c: externalConnections { nodes { id } pageInfo { endCursor } } }',
  '{ _entities(representations: [{ __typename: "ExternalConnection", id: "a" }, { __typename: "PrivateEndpointConnection", id: "b" }]) { __typename ... on ExternalConnection { id name } } }',
];

/** Responses to `$batch` with parts that are missing, duplicated, out of order or malformed. */
export const batchResponses: fc.Arbitrary<FuzzCase> = fc.record({
  request: fc.record({ query: fc.constantFrom(...documents) }).map(graphqlRequest),
  responses: fc.oneof({ weight: 30, arbitrary: responses }, { weight: 1, arbitrary: anyResponses }),
});
