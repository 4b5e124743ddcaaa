import { CONTROL, GATEWAY, PROXY } from './contenders.ts';
import type { Slice } from './slice.ts';
import { median, relativeSpread } from './statistics.ts';

/** The slices of each contender; those with the same index belong to one round. */
export type Rounds = ReadonlyMap<string, readonly Slice[]>;

const MAX_CONTROL_ERROR = 0.05;
const MAX_SPREAD = 0.2;

/** CPU per request of one contender to that of another: the ratio in each round. */
function cpuRatios(rounds: Rounds, id: string, to: string): number[] {
  const others = rounds.get(to) ?? [];
  return (rounds.get(id) ?? []).map(({ cpuUs }, round) => cpuUs / (others[round]?.cpuUs ?? Number.NaN));
}

/** The median of the paired ratios; `NaN` where one of the two did not run. */
export const cpuRatio = (rounds: Rounds, id: string, to: string) => median(cpuRatios(rounds, id, to));

/** The distance between the quartiles of a contender's ratio to the proxy, as a share of the median. */
export const spread = (rounds: Rounds, id: string) => relativeSpread(cpuRatios(rounds, id, PROXY));

/** Whether two identical proxies cost the same, and the gateway's ratio was steady. */
export function isConclusive(rounds: Rounds): boolean {
  const control = cpuRatio(rounds, CONTROL, PROXY);
  const steady = !rounds.has(GATEWAY) || spread(rounds, GATEWAY) <= MAX_SPREAD;
  return Math.abs(control - 1) <= MAX_CONTROL_ERROR && steady;
}
