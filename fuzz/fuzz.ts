import fc from 'fast-check';
import type { FuzzCase } from './fuzzCase.ts';
import type { Harness } from './harness.ts';

export interface FuzzOptions {
  readonly runs: number;
  readonly seed: number;
}

// Cases wait much of their time, for the network and before a repetition, so many run side by side.
const LANES = 12;

/**
 * Runs cases of one kind; rejects with the smallest case found that breaks the gateway's contract, and the seed.
 *
 * The cases of a lane run one after the other, so that the one that fails is known; the lanes run at once.
 */
export async function fuzz(
  harness: Harness,
  name: string,
  cases: fc.Arbitrary<FuzzCase>,
  { runs, seed }: FuzzOptions,
): Promise<void> {
  const lanes = Math.min(LANES, runs);
  let failed = false;
  const run = async (lane: number) => {
    try {
      await fc.assert(
        fc.asyncProperty(cases, async (one) => {
          if (!failed) await harness.run(one);
        }),
        {
          numRuns: Math.floor(runs / lanes) + (lane < runs % lanes ? 1 : 0),
          // Any whole number of 32 bits will do, so long as no two lanes have the same.
          seed: (seed + lane * 7_919) | 0,
          includeErrorInReport: true,
        },
      );
    } catch (error) {
      // One smallest case is enough: the other lanes come to their ends without running theirs.
      failed = true;
      const report = error instanceof Error ? error.message : String(error);
      throw new Error(`${name}, ${runs} cases, seed ${seed}: ${report}`, { cause: error });
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: lanes }, (_, lane) => run(lane)));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}
