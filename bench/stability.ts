import type { GatewayId } from './gateways.ts';
import type { Rounds } from './slice.ts';
import { median, pairedRatios, relativeSpread } from './statistics.ts';

/** How far the machine let anything be measured at all. */
export interface Stability {
  /** CPU per request of the proxy's twin to that of the proxy: 1 but for noise. */
  readonly control: number;
  /** How far the quartiles of our own ratio to the proxy lie apart, as a share of it; 0 without us. */
  readonly spread: number;
}

export const MAX_CONTROL_ERROR = 0.05;
export const MAX_SPREAD = 0.2;

/** The ratio of two gateways' CPU per request: the median over the rounds. */
export function cpuRatio(rounds: Rounds, id: GatewayId, to: GatewayId): number {
  return median(cpuRatios(rounds, id, to));
}

export function stabilityOf(rounds: Rounds): Stability {
  const control = cpuRatio(rounds, 'control', 'proxy');
  return { control, spread: rounds.has('ours') ? relativeSpread(cpuRatios(rounds, 'ours', 'proxy')) : 0 };
}

export function isConclusive({ control, spread }: Stability): boolean {
  return Math.abs(control - 1) <= MAX_CONTROL_ERROR && spread <= MAX_SPREAD;
}

function cpuRatios(rounds: Rounds, id: GatewayId, to: GatewayId): number[] {
  return pairedRatios(cpuOf(rounds, id), cpuOf(rounds, to));
}

function cpuOf(rounds: Rounds, id: GatewayId): number[] {
  return (rounds.get(id) ?? []).map(({ cpuUs }) => cpuUs);
}
