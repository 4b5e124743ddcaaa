import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { sawOutput } from '../../support/leaks.ts';

/** A started command: what it prints, and how it ends. */
export interface Launched {
  readonly child: ChildProcess;
  readonly exited: Promise<{ readonly code: unknown; readonly output: string; readonly errors: string }>;
  /** All standard output once it has this text in it; rejects when the process ends before. */
  printed(text: string): Promise<string>;
  /** The same for standard error. */
  logged(text: string): Promise<string>;
}

const running = new Set<ChildProcess>();

/** Starts a command line with these settings and no others of this process, but Node's cache of compiled code. */
export function launch(commandLine: string, settings: Readonly<Record<string, string>>): Launched {
  const { PATH = '', HOME = '', NODE_COMPILE_CACHE = '' } = process.env;
  // A process group of its own, so that what npm starts can be ended with it.
  const child = spawn('sh', ['-c', commandLine], {
    env: { PATH, HOME, NODE_COMPILE_CACHE, ...settings },
    detached: true,
  });
  running.add(child);
  let output = '';
  let errors = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
    sawOutput(String(chunk));
  });
  child.stderr.on('data', (chunk) => {
    errors += chunk;
    sawOutput(String(chunk));
  });
  const exited = once(child, 'close').then(([code]: unknown[]) => ({ code, output, errors }));
  const ended = exited.then((end) => Promise.reject(new Error(`It ended with ${end.code}: ${end.errors}`)));
  ended.catch(() => undefined);
  const printed = async (text: string) => {
    while (!output.includes(text)) await Promise.race([once(child.stdout, 'data'), ended]);
    return output;
  };
  const logged = async (text: string) => {
    while (!errors.includes(text)) await Promise.race([once(child.stderr, 'data'), ended]);
    return errors;
  };
  return { child, exited, printed, logged };
}

/** Ends everything that was launched, and what it has started. */
export function killAll(): void {
  for (const { pid, exitCode, signalCode } of running)
    if (pid !== undefined && exitCode === null && signalCode === null) process.kill(-pid, 'SIGKILL');
  running.clear();
}
