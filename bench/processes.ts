import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { pinned } from './cores.ts';

/** How to start a server that prints `http://127.0.0.1:<port>…` once it listens. */
export interface Command {
  readonly name: string;
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cores: string | undefined;
  /** Whether messages are exchanged with it; default false. */
  readonly ipc?: boolean;
}

/** A server started by the benchmark. */
export interface ServerProcess {
  readonly name: string;
  readonly pid: number;
  /** What it printed: the URL to send requests to, without a trailing slash. */
  readonly url: string;
  readonly child: ChildProcess;
}

const READY_TIMEOUT_MS = 20_000;
const STOP_TIMEOUT_MS = 2_000;
const running = new Set<ChildProcess>();

// Whatever ends the benchmark, nothing outlives it.
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/**
 * Starts a server and waits until it listens.
 *
 * @throws when it ends, or says nothing within 20 seconds; with what it wrote to standard error.
 */
export async function startServer({ name, argv, env, cores, ipc = false }: Command): Promise<ServerProcess> {
  const [file = '', ...args] = pinned(argv, cores);
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(file, args, {
    env: { PATH, HOME, NODE_ENV: 'production', PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe', ipc ? 'ipc' : 'ignore'],
  });
  adopt(child);
  try {
    const url = await readyUrl(child);
    if (child.pid === undefined) throw new Error('it has no pid');
    return { name, pid: child.pid, url, child };
  } catch (error) {
    await stop(child);
    throw new Error(`${name} does not start: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Sees to it that a process that is no server does not outlive the benchmark either. */
export function adopt(child: ChildProcess): void {
  running.add(child);
  child.once('exit', () => running.delete(child));
}

/** Ends a server: asks first, and insists after two seconds. */
export async function stopServer({ child }: ServerProcess): Promise<void> {
  await stop(child);
}

/** Ends everything that is still running. */
export async function stopAll(): Promise<void> {
  await Promise.all([...running].map(stop));
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const gone = once(child, 'exit');
  const insist = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
  child.kill('SIGTERM');
  await gone;
  clearTimeout(insist);
}

function readyUrl(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = '';
    let complaints = '';
    const fail = (why: string) => reject(new Error(`${why}\n${complaints}`.trim()));
    const timer = setTimeout(fail, READY_TIMEOUT_MS, 'it does not say that it listens');
    child.once('error', (error) => fail(error.message));
    child.once('exit', () => {
      clearTimeout(timer);
      fail('it has ended');
    });
    child.stderr?.on('data', (chunk) => {
      complaints = (complaints + String(chunk)).slice(-2_000);
    });
    child.stdout?.on('data', (chunk) => {
      printed = (printed + String(chunk)).slice(-2_000);
      const [, url] = /(http:\/\/127\.0\.0\.1:\d+[^\s,]*?)\/?[\s,]/.exec(printed) ?? [];
      if (url === undefined) return;
      clearTimeout(timer);
      resolve(url);
    });
  });
}
