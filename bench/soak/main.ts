import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findCores, pinSelf } from '../cores.ts';
import { stopAll } from '../processes.ts';
import { hasProcfs } from '../procfs.ts';
import { doubts, soakFindings } from './findings.ts';
import { readSoakOptions, type SoakOptions, USAGE } from './options.ts';
import { soakReport } from './report.ts';
import { soak } from './run.ts';

const REPORT = join(import.meta.dirname, '../SOAK.md');
const say = (line: string) => process.stdout.write(`${line}\n`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

try {
  process.exitCode = await main(readSoakOptions(process.argv.slice(2)));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
} finally {
  await stopAll();
}

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
