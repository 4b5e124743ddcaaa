import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand, say } from '../command.ts';
import { findCores, pinSelf } from '../cores.ts';
import { hasProcfs } from '../procfs.ts';
import { doubts, soakFindings } from './findings.ts';
import { readSoakOptions, type SoakOptions, USAGE } from './options.ts';
import { soakReport } from './report.ts';
import { soak } from './run.ts';

const REPORT = join(import.meta.dirname, '../SOAK.md');
await runCommand((args) => main(readSoakOptions(args)));

/** Returns the exit code. */
async function main({ help, seconds }: SoakOptions): Promise<number> {
  if (help) {
    say(USAGE);
    return 0;
  }
  if (!hasProcfs()) throw new Error('The soak reads CPU times from /proc/<pid>/task, so it needs Linux.');
  const cores = findCores();
  if (cores !== undefined) pinSelf(cores.load);
  const remark =
    cores === undefined
      ? 'not pinned to cores, for which it takes taskset and at least two cores'
      : `gateway pinned to core ${cores.gateway}, upstream and load generator to ${cores.load}`;
  const results = await soak(seconds, cores, say);
  const markdown = soakReport(results, [remark]);
  writeFileSync(REPORT, markdown);
  say(`\n${markdown}`);
  if (doubts(results).length > 0) return 2;
  return soakFindings(results).every(({ met }) => met) ? 0 : 1;
}
