import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runAttacks } from './attacks/run.ts';
import { runCommand, say } from './command.ts';
import { findings } from './findings.ts';
import { type Options, readOptions, USAGE } from './options.ts';
import { hasProcfs } from './procfs.ts';
import { report } from './report.ts';
import { type Results, resultsJson } from './results.ts';
import { run } from './run.ts';
import { arrange } from './setting.ts';
import { isConclusive } from './stability.ts';

await runCommand((args) => main(readOptions(args)));

/** Returns the exit code. */
async function main(options: Options): Promise<number> {
  if (options.help) {
    say(USAGE);
    return 0;
  }
  if (!hasProcfs())
    throw new Error('The benchmark reads CPU times from /proc/<pid>/task, so it needs Linux.');
  const setting = arrange(options);
  if (options.attacks) return runAttacks(setting, say);
  for (const remark of setting.remarks) say(remark);
  const results = await run(options, setting, say);
  write(results, options);
  return exitCode(results);
}

function write(results: Results, { partial }: Options): void {
  const markdown = report(results);
  const isWhole = partial === '';
  writeFileSync(join(import.meta.dirname, 'results.json'), resultsJson(results));
  if (isWhole) writeFileSync(join(import.meta.dirname, 'RESULTS.md'), markdown);
  say(`\n${markdown}`);
  if (!isWhole) say('Only a whole run writes bench/RESULTS.md; it is as it was.');
}

function exitCode(results: Results): number {
  const conclusive = [...results.scenarios.values()].every(({ stability }) => isConclusive(stability));
  if (!conclusive) return 2;
  return findings(results).some(({ verdict }) => verdict === 'missed') ? 1 : 0;
}
