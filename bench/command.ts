import { stopAll } from './processes.ts';

/**
 * Runs a command of the benchmark: its exit code is the process's, 1 where it throws and 130 where it is
 * interrupted, and nothing it has started outlives it.
 */
export async function runCommand(main: (args: readonly string[]) => Promise<number>): Promise<void> {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
  try {
    process.exitCode = await main(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  } finally {
    await stopAll();
  }
}

/** Prints a line. */
export const say = (line: string) => process.stdout.write(`${line}\n`);
