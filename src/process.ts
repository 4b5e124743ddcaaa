import { constants } from 'node:os';
import { pino } from 'pino';
import { ConfigError } from './config.ts';

/**
 * Runs what starts a process, until a signal ends it; a failure to start is told in plain lines on standard
 * error, and exits with 1.
 *
 * SIGTERM or SIGINT close what was started, and exit with 0, or with 1 where requests were cut off; a second one
 * exits at once. An error that nobody caught is logged once, and exits with 1: what state it has left, nobody
 * knows.
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

const LISTENING_PROBLEMS = new Map<unknown, string>([
  ['EADDRINUSE', 'PORT: expected a free port'],
  ['EACCES', 'PORT: expected a port that this user may listen on'],
  ['EADDRNOTAVAIL', 'HOST: expected an address of this machine'],
  ['ENOTFOUND', 'HOST: expected an address of this machine'],
  ['EAI_AGAIN', 'HOST: expected an address of this machine'],
]);

function explain(error: unknown): string[] {
  if (error instanceof ConfigError) {
    return ['The gateway cannot start:', ...error.problems.map((line) => `  ${line}`)];
  }
  const problem = error instanceof Error && 'code' in error && LISTENING_PROBLEMS.get(error.code);
  if (problem) return ['The gateway cannot start:', `  ${problem} (${error.message})`];
  return [error instanceof Error ? (error.stack ?? error.message) : String(error)];
}
