import { measureAttacks } from './attacks/run.ts';
import { compare } from './compare/run.ts';
import { type Options, readOptions, USAGE } from './options.ts';
import { prepareMachine, stopAll } from './processes.ts';
import { soak } from './soak/run.ts';
import { compareWorkers } from './workers/run.ts';

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
process.once('exit', stopAll);
try {
  process.exitCode = await run(readOptions(process.argv.slice(2)));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
} finally {
  stopAll();
}

/** Returns the exit code. */
async function run(options: Options): Promise<number> {
  if (options.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  prepareMachine();
  const modes = { compare, attacks: measureAttacks, workers: compareWorkers, soak };
  return modes[options.mode](options);
}
