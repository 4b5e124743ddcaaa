import { setTimeout as sleep } from 'node:timers/promises';
import { GOOD } from './answer.ts';
import type { Connections } from './connections.ts';
import { openLoop } from './loops.ts';

const SHARES = [0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65, 0.6, 0.55, 0.5];
const DURATION_MS = 5_000;
const PAUSE_MS = 1_000;
/** The upstream takes 20 of them. */
const MAX_P99_MS = 250;

/**
 * The highest rate, in steps of 5 % of the peak, at which every answer is good, and 99 % of them come within
 * 250 ms.
 *
 * @throws when half of the peak is more than that
 */
export async function sustainableRate(
  connections: Connections,
  peakPerSecond: number,
  say: (line: string) => void,
): Promise<number> {
  for (const share of SHARES) {
    const perSecond = Math.round(peakPerSecond * share);
    const tally = await openLoop(connections, perSecond, DURATION_MS);
    await sleep(PAUSE_MS);
    const p99Ms = tally.latencyMs(0.99);
    const good = tally.count(GOOD) / tally.samples.length;
    say(`${perSecond} a second: ${(good * 100).toFixed(1)} % good, p99 ${p99Ms.toFixed(0)} ms`);
    if (good === 1 && p99Ms <= MAX_P99_MS) return perSecond;
  }
  throw new Error('Not even half of the peak is sustainable: the machine is too busy.');
}
