import { median } from 'simple-statistics';
import type { Checked } from '../check.ts';
import { CONTROL, type Contender, GATEWAY, PROXY } from '../contenders.ts';
import type { Scenario } from '../scenarios.ts';
import type { Slice } from './slice.ts';

/** A contender with its slices in one scenario, one a round, of all its processes. */
export interface Measured extends Checked {
  readonly slices: readonly Slice[];
}

/** From each start of a contender to its response to a first request of S1. */
export type Startups = ReadonlyMap<Contender, readonly number[]>;

/** What each scenario showed, contender by contender. */
export type Results = ReadonlyMap<Scenario, readonly Measured[]>;

const MAX_CONTROL_ERROR = 0.05;
const MAX_WIDTH = 0.15;
// Of the normal distribution, for 95 %.
const Z = 1.96;

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

/**
 * The interval that has the median of all such ratios in it with a probability of 95 %, whatever their distribution; of few
 * rounds, all of their ratios.
 *
 * @see https://en.wikipedia.org/wiki/Median#Confidence_intervals
 */
export function cpuInterval(all: readonly Measured[], id: string, to = PROXY): readonly [number, number] {
  const ratios = cpuRatios(all, id, to).sort((one, other) => one - other);
  const { length } = ratios;
  const outside = Math.max(0, Math.floor((length - Z * Math.sqrt(length)) / 2) - 1);
  return [ratios[outside] ?? Number.NaN, ratios[length - 1 - outside] ?? Number.NaN];
}

/** Whether two identical proxies cost the same, and the interval of the gateway's ratio is narrow. */
export function isConclusive(all: readonly Measured[]): boolean {
  const controlError = Math.abs(cpuRatio(all, CONTROL, PROXY) - 1);
  const [low, high] = cpuInterval(all, GATEWAY);
  return controlError <= MAX_CONTROL_ERROR && high - low <= MAX_WIDTH * cpuRatio(all, GATEWAY, PROXY);
}
