import fc from 'fast-check';
import { anyAnswers } from '../arbitraries/answers.ts';
import { exampleOperation } from '../arbitraries/operations.ts';
import { type FuzzCase, graphqlRequest } from '../fuzzCase.ts';

/** Everything that an upstream could answer to the example operations, as they stand. */
export const upstreamAnswers: fc.Arbitrary<FuzzCase> = fc.record({
  request: fc.record({ query: exampleOperation }).map(graphqlRequest),
  answers: anyAnswers,
});
