import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Setting } from '../setting.ts';
import { Upstream } from '../upstream/process.ts';
import { attacks } from './attacks.ts';
import { executed, unanswered } from './findings.ts';
import { type FloodResult, measureFlood } from './flood.ts';
import { floods } from './floods.ts';
import { type AttackResult, measureAttack } from './measure.ts';
import { attackReport } from './report.ts';

const REPORT = join(import.meta.dirname, '../ATTACKS.md');

/** `npm run bench -- attacks`: attacks the gateway, one way after the other, and returns the exit code. */
export async function runAttacks({ cores }: Setting, say: (line: string) => void): Promise<number> {
  const date = new Date();
  const upstream = await Upstream.start(cores?.load);
  const done: AttackResult[] = [];
  for (const attack of attacks) {
    const result = await measureAttack(attack, upstream, cores?.gateway);
    const { answer, medianCpuMs } = result;
    say(
      `${attack.title}: ${answer.status} ${answer.codes.join(' ')}, ${medianCpuMs.toFixed(1)} ms CPU${result.executed ? ', EXECUTED' : ''}`,
    );
    done.push(result);
  }
  const flooded: FloodResult[] = [];
  for (const flood of floods) {
    flooded.push(await measureFlood(flood, upstream, cores?.gateway));
    say(`${flood.title}: done`);
  }
  const results = { attacks: done, floods: flooded };
  const remark =
    cores === undefined
      ? 'not pinned to cores, for which it takes taskset and at least two cores'
      : `gateway pinned to core ${cores.gateway}, upstream and attacker to ${cores.load}`;
  const markdown = attackReport(results, date, [remark]);
  writeFileSync(REPORT, markdown);
  say(`\n${markdown}`);
  return executed(results).length + unanswered(results).length === 0 ? 0 : 1;
}
