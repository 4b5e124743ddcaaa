import { constants } from 'node:os';
import type { Logger } from 'pino';
import { createLogger } from '../telemetry/logger.ts';
import { CommandLineError } from './commandLine.ts';
import { StartError } from './startError.ts';

/** What a process serves. */
export interface RunningService {
  /** Ends it; false where requests were cut off. */
  close(): Promise<boolean>;
  readonly log: Pick<Logger, 'info' | 'warn'>;
  /** Printed once it serves, and signals are handled. */
  readonly banner: string;
  /** What SIGHUP does; without it, SIGHUP closes the service, as SIGTERM does. */
  readonly restart?: () => void;
  /** Cuts off its requests in flight, whose writes are then logged. */
  readonly abort?: () => Promise<void>;
  /** Kills all processes that this one has started. */
  readonly kill?: () => void;
}

/**
 * Runs a service until a signal ends it; a failure to start is reported in plain lines on standard error, with exit
 * code 1.
 *
 * SIGTERM, SIGINT, or a SIGHUP that restarts nothing, close the service and exit with 0, or with 1 where requests were
 * cut off; a second one exits at once. Under npm, the end of the parent process counts as SIGTERM.
 */
export async function runProcess(start: () => Promise<RunningService>): Promise<void> {
  let abort: RunningService['abort'];
  exitOnUncaughtError(async () => abort?.());
  const signals = keepSignals();
  try {
    const service = await start();
    const { close, log, banner, restart, kill } = service;
    abort = service.abort;
    let stoppingSince: number | undefined;
    const stop = () => {
      if (stoppingSince !== undefined) return;
      stoppingSince = performance.now();
      log.info('shutting down: requests in flight complete');
      void close().then((drained) => {
        if (isFailing()) return;
        if (drained) log.info('shut down: all requests were completed');
        else log.warn('the grace period of the shutdown ended: requests in flight were cut off');
        process.exit(drained ? 0 : 1);
      });
    };
    const onSignal = (signal: Signal) => {
      if (isSecondSignal(stoppingSince)) {
        kill?.();
        process.exit(128 + constants.signals[signal]);
      }
      stop();
    };
    signals.handleBy({ SIGTERM: onSignal, SIGINT: onSignal, SIGHUP: restart ?? onSignal });
    if (UNDER_NPM) onParentGone(stop);
    // A closed pipe or a full disk is no reason not to serve.
    process.stdout.on('error', () => {});
    process.stdout.write(banner);
  } catch (error) {
    reportFailure(error);
    signals.handleBy({ SIGTERM: undefined, SIGINT: undefined, SIGHUP: undefined });
  }
}

type Signal = 'SIGTERM' | 'SIGINT' | 'SIGHUP';

/**
 * Holds back signals that arrive during the start, when the first workers may already serve, until they can be handled.
 * Even then, a second SIGTERM or SIGINT ends the process at once.
 */
function keepSignals() {
  const kept = new Map<Signal, number>();
  const keep = (signal: Signal) => {
    if (signal !== 'SIGHUP' && isSecondSignal(kept.get(signal)))
      process.exit(128 + constants.signals[signal]);
    if (!kept.has(signal)) kept.set(signal, performance.now());
  };
  const names = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;
  for (const name of names) process.on(name, keep);
  return {
    /** Handles signals from now on, and those held back; a signal without a handler ends the process. */
    handleBy: (handlers: { readonly [Name in Signal]: ((signal: Name) => void) | undefined }) => {
      for (const name of names) {
        process.off(name, keep);
        const handle = handlers[name];
        if (handle !== undefined) process.on(name, handle);
        if (kept.has(name)) process.kill(process.pid, name);
      }
    },
  };
}

/** Prints why the process has failed, and sets its exit code to 1. */
export function reportFailure(error: unknown): void {
  for (const line of explain(error)) process.stderr.write(`${line}\n`);
  process.exitCode = 1;
}

let hasFailed = false;

/** Whether an uncaught error is about to end the process, and cuts off what was to be completed. */
export function isFailing(): boolean {
  return hasFailed;
}

/** Logs an uncaught error once, cuts off what is in flight, and exits with 1, since the state it leaves is unknown. */
export function exitOnUncaughtError(abort: () => Promise<void>): void {
  process.on('uncaughtException', (error, origin) => {
    // It may cause further ones.
    if (hasFailed) return;
    hasFailed = true;
    createLogger({ logLevel: 'fatal' }).fatal({ err: error }, origin);
    const exit = () => process.exit(1);
    setTimeout(exit, ABORT_MS);
    void abort().then(exit);
  });
}

// Enough to close the connections, and to write the log.
const ABORT_MS = 1_000;

// npm runs commands in a shell, passes signals on to that shell alone, and leaves the processes of the shell running.
const UNDER_NPM = process.env.npm_lifecycle_event !== undefined;
// If the shell was replaced by this process (`exec`), Ctrl-C arrives twice: from the terminal and from npm.
const SAME_SIGNAL_MS = UNDER_NPM ? 1_000 : 0;
const isSecondSignal = (since: number | undefined) =>
  since !== undefined && performance.now() - since >= SAME_SIGNAL_MS;
const PARENT_CHECK_MS = 100;
const PARENT = process.ppid;

function onParentGone(callback: () => void): void {
  const check = setInterval(() => {
    if (process.ppid === PARENT) return;
    clearInterval(check);
    callback();
  }, PARENT_CHECK_MS);
}

const NOT_HERE = 'HOST: expected an address of this machine';
const LISTENING_PROBLEMS = new Map<unknown, string>([
  ['EADDRINUSE', 'PORT: expected a free port'],
  ['EACCES', 'PORT: expected a port that this user may listen on'],
  ...['EADDRNOTAVAIL', 'ENOTFOUND', 'EAI_AGAIN'].map((code) => [code, NOT_HERE] as const),
]);

/** Why a process does not start, in lines to print. */
export function explain(error: unknown): readonly string[] {
  if (error instanceof StartError) return error.lines;
  if (error instanceof CommandLineError) return [error.message, 'See msgraph-gateway --help.'];
  if (error instanceof Error && 'problems' in error && Array.isArray(error.problems)) {
    return ['The gateway cannot start:', ...error.problems.map((line) => `  ${line}`)];
  }
  const problem = error instanceof Error && 'code' in error && LISTENING_PROBLEMS.get(error.code);
  if (problem) return ['The gateway cannot start:', `  ${problem} (${error.message})`];
  return [error instanceof Error ? (error.stack ?? error.message) : String(error)];
}
