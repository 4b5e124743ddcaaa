import { mean } from 'simple-statistics';
import type { Observed } from '../observe.ts';
import { percent, table } from '../results.ts';

/** One load of the soak. */
export interface Phase extends Observed {
  readonly name: string;
  /** The rate that was meant; `undefined` for as many as it takes. */
  readonly perSecond: number | undefined;
}

export interface SoakResults {
  readonly peak: Phase;
  readonly ordinary: Phase;
  readonly overload: Phase;
  readonly after: Phase;
  readonly peakAfter: Phase;
  /** Requests per second. */
  readonly sustainable: number;
  readonly recoveryMs: number;
}

/** A load of which less than this got a response was not put on the gateway. */
export const MIN_GENERATED = 0.9;
/** A gateway that has less of its core at its peak shares it with something else. */
const MIN_PEAK_CPU = 0.8;

/** The aims, what was measured, and whether that meets them. */
export function aims({ peak, overload, peakAfter, recoveryMs }: SoakResults) {
  const goodput = overload.goodPerSecond / mean([peak.goodPerSecond, peakAfter.goodPerSecond]);
  const failed = overload.other + overload.broken;
  const growth = memoryGrowth(overload.memoryMb);
  return [
    ['good responses, to the peak: at least 80 %', percent(goodput), goodput >= 0.8],
    ['failures other than 503 with Retry-After: none', String(failed), failed === 0],
    ['growth of memory, last third to middle third: at most 10 %', percent(growth), growth <= 0.1],
    ['recovery: at most 2 s', `${(recoveryMs / 1_000).toFixed(1)} s`, recoveryMs <= 2_000],
  ] as const;
}

/** Why the figures say little about the gateway, if they do. */
export function doubts({ peak, peakAfter, overload }: SoakResults): string[] {
  const good = [peak.goodPerSecond, peakAfter.goodPerSecond];
  const drift = 1 - Math.min(...good) / Math.max(...good);
  const cpu = Math.min(cpuShare(peak), cpuShare(peakAfter));
  const generated = overload.responses / overload.seconds / (overload.perSecond ?? 0);
  return [
    ...(drift > 0.15 ? [`the peaks before and after are ${percent(drift)} apart`] : []),
    ...(cpu < MIN_PEAK_CPU ? [`the gateway had only ${percent(cpu)} of its core at a peak`] : []),
    ...(generated < MIN_GENERATED ? [`only ${percent(generated)} of the overload got a response`] : []),
  ];
}

/** The soak as paragraphs of Markdown. */
export function soakReport(results: SoakResults, measuredOn: string): string[] {
  const { peak, ordinary, overload, after, peakAfter, sustainable } = results;
  const reasons = doubts(results);
  const verdict = reasons.length > 0 ? `INCONCLUSIVE: ${reasons.join('; ')}. ` : '';
  const held = aims(results);
  const missed = held.filter(([, , isMet]) => !isMet).length;
  const phases = [peak, ordinary, overload, after, peakAfter].map((phase) => ({
    '': phase.name,
    'requests/s': phase.perSecond?.toFixed(0) ?? '',
    'good/s': phase.goodPerSecond.toFixed(0),
    overloaded: String(phase.overloaded),
    failed: String(phase.other + phase.broken),
    timeouts: String(phase.timeouts),
    'p50, ms': phase.p50Ms.toFixed(0),
    'p99, ms': phase.p99Ms.toFixed(0),
    'CPU of the gateway': percent(cpuShare(phase)),
  }));
  return [
    '# Overload',
    `**${verdict}${missed} of ${held.length} aims missed.**`,
    measuredOn,
    `One lookup by id (S1); the upstream takes 20 ms; default settings. Sustainable: ${sustainable} a second; ` +
      `overload: twice that for ${overload.seconds.toFixed(0)} s.`,
    table(
      held.map(([aim, measured, isMet]) => ({
        'aim under overload': aim,
        measured,
        verdict: isMet ? 'met' : '**missed**',
      })),
    ),
    table(phases),
    `Resident memory under overload, MB, each second: ${overload.memoryMb.map((mb) => mb.toFixed(0)).join(' ')}`,
  ];
}

/** Of one core. */
const cpuShare = ({ cpuMs, seconds }: Phase) => cpuMs / (seconds * 1_000);

function memoryGrowth(memoryMb: readonly number[]): number {
  const third = Math.floor(memoryMb.length / 3);
  return mean(memoryMb.slice(-third)) / mean(memoryMb.slice(-2 * third, -third)) - 1;
}
