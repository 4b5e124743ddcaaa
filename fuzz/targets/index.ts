import type fc from 'fast-check';
import type { FuzzCase } from '../fuzzCase.ts';
import { batchAnswers } from './batchAnswers.ts';
import { cursorsOfLists } from './cursors.ts';
import { httpRequests } from './httpRequests.ts';
import { idsOfObjects } from './ids.ts';
import { upstreamAnswers } from './upstreamAnswers.ts';
import { variablesOfOperations } from './variables.ts';

/** Everything that is fuzzed, by name. */
export const targets: Readonly<Record<string, fc.Arbitrary<FuzzCase>>> = {
  'HTTP requests': httpRequests,
  variables: variablesOfOperations,
  ids: idsOfObjects,
  cursors: cursorsOfLists,
  'upstream answers': upstreamAnswers,
  '$batch answers': batchAnswers,
};
