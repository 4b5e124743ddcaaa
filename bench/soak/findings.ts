import { mean, quantile } from '../statistics.ts';
import { GOOD, NOT_SENT, TIMED_OUT, TURNED_AWAY } from './answer.ts';
import { goodPerSecond, type Phase } from './phase.ts';
import type { SoakResults } from './run.ts';

/** An aim, and what became of it. */
export interface SoakFinding {
  readonly what: string;
  readonly aim: string;
  readonly measured: string;
  readonly met: boolean;
}

const MIN_GOODPUT = 0.8;
const MAX_MEMORY_GROWTH = 0.1;
const MAX_RECOVERY_MS = 2_000;
/** A generator that is later than this with its requests does not put the load on that it says. */
const MAX_LATENESS_MS = 100;
/** A machine on which two peaks are that far apart is not as fast at all times. */
const MAX_DRIFT = 0.15;
/** A gateway that waited for its core for more of the time than this was not alone on it. */
const MAX_WAITED = 0.25;

/** Holds the aims against the results. */
export function soakFindings(results: SoakResults): SoakFinding[] {
  const { overload, peakPerSecond, recoveryMs } = results;
  const share = goodPerSecond(overload) / peakPerSecond;
  const others = otherOutcomes(overload);
  const growth = memoryGrowth(overload.memoryMb);
  return [
    {
      what: 'good answers per second under twice the sustainable load, to the peak',
      aim: `at least ${MIN_GOODPUT * 100} %`,
      measured: `${(share * 100).toFixed(0)} %`,
      met: share >= MIN_GOODPUT,
    },
    {
      what: 'answers that are neither good nor 503 OVERLOADED with Retry-After, nor timed out at the client',
      aim: 'none',
      measured:
        others.length === 0 ? 'none' : others.map(([outcome, count]) => `${count} × ${outcome}`).join(', '),
      met: others.length === 0,
    },
    {
      what: 'resident memory in the last third of the overload, to the middle third',
      aim: `at most ${MAX_MEMORY_GROWTH * 100} % more`,
      measured: `${(growth * 100).toFixed(1)} % more`,
      met: growth <= MAX_MEMORY_GROWTH,
    },
    {
      what: 'from the end of the overload to answers as before',
      aim: `at most ${MAX_RECOVERY_MS / 1_000} s`,
      measured: `${(recoveryMs / 1_000).toFixed(1)} s`,
      met: recoveryMs <= MAX_RECOVERY_MS,
    },
  ];
}

/** Why the figures say little about the gateway, if they do. */
export function doubts({ peak, peaksPerSecond, overload }: SoakResults): string[] {
  const latenessMs = quantile(overload.tally.latenessMs, 0.99);
  const waited = Math.max(peak.waited, overload.waited);
  const drift = 1 - Math.min(...peaksPerSecond) / Math.max(...peaksPerSecond);
  return [
    ...(drift > MAX_DRIFT ? ['the machine was not as fast before as after'] : []),
    ...(latenessMs > MAX_LATENESS_MS ? ['the load could not be generated at that rate'] : []),
    ...(waited > MAX_WAITED ? ["something else was running on the gateway's core"] : []),
  ];
}

function otherOutcomes({ tally }: Phase): (readonly [outcome: string, count: number])[] {
  const expected = new Set([GOOD, TURNED_AWAY, TIMED_OUT, NOT_SENT]);
  return [...tally.counts].filter(([outcome]) => !expected.has(outcome));
}

function memoryGrowth(memoryMb: readonly number[]): number {
  const third = Math.floor(memoryMb.length / 3);
  return mean(memoryMb.slice(-third)) / mean(memoryMb.slice(-2 * third, -third)) - 1;
}
