import { constants } from 'node:os';
import { pino } from 'pino';

/**
 * Runs a service until a signal ends it; a failure to start is reported in plain lines on standard error, with exit
 * code 1.
 *
 * SIGTERM or SIGINT close the service and exit with 0, or with 1 where requests were cut off; a second one exits at
 * once. An uncaught error is logged once and exits with 1: the state it leaves is unknown.
 */
export async function runProcess(start: () => Promise<{ close(): Promise<boolean> }>): Promise<void> {
  process.on('uncaughtException', (error, origin) => {
    pino(pino.destination(2)).fatal({ err: error }, origin);
    process.exit(1);
  });
  try {
    const { close } = await start();
    let stopping = false;
    const stop = (signal: 'SIGTERM' | 'SIGINT') => {
      if (stopping) process.exit(128 + constants.signals[signal]);
      stopping = true;
      void close().then((drained) => process.exit(drained ? 0 : 1));
    };
    process.on('SIGTERM', stop);
    process.on('SIGINT', stop);
  } catch (error) {
    for (const line of explain(error)) process.stderr.write(`${line}\n`);
    process.exitCode = 1;
  }
}

const NOT_HERE = 'HOST: expected an address of this machine';
const LISTENING_PROBLEMS = new Map<unknown, string>([
  ['EADDRINUSE', 'PORT: expected a free port'],
  ['EACCES', 'PORT: expected a port that this user may listen on'],
  ...['EADDRNOTAVAIL', 'ENOTFOUND', 'EAI_AGAIN'].map((code) => [code, NOT_HERE] as const),
]);

function explain(error: unknown): string[] {
  if (error instanceof Error && 'problems' in error && Array.isArray(error.problems)) {
    return ['The gateway cannot start:', ...error.problems.map((line) => `  ${line}`)];
  }
  const problem = error instanceof Error && 'code' in error && LISTENING_PROBLEMS.get(error.code);
  if (problem) return ['The gateway cannot start:', `  ${problem} (${error.message})`];
  return [error instanceof Error ? (error.stack ?? error.message) : String(error)];
}
