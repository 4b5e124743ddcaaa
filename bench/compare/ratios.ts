import { interquartileRange, median } from 'simple-statistics';
import type { Checked } from '../check.ts';
import { CONTROL, GATEWAY, PROXY } from '../contenders.ts';
import type { Slice } from './slice.ts';

/** A contender with its slices in one scenario, one a round. */
export interface Measured extends Checked {
  readonly slices: readonly Slice[];
}

const MAX_CONTROL_ERROR = 0.05;
const MAX_SPREAD = 0.2;

/** CPU per request of one contender to that of another: the ratio in each round. */
function cpuRatios(all: readonly Measured[], id: string, to: string): number[] {
  const slicesOf = (wanted: string) => all.find(({ contender }) => contender.id === wanted)?.slices ?? [];
  const others = slicesOf(to);
  return slicesOf(id).map(({ cpuUs }, round) => cpuUs / (others[round]?.cpuUs ?? Number.NaN));
}

/** The median of the paired ratios. */
export function cpuRatio(all: readonly Measured[], id: string, to: string): number {
  return median(cpuRatios(all, id, to));
}

/** The distance between the quartiles of a contender's ratio to the proxy, as a share of the median. */
export function spread(all: readonly Measured[], id: string): number {
  const ratios = cpuRatios(all, id, PROXY);
  return interquartileRange(ratios) / median(ratios);
}

/** Whether two identical proxies cost the same, and the gateway's ratio was steady. */
export function isConclusive(all: readonly Measured[]): boolean {
  const controlError = Math.abs(cpuRatio(all, CONTROL, PROXY) - 1);
  return controlError <= MAX_CONTROL_ERROR && spread(all, GATEWAY) <= MAX_SPREAD;
}
