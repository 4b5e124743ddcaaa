import type { ScenarioResult } from './compare.ts';
import { AGAINST, CONTROL, type Contender, GATEWAY, PROXY } from './contenders.ts';
import { cpuRatio, isConclusive, type Rounds, spread } from './ratios.ts';
import { table } from './results.ts';
import type { Startup } from './startup.ts';
import { median } from './statistics.ts';

/** The comparison as Markdown. */
export function comparisonReport(
  results: readonly ScenarioResult[],
  startups: ReadonlyMap<Contender, readonly Startup[]>,
  conditions: string,
): string {
  return `${[
    '# CPU per request',
    conditions,
    '## CPU per request, to the bare proxy: medians of paired ratios',
    summary(results, [...startups.keys()]),
    ...results.flatMap((result) => [title(result), scenarioTable(result), noise(result.rounds)]),
    '## Start to first response, and memory after it',
    startupTable(startups),
  ].join('\n\n')}\n`;
}

function summary(results: readonly ScenarioResult[], contenders: readonly Contender[]): string {
  const earlier = contenders.filter(({ id }) => id.startsWith(AGAINST));
  const header = [
    '',
    ...contenders.map(({ title }) => title),
    ...earlier.map(({ id }) => `gateway to ${id.slice(AGAINST.length)}`),
    '',
  ];
  const rows = results.map(({ scenario, rounds }) => [
    `${scenario.id}, ${scenario.title}`,
    ...contenders.map(({ id }) => times(cpuRatio(rounds, id, PROXY))),
    ...earlier.map(({ id }) => times(cpuRatio(rounds, GATEWAY, id))),
    isConclusive(rounds) ? '' : '**INCONCLUSIVE**',
  ]);
  return table(header, rows);
}

const title = ({ scenario: { id, title }, rounds }: ScenarioResult) =>
  `## ${id}: ${title}${isConclusive(rounds) ? '' : ' (INCONCLUSIVE)'}`;

function scenarioTable({ checked, rounds }: ScenarioResult): string {
  const header = [
    '',
    'CPU to the proxy',
    'quartiles apart',
    "gateway's CPU to it",
    'min CPU, µs',
    'max requests/s',
    'p50 / p99, ms',
    'RSS, MB',
    'upstream requests',
  ];
  const rows = checked.map(({ contender: { id, title }, upstreamCalls }) => {
    const slices = rounds.get(id) ?? [];
    const p50Ms = median(slices.map((slice) => slice.p50Ms));
    const p99Ms = median(slices.map((slice) => slice.p99Ms));
    return [
      title,
      times(cpuRatio(rounds, id, PROXY)),
      percent(spread(rounds, id)),
      times(cpuRatio(rounds, GATEWAY, id)),
      Math.min(...slices.map(({ cpuUs }) => cpuUs)).toFixed(0),
      Math.max(...slices.map(({ perSecond }) => perSecond)).toFixed(0),
      `${p50Ms.toFixed(1)} / ${p99Ms.toFixed(1)}`,
      Math.max(...slices.map(({ residentMb }) => residentMb)).toFixed(0),
      String(upstreamCalls),
    ];
  });
  return table(header, rows);
}

function noise(rounds: Rounds): string {
  const control = cpuRatio(rounds, CONTROL, PROXY).toFixed(3);
  const count = rounds.get(PROXY)?.length ?? 0;
  const verdict = isConclusive(rounds) ? '' : '**INCONCLUSIVE.** ';
  return `${verdict}Control ${control} (0.950 to 1.050 is conclusive); ${count} rounds.`;
}

function startupTable(startups: ReadonlyMap<Contender, readonly Startup[]>): string {
  const rows = [...startups].map(([{ title }, starts]) => {
    const ms = starts.map(({ firstResponseMs }) => firstResponseMs);
    const mb = starts.map(({ residentMb }) => residentMb);
    return [title, Math.min(...ms).toFixed(0), median(ms).toFixed(0), median(mb).toFixed(0)];
  });
  return table(['', 'min, ms', 'median, ms', 'RSS, MB'], rows);
}

const times = (ratio: number) => (Number.isNaN(ratio) ? '' : `${ratio.toFixed(2)}x`);
const percent = (share: number) => `${(share * 100).toFixed(0)} %`;
