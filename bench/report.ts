import { type Finding, findings } from './findings.ts';
import { type GatewayId, gateways } from './gateways.ts';
import { DIRECT } from './latency.ts';
import { table } from './markdown.ts';
import { LATENCY_PASSES, type LatencyPass, type Results, type ScenarioResult } from './results.ts';
import { scenarios } from './scenarios.ts';
import { peakMb } from './slice.ts';
import { cpuRatio, isConclusive } from './stability.ts';
import { median } from './statistics.ts';

export const LATENCY_TITLES: Readonly<Record<LatencyPass, string>> = {
  S1: 'S1, 500 a second, the upstream answers at once',
  S3: 'S3, 25 a second, the upstream takes 50 ms',
};

/** The results as Markdown. */
export function report(results: Results): string {
  const found = findings(results);
  const parts = [
    `# Benchmark results${results.partial}`,
    `**${conclusion(results, found)}**`,
    conditions(results),
    '## Targets',
    table(
      ['target', '', 'measured', ''],
      found.map(({ what, target, measured, verdict }) => [what, target, measured, mark(verdict)]),
    ),
    ...scenarios.flatMap(({ id, title }) => {
      const result = results.scenarios.get(id);
      return result === undefined ? [] : [`## ${id}: ${title}`, ...scenarioParts(result)];
    }),
    ...latencyParts(results),
    '## Start, and memory under load',
    startAndMemory(results),
    HOW_TO_READ,
  ];
  return `${parts.join('\n\n')}\n`;
}

/** One line: whether the machine was quiet enough, and whether the targets were met. */
export function conclusion({ scenarios }: Results, found: readonly Finding[]): string {
  const shaky = [...scenarios].filter(([, { stability }]) => !isConclusive(stability)).map(([id]) => id);
  const missed = found.filter(({ verdict }) => verdict === 'missed').length;
  const met = found.filter(({ verdict }) => verdict === 'met').length;
  const summary = missed === 0 ? `${met} targets met, none missed` : `${met} targets met, ${missed} missed`;
  if (shaky.length === 0) return `${summary}.`;
  return `INCONCLUSIVE for ${shaky.join(', ')}: the machine was too noisy. Otherwise ${summary}.`;
}

function conditions({ date, durationMs, machine, load, remarks }: Results): string {
  const { cpu, cores, memoryGb, system, node } = machine;
  return [
    `- ${date.toISOString().slice(0, 16).replace('T', ' ')} UTC, in ${(durationMs / 60_000).toFixed(1)} minutes`,
    `- ${cpu}, ${cores} cores, ${memoryGb} GB; ${system}; Node ${node}`,
    `- load average ${load[0].toFixed(1)} before, ${load[1].toFixed(1)} after`,
    ...remarks.map((remark) => `- ${remark}`),
  ].join('\n');
}

function scenarioParts(result: ScenarioResult): string[] {
  const { rounds, stability, attempts, upstreamCalls } = result;
  const rows = present(result).map(({ id, title }) => {
    const slices = rounds.get(id) ?? [];
    return [
      title,
      `${cpuRatio(rounds, id, 'proxy').toFixed(2)}x`,
      rounds.has('ours') ? `${cpuRatio(rounds, id, 'ours').toFixed(2)}x` : '',
      Math.min(...slices.map(({ cpuUs }) => cpuUs)).toFixed(0),
      Math.max(...slices.map(({ perSecond }) => perSecond)).toFixed(0),
      `${median(slices.map(({ p50Ms }) => p50Ms)).toFixed(1)} / ${median(slices.map(({ p99Ms }) => p99Ms)).toFixed(1)}`,
      peakMb(rounds, id).toFixed(0),
      String(upstreamCalls.get(id) ?? ''),
    ];
  });
  const count = rounds.get('proxy')?.length ?? 0;
  const note =
    `${isConclusive(stability) ? '' : '**INCONCLUSIVE.** '}Control ${stability.control.toFixed(3)}; ` +
    `spread of this gateway's ratio ${(stability.spread * 100).toFixed(0)} %; ${count} rounds` +
    `${attempts > 1 ? `, measured ${attempts} times` : ''}.`;
  const header = [
    '',
    'CPU, to the proxy',
    'CPU, to ours',
    'least CPU, µs',
    'most per second',
    'p50 / p99, ms',
    'MB',
    'upstream calls',
  ];
  return [table(header, rows), note];
}

function latencyParts({ latencies }: Results): string[] {
  return LATENCY_PASSES.flatMap((pass) => {
    const measured = latencies.get(pass) ?? [];
    if (measured.length === 0) return [];
    const rows = measured.map(({ id, requests, p50Ms, p99Ms }) => [
      id === DIRECT ? 'the upstream itself: one round trip' : titleOf(id),
      p50Ms.toFixed(1),
      p99Ms.toFixed(1),
      String(requests),
    ]);
    return [`## Latency: ${LATENCY_TITLES[pass]}`, table(['', 'p50, ms', 'p99, ms', 'requests'], rows)];
  });
}

function startAndMemory({ starts, scenarios }: Results): string {
  const rows = [...starts].map(([id, each]) => {
    const ms = each.map(({ firstAnswerMs }) => firstAnswerMs);
    const peak = Math.max(...[...scenarios.values()].map(({ rounds }) => peakMb(rounds, id)));
    return [titleOf(id), Math.min(...ms).toFixed(0), median(ms).toFixed(0), peak.toFixed(0)];
  });
  return table(['', 'first answer after, ms: best', 'median', 'MB, at the most'], rows);
}

const HOW_TO_READ = `## How to read this

CPU is the time that all threads of a gateway are on a core, divided by the requests; the ratios are medians over rounds
in which every gateway had its turn, and are the only figures worth comparing between runs and machines. The control is
a second copy of the proxy: it would be 1.000 on a machine without noise, and the scenario is inconclusive where it is
not within 0.95 to 1.05, or where the quartiles of this gateway's ratio are more than 20 % apart. p50 and p99 are under
full load, so they say as much about the throughput; the latencies at a fixed rate are counted from the moment at which
a request was due. The peers make a call to the upstream for every lookup, as they do by themselves: a batching loader
written by hand would narrow the distance in S3 and S5. Memory only ever grows here, since one process goes through all scenarios.`;

function present({ rounds }: ScenarioResult) {
  return gateways.filter(({ id }) => rounds.has(id));
}

function titleOf(id: GatewayId | string): string {
  return gateways.find((gateway) => gateway.id === id)?.title ?? id;
}

function mark(verdict: Finding['verdict']): string {
  return { met: 'met', missed: '**missed**', inconclusive: 'inconclusive' }[verdict];
}
