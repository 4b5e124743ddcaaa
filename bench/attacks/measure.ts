import { setTimeout as sleep } from 'node:timers/promises';
import { type ServerProcess, stopServer } from '../processes.ts';
import { cpuTimeUs } from '../procfs.ts';
import { median } from '../statistics.ts';
import type { Upstream } from '../upstream/process.ts';
import type { Attack } from './attack.ts';
import { type HostileAnswer, sendHostile } from './send.ts';
import { SETTLE_MS, startVictim } from './victim.ts';

/** What became of one attack; all times in milliseconds. */
export interface AttackResult {
  readonly title: string;
  readonly answer: HostileAnswer;
  /** Whether a refusal was expected, and something else came. */
  readonly executed: boolean;
  readonly upstreamCalls: number;
  /** CPU of the first request of its kind, and of those after it. */
  readonly firstCpuMs: number;
  readonly medianCpuMs: number;
  readonly worstCpuMs: number;
  /** From sending a request to the end of its answer; the median. */
  readonly answerMs: number;
}

const TIMES = 9;

interface Sample {
  readonly answer: HostileAnswer;
  readonly cpuMs: number;
}

/** Attacks a gateway that has seen no attack before, a few times over. */
export async function measureAttack(
  attack: Attack,
  upstream: Upstream,
  cores: string | undefined,
): Promise<AttackResult> {
  const victim = await startVictim(upstream, cores);
  const before = await upstream.counts();
  const first = await sample(victim, attack, 0);
  const later: Sample[] = [];
  // Who has not answered once need not be asked again.
  for (let turn = 1; turn <= TIMES && first.answer.status !== undefined; turn += 1) {
    later.push(await sample(victim, attack, turn));
  }
  const after = await upstream.counts();
  await stopServer(victim);
  return resultOf(attack, first, later, after.requests - before.requests);
}

function resultOf(attack: Attack, first: Sample, later: readonly Sample[], calls: number): AttackResult {
  const all = [first, ...later];
  const warm = later.length > 0 ? later : [first];
  const carriedOut = all.find(({ answer }) => isCarriedOut(answer));
  return {
    title: attack.title,
    answer: carriedOut?.answer ?? first.answer,
    executed: calls > 0 || (carriedOut !== undefined && attack.expected === 'refusal'),
    upstreamCalls: calls,
    firstCpuMs: first.cpuMs,
    medianCpuMs: median(warm.map(({ cpuMs }) => cpuMs)),
    worstCpuMs: Math.max(...all.map(({ cpuMs }) => cpuMs)),
    answerMs: median(warm.map(({ answer }) => answer.ms)),
  };
}

/** Without an error, it has been carried out even if what it asked for is empty. */
function isCarriedOut({ status, codes, hasData }: HostileAnswer): boolean {
  return status !== undefined && status < 300 && (codes.length === 0 || hasData);
}

async function sample({ pid, url }: ServerProcess, attack: Attack, turn: number): Promise<Sample> {
  const hostile = attack.make(turn);
  const before = cpuTimeUs(pid);
  const answer = await sendHostile(url, hostile);
  await sleep(SETTLE_MS);
  return { answer, cpuMs: (cpuTimeUs(pid) - before) / 1_000 };
}
