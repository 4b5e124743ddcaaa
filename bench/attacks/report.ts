import { describeMachine } from '../machine.ts';
import { table } from '../markdown.ts';
import {
  type AttackResults,
  executed,
  expensive,
  lastGrowth,
  MAX_CPU_MS,
  MAX_GROWTH,
  unanswered,
} from './findings.ts';
import type { FloodResult } from './flood.ts';
import type { AttackResult } from './measure.ts';

/** The results as Markdown. */
export function attackReport(results: AttackResults, date: Date, remarks: readonly string[]): string {
  const { attacks, floods } = results;
  const parts = [
    '# Hostile requests',
    `**${conclusion(results)}**`,
    conditions(date, remarks),
    table(
      ['attack', 'answer', 'upstream calls', 'CPU, ms: first', 'median', 'worst', 'answered after, ms'],
      attacks.map(attackRow),
    ),
    '## Above the aim',
    aboveTheAim(attacks),
    '## Many different requests, and what they leave in the memory',
    table(
      ['flood', 'requests', 'answers', 'upstream calls', 'CPU each, ms', 'MB before', 'after each quarter'],
      floods.map(floodRow),
    ),
    HOW_TO_READ,
  ];
  return `${parts.join('\n\n')}\n`;
}

function conclusion(results: AttackResults): string {
  const { attacks, floods } = results;
  const { always, atFirst } = expensive(attacks);
  const growing = floods.filter((flood) => lastGrowth(flood) > MAX_GROWTH).map(({ title }) => title);
  return [
    named(executed(results), `of ${attacks.length} attacks none is executed`, 'EXECUTED'),
    named(unanswered(results), 'all are answered', 'NO ANSWER within 10 s'),
    `${always.length} cost more than ${MAX_CPU_MS} ms of CPU each, and ${atFirst.length} more the first time only`,
    named(growing, 'no flood still fills the memory at its end', 'GROWING'),
  ].join('; ');
}

function named(titles: readonly string[], none: string, some: string): string {
  return titles.length === 0 ? none : `${some}: ${titles.join(', ')}`;
}

function conditions(date: Date, remarks: readonly string[]): string {
  const { cpu, cores, memoryGb, system, node } = describeMachine();
  return [
    `- ${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`,
    `- ${cpu}, ${cores} cores, ${memoryGb} GB; ${system}; Node ${node}`,
    ...remarks.map((remark) => `- ${remark}`),
  ].join('\n');
}

function attackRow(result: AttackResult): string[] {
  const { title, answer, upstreamCalls, firstCpuMs, medianCpuMs, worstCpuMs, answerMs } = result;
  const status = answer.status ?? 'no answer';
  const said = [String(status), ...answer.codes, ...(answer.hasData ? ['data'] : [])].join(' ');
  return [
    title,
    result.executed ? `**${said}**` : said,
    String(upstreamCalls),
    marked(firstCpuMs),
    marked(medianCpuMs),
    marked(worstCpuMs),
    answerMs.toFixed(1),
  ];
}

function marked(cpuMs: number): string {
  return cpuMs > MAX_CPU_MS ? `**${cpuMs.toFixed(1)}**` : cpuMs.toFixed(1);
}

function aboveTheAim(attacks: readonly AttackResult[]): string {
  const { always, atFirst } = expensive(attacks);
  if (always.length + atFirst.length === 0) return `Nothing costs more than ${MAX_CPU_MS} ms.`;
  return [
    ...always.map((title) => `- ${title}`),
    ...atFirst.map((title) => `- the first time only: ${title}`),
  ].join('\n');
}

function floodRow(flood: FloodResult): string[] {
  const { title, requests, statuses, upstreamCalls, cpuMs, memoryMb } = flood;
  const [before = Number.NaN, ...quarters] = memoryMb;
  return [
    title,
    String(requests),
    [...statuses].map(([status, count]) => `${count} × ${status}`).join(', '),
    String(upstreamCalls),
    cpuMs.toFixed(2),
    before.toFixed(0),
    quarters.map((mb) => mb.toFixed(0)).join(', '),
  ];
}

const HOW_TO_READ = `## How to read this

Each attack meets a process of its own, whose limits are at their defaults and which has answered 50 ordinary requests.
It comes ten times, each time with another name in it, so that nothing can be answered from a cache. CPU is the time
that all threads of the gateway are on a core, the reading of the body, the answer and the garbage collection included;
the median and the time of the answer leave out the first request, which finds code that has not been compiled yet. An attack is executed where
it causes a call to the upstream, or an answer with data where a refusal is expected.`;
