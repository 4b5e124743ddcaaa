import fc from 'fast-check';
import { example } from '../arbitraries/operations.ts';
import { anyResponses } from '../arbitraries/responses.ts';
import { type FuzzCase, graphqlRequest } from '../fuzzCase.ts';

/** Responses of every kind to the unchanged example operations. */
export const upstreamResponses: fc.Arbitrary<FuzzCase> = fc.record({
  request: example.map(graphqlRequest),
  responses: anyResponses,
});
