import { median, min } from 'simple-statistics';
import type { Checked } from '../check.ts';
import type { Observed } from '../observe.ts';
import { percent, table } from '../results.ts';

/** One slice of load on a gateway. */
export interface Slice extends Observed {
  /** What each process that serves had of the CPU that it may have. */
  readonly shares: readonly number[];
}

/** A gateway whose serving processes have a share of a core each. */
export interface Limited extends Checked {
  readonly title: string;
  readonly pids: readonly number[];
  readonly slices: Slice[];
}

const AIM = 1.7;
const MAX_CONTROL_ERROR = 0.05;
/** A process that used less of its CPU was not what limited the throughput. */
const MIN_SHARE = 0.9;

/** Good responses of a gateway to those of the first in the same round: the median. */
function ratioToFirst([first]: readonly Limited[], { slices }: Limited): number {
  const ratios = slices.map(({ goodPerSecond }, round) => {
    return goodPerSecond / (first?.slices[round]?.goodPerSecond ?? Number.NaN);
  });
  return median(ratios);
}

const usedShare = ({ slices }: Limited) => median(slices.map(({ shares }) => min([...shares])));

/** Whether the second gateway carries as much more as it should. */
export function meetsAim(gateways: readonly Limited[]): boolean {
  return gateways[1] !== undefined && ratioToFirst(gateways, gateways[1]) >= AIM;
}

/** Whether two equal gateways carried the same, and each process used the CPU that it had. */
export function isConclusive(gateways: readonly Limited[]): boolean {
  const control = gateways.at(-1);
  if (control === undefined || gateways.some((each) => usedShare(each) < MIN_SHARE)) return false;
  return Math.abs(ratioToFirst(gateways, control) - 1) <= MAX_CONTROL_ERROR;
}

/** The comparison as paragraphs of Markdown. */
export function workersReport(gateways: readonly Limited[], cpuShare: number, measuredOn: string): string[] {
  const verdict = meetsAim(gateways) ? 'met' : 'missed';
  const rows = gateways.map((each) => ({
    '': each.title,
    'throughput to one process': `${ratioToFirst(gateways, each).toFixed(2)}x`,
    'median good/s': median(each.slices.map(({ goodPerSecond }) => goodPerSecond)).toFixed(0),
    failed: String(each.slices.reduce((sum, { bad }) => sum + bad, 0)),
    'least CPU of a process, of its share': percent(usedShare(each)),
  }));
  return [
    '# Two workers',
    `**${isConclusive(gateways) ? '' : 'INCONCLUSIVE; '}two workers at least ${AIM}x one process: ${verdict}.**`,
    measuredOn,
    `Each process that serves has ${percent(cpuShare)} of a core, the second worker on that of the load.`,
    table(rows),
  ];
}
