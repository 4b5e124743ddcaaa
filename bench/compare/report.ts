import { max, median, min } from 'simple-statistics';
import { CONTROL, GATEWAY, OBSERVED, PROXY, SILENT } from '../contenders.ts';
import { table } from '../results.ts';
import type { Scenario } from '../scenarios.ts';
import { cpuInterval, cpuRatio, isConclusive, type Measured, type Results, type Startups } from './ratios.ts';

/** The comparison as paragraphs of Markdown. */
export function comparisonReport(results: Results, startups: Startups, measuredOn: string): string[] {
  return [
    '# CPU per request',
    measuredOn,
    '## CPU per request, to the bare proxy: medians of paired ratios',
    table([...results].map(([scenario, measured]) => summary(scenario, measured))),
    ...[...results].flatMap(([scenario, measured]) => section(scenario, measured)),
    '## Start to first response',
    table(
      [...startups].map(([{ title }, startupsMs]) => ({
        '': title,
        'min, ms': min([...startupsMs]).toFixed(0),
        'median, ms': median([...startupsMs]).toFixed(0),
      })),
    ),
  ];
}

function summary({ id, title }: Scenario, measured: readonly Measured[]): Record<string, string> {
  const ratio = ({ contender }: Measured) => times(cpuRatio(measured, contender.id, PROXY));
  return {
    '': `${id}, ${title}`,
    ...Object.fromEntries(measured.map((each) => [each.contender.title, ratio(each)])),
    verdict: isConclusive(measured) ? '' : '**INCONCLUSIVE**',
  };
}

function section({ id, title }: Scenario, measured: readonly Measured[]): string[] {
  const rows = measured.map(({ contender, upstreamCalls, slices }) => ({
    '': contender.title,
    'CPU to the proxy': times(cpuRatio(measured, contender.id, PROXY)),
    'of 95 %': cpuInterval(measured, contender.id).map(times).join(' to '),
    "gateway's CPU to it": times(cpuRatio(measured, GATEWAY, contender.id)),
    'min CPU, µs': min(slices.map(({ cpuUs }) => cpuUs)).toFixed(0),
    'max requests/s': max(slices.map(({ goodPerSecond }) => goodPerSecond)).toFixed(0),
    'p50, ms': median(slices.map(({ p50Ms }) => p50Ms)).toFixed(1),
    'p99, ms': median(slices.map(({ p99Ms }) => p99Ms)).toFixed(1),
    'RSS, MB': max(slices.flatMap(({ memoryMb }) => memoryMb)).toFixed(0),
    'upstream requests': String(upstreamCalls),
  }));
  const verdict = isConclusive(measured) ? '' : '**INCONCLUSIVE.** ';
  const control = cpuRatio(measured, CONTROL, PROXY).toFixed(3);
  const controlled = `${verdict}Control ${control} (conclusive: 0.950 to 1.050, and an interval of this gateway's of at most 15 % of its ratio).`;
  return [`## ${id}: ${title}`, table(rows), `${controlled}${telemetryCost(measured)}`];
}

/** What logs and metrics together cost, where both gateways took part. */
function telemetryCost(measured: readonly Measured[]): string {
  if (!measured.some(({ contender }) => contender.id === OBSERVED)) return '';
  const ratio = times(cpuRatio(measured, OBSERVED, SILENT));
  const interval = cpuInterval(measured, OBSERVED, SILENT).map(times).join(' to ');
  return ` With logs and metrics, CPU is ${ratio} (${interval}) that without (aim: at most 1.15x).`;
}

const times = (ratio: number) => `${ratio.toFixed(2)}x`;
