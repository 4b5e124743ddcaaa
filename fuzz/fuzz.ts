import fc from 'fast-check';

export interface FuzzOptions {
  readonly runs: number;
  readonly seed: number;
}

// Cases spend most of their time waiting for the network or before a retry, so they run concurrently.
const LANES = 12;

/**
 * Runs the cases of one target. Rejects with the smallest case found that violates the gateway's contract, and the
 * seed.
 *
 * The cases of a lane run sequentially, so that a failure is attributed to its case; the lanes run concurrently.
 */
export async function fuzz<T>(
  runCase: (fuzzCase: T) => Promise<void>,
  name: string,
  cases: fc.Arbitrary<T>,
  { runs, seed }: FuzzOptions,
): Promise<void> {
  const lanes = Math.min(LANES, runs);
  let failed = false;
  const run = async (lane: number) => {
    try {
      await fc.assert(
        fc.asyncProperty(cases, async (fuzzCase) => {
          if (!failed) await runCase(fuzzCase);
        }),
        {
          numRuns: Math.floor(runs / lanes) + (lane < runs % lanes ? 1 : 0),
          // Any 32-bit integer, distinct per lane.
          seed: (seed + lane * 7_919) | 0,
          includeErrorInReport: true,
        },
      );
    } catch (error) {
      // One smallest case is enough: the other lanes skip their remaining cases.
      failed = true;
      const report = error instanceof Error ? error.message : String(error);
      throw new Error(`${name}, ${runs} cases, seed ${seed}: ${report}`, { cause: error });
    }
  };
  const results = await Promise.allSettled(Array.from({ length: lanes }, (_, lane) => run(lane)));
  for (const result of results) if (result.status === 'rejected') throw result.reason;
}
