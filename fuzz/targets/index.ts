import type fc from 'fast-check';
import type { FuzzCase } from '../fuzzCase.ts';
import { batchResponses } from './batchResponses.ts';
import { cursorsOfLists } from './cursors.ts';
import { httpRequests } from './httpRequests.ts';
import { idsOfObjects } from './ids.ts';
import { upstreamResponses } from './upstreamResponses.ts';
import { variablesOfOperations } from './variables.ts';

/** The fuzz targets by name. */
export const targets: Readonly<Record<string, fc.Arbitrary<FuzzCase>>> = {
  'HTTP requests': httpRequests,
  variables: variablesOfOperations,
  ids: idsOfObjects,
  cursors: cursorsOfLists,
  'upstream responses': upstreamResponses,
  '$batch responses': batchResponses,
};
