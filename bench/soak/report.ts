import { describeMachine } from '../machine.ts';
import { table } from '../markdown.ts';
import { quantile } from '../statistics.ts';
import { GOOD } from './answer.ts';
import { CLIENT_TIMEOUT_MS, CONNECTION_TIMEOUT_MS, MAX_CONNECTIONS } from './connections.ts';
import { doubts, soakFindings } from './findings.ts';
import { goodPerSecond, type Phase } from './phase.ts';
import { type SoakResults, servedCpuUs, UPSTREAM_DELAY_MS } from './run.ts';

/** The results as Markdown. */
export function soakReport(results: SoakResults, remarks: readonly string[]): string {
  const parts = [
    '# Overload',
    `**${conclusion(results)}**`,
    conditions(results, remarks),
    '## Aims',
    table(
      ['aim', '', 'measured', ''],
      soakFindings(results).map(({ what, aim, measured, met }) => [
        what,
        aim,
        measured,
        met ? 'met' : '**missed**',
      ]),
    ),
    '## What came of the requests',
    phases(results),
    '## CPU',
    cpu(results),
    '## Good answers under overload, second by second',
    results.overload.tally.goodPerSecond(results.overload.durationMs).join(' '),
    '## Resident memory under overload, MB, second by second',
    results.overload.memoryMb.map((mb) => mb.toFixed(0)).join(' '),
    HOW_TO_READ,
  ];
  return `${parts.join('\n\n')}\n`;
}

function conclusion(results: SoakResults): string {
  const missed = soakFindings(results).filter(({ met }) => !met).length;
  const summary = missed === 0 ? 'all aims met' : `${missed} aims missed`;
  const why = doubts(results);
  return why.length === 0 ? `${summary}.` : `INCONCLUSIVE: ${why.join(', and ')}. Otherwise ${summary}.`;
}

function conditions(
  { date, peakPerSecond, peaksPerSecond, sustainablePerSecond, overload }: SoakResults,
  remarks: readonly string[],
): string {
  const { cpu, cores, memoryGb, system, node } = describeMachine();
  return [
    `- ${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`,
    `- ${cpu}, ${cores} cores, ${memoryGb} GB; ${system}; Node ${node}`,
    ...remarks.map((remark) => `- ${remark}`),
    `- one lookup by id (S1), of an upstream that takes ${UPSTREAM_DELAY_MS} ms; all limits at their defaults`,
    `- peak ${peakPerSecond.toFixed(0)} good answers a second (${peaksPerSecond.map((each) => each.toFixed(0)).join(' before, ')} after), sustainable ${sustainablePerSecond}; overload for ${(overload.durationMs / 1_000).toFixed(0)} s`,
  ].join('\n');
}

function phases(results: SoakResults): string {
  const { peak, normal, overload, after, normalPerSecond, overloadPerSecond } = results;
  const rows: [title: string, offered: string, phase: Phase][] = [
    ['peak, 256 at once', 'as many as it takes', peak],
    ['ordinary load', String(normalPerSecond), normal],
    ['**overload**', String(overloadPerSecond), overload],
    ['ordinary load again', String(normalPerSecond), after],
  ];
  const header = [
    '',
    'sent per second',
    'good per second',
    'p50 / p99 of those, ms',
    'how all of them ended',
  ];
  return table(
    header,
    rows.map(([title, offered, phase]) => [
      title,
      offered,
      goodPerSecond(phase).toFixed(0),
      `${phase.tally.latencyMs(0.5).toFixed(1)} / ${phase.tally.latencyMs(0.99).toFixed(1)}`,
      [...phase.tally.counts].map(([outcome, count]) => `${count} × ${outcome}`).join(', '),
    ]),
  );
}

function cpu(results: SoakResults): string {
  const { peak, overload, turnedAwayCpuUs } = results;
  const served = servedCpuUs(peak);
  const lateness = quantile(overload.tally.latenessMs, 0.99);
  const percent = (share: number) => `${(share * 100).toFixed(0)} %`;
  return [
    `- for one good answer, at the peak: ${served.toFixed(0)} µs`,
    `- for one request turned away, where nearly all of them are: ${turnedAwayCpuUs.toFixed(0)} µs, ${percent(turnedAwayCpuUs / served)} of that`,
    `- at the most, so, good answers under that overload: ${percent(ceiling(turnedAwayCpuUs / served, results))} of the peak`,
    `- of its core: the gateway ${percent(peak.gatewayCpu)} at the peak and ${percent(overload.gatewayCpu)} under overload, while it waited for it ${percent(peak.waited)} and ${percent(overload.waited)} of the time`,
    `- of the other core: the upstream ${percent(overload.upstreamCpu)}, the generator ${percent(overload.generatorCpu)}, which sent 99 % of its requests at most ${lateness.toFixed(0)} ms late`,
    `- good answers per second of the gateway's CPU: ${perCpuSecond(peak)} at the peak, ${perCpuSecond(overload)} under overload`,
  ].join('\n');
}

/** If every request is either served or turned away: x + (load - x) * cost = 1, as shares of the peak. */
function ceiling(cost: number, { overloadPerSecond, peakPerSecond }: SoakResults): number {
  return Math.max(0, (1 - (overloadPerSecond / peakPerSecond) * cost) / (1 - cost));
}

function perCpuSecond({ tally, gatewayCpu, durationMs }: Phase): string {
  return ((tally.count(GOOD) * 1_000) / (gatewayCpu * durationMs)).toFixed(0);
}

const HOW_TO_READ = `## How to read this

A good answer is a 200 whose data is right. The peak is what comes of 256 callers that ask again as soon as they are
answered, before and after; sustainable is the most, in steps of 5 % of that, at which for five seconds every answer
is good and 99 % of them come within 250 ms. The overload is twice the sustainable load; before it is measured it has
been there for half a minute, for the heap to grow as large as it needs to be.

Requests are sent at a fixed rate, whether the earlier ones have been answered or not, on up to ${MAX_CONNECTIONS}
connections; what finds no free one within ${CONNECTION_TIMEOUT_MS / 1_000} s is not sent, and what has no answer ${CLIENT_TIMEOUT_MS / 1_000} s after it was sent is
given up. Latencies count from the moment at which a request was due. Answers are as before once
those of half a second on end are all good, and half of them at most 1.5 times as slow as the p99 of ordinary load.`;
