import { table } from '../results.ts';
import { mean } from '../statistics.ts';
import { MIN_GENERATED, type Phase } from './phases.ts';

export interface SoakResults {
  readonly peaks: readonly Phase[];
  /** Requests per second. */
  readonly sustainable: number;
  readonly phases: readonly Phase[];
  readonly overload: Phase;
  readonly recoveryMs: number;
}

const MIN_GOODPUT = 0.8;
const MAX_GROWTH = 0.1;
const MAX_RECOVERY_MS = 2_000;
const MAX_DRIFT = 0.15;
/** A gateway that has less of its core at its peak shares it with something else. */
const MIN_PEAK_CPU = 0.8;

/** The aims, what was measured, and whether that meets them. */
export function aims({ overload, peaks, recoveryMs }: SoakResults) {
  const goodput = overload.goodPerSecond / mean(peaks.map(({ goodPerSecond }) => goodPerSecond));
  const failed = overload.other + overload.broken;
  const growth = memoryGrowth(overload.memoryMb);
  return [
    ['good responses, to the peak: at least 80 %', percent(goodput), goodput >= MIN_GOODPUT],
    ['failures other than 503 with Retry-After: none', String(failed), failed === 0],
    ['growth of memory, last third to middle third: at most 10 %', percent(growth), growth <= MAX_GROWTH],
    ['recovery: at most 2 s', `${(recoveryMs / 1_000).toFixed(1)} s`, recoveryMs <= MAX_RECOVERY_MS],
  ] as const;
}

/** Why the figures say little about the gateway, if they do. */
export function doubts({ peaks, overload }: SoakResults): string[] {
  const good = peaks.map(({ goodPerSecond }) => goodPerSecond);
  const drift = 1 - Math.min(...good) / Math.max(...good);
  const cpu = Math.min(...peaks.map((peak) => peak.cpu));
  const generated = overload.answeredPerSecond / (overload.perSecond ?? 0);
  return [
    ...(drift > MAX_DRIFT ? [`the peaks before and after are ${percent(drift)} apart`] : []),
    ...(cpu < MIN_PEAK_CPU ? [`the gateway had only ${percent(cpu)} of its core at a peak`] : []),
    ...(generated < MIN_GENERATED ? [`only ${percent(generated)} of the overload got a response`] : []),
  ];
}

/** The soak as Markdown. */
export function soakReport(results: SoakResults, conditions: string): string {
  const { phases, overload, sustainable } = results;
  const reasons = doubts(results);
  const held = aims(results);
  const missed = held.filter(([, , met]) => !met).length;
  const verdict = reasons.length > 0 ? `INCONCLUSIVE: ${reasons.join('; ')}. ` : '';
  const rows = phases.map((phase) => [
    phase.name,
    phase.perSecond?.toFixed(0) ?? '',
    phase.answeredPerSecond.toFixed(0),
    phase.goodPerSecond.toFixed(0),
    String(phase.overloaded),
    String(phase.other + phase.broken),
    String(phase.timeouts),
    `${phase.p50Ms.toFixed(0)} / ${phase.p99Ms.toFixed(0)}`,
    percent(phase.cpu),
  ]);
  const columns = [
    'requests/s',
    'responses/s',
    'good/s',
    'overloaded',
    'failed',
    'timeouts',
    'p50 / p99, ms',
  ];
  return `${[
    '# Overload',
    `**${verdict}${missed} of ${held.length} aims missed.**`,
    conditions,
    `One lookup by id (S1); the upstream takes 20 ms; default settings. Sustainable: ${sustainable} a second; ` +
      `overload: twice that for ${overload.seconds.toFixed(0)} s.`,
    table(
      ['aim under overload', 'measured', ''],
      held.map(([aim, measured, met]) => [aim, measured, met ? 'met' : '**missed**']),
    ),
    table(['', ...columns, 'CPU of the gateway'], rows),
    `Resident memory under overload, MB, each second: ${overload.memoryMb.map((mb) => mb.toFixed(0)).join(' ')}`,
  ].join('\n\n')}\n`;
}

function memoryGrowth(memoryMb: readonly number[]): number {
  const third = Math.floor(memoryMb.length / 3);
  return mean(memoryMb.slice(-third)) / mean(memoryMb.slice(-2 * third, -third)) - 1;
}

const percent = (share: number) => `${(share * 100).toFixed(0)} %`;
