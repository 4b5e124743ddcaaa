import { type ChildProcessByStdio, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

/** Which core a process is pinned to: the contenders have one of their own. */
export type Side = 'gateway' | 'load';
const CORES: Readonly<Record<Side, string>> = { gateway: '1', load: '0' };

/** Whether processes can be pinned: it takes `taskset` and cores 0 and 1. */
export const PINNED = spawnSync('taskset', ['--cpu-list', '0,1', 'true']).status === 0;
export const PINNING = PINNED
  ? 'contenders pinned to core 1, upstream and load generator to core 0'
  : '**not pinned**: that takes taskset and two cores';

/** A server that has printed its URL. */
export interface Server {
  readonly name: string;
  readonly pid: number;
  /** Without a trailing slash. */
  readonly url: string;
  stop(): Promise<void>;
}

export interface Command {
  readonly name: string;
  readonly argv: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

// This process sends requests too.
if (PINNED) spawnSync('taskset', ['--all-tasks', '--cpu-list', '--pid', CORES.load, String(process.pid)]);

type Child = ChildProcessByStdio<null, Readable, Readable>;
const READY_TIMEOUT_MS = 20_000;
const STOP_TIMEOUT_MS = 2_000;
const running = new Set<Child>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** Starts a process on the core of its side. It does not outlive this one. */
export function start(side: Side, { argv, cwd, env }: Command): Child {
  const [file = '', ...args] = PINNED ? ['taskset', '--cpu-list', CORES[side], ...argv] : argv;
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(file, args, { cwd, env: { PATH, HOME, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  child.once('error', () => running.delete(child));
  child.once('exit', () => running.delete(child));
  return child;
}

/**
 * Starts a server and waits for the URL that it prints: `http://127.0.0.1:<port>…`.
 *
 * @throws when it exits, or prints none within 20 seconds; with the end of its standard error.
 */
export async function startServer(side: Side, command: Command): Promise<Server> {
  const { name, env } = command;
  const child = start(side, { ...command, env: { PORT: '0', ...env } });
  try {
    const url = await printedUrl(child);
    if (child.pid === undefined) throw new Error('no pid');
    return { name, pid: child.pid, url, stop: () => stop(child) };
  } catch (cause) {
    await stop(child);
    throw new Error(`${name} does not start: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}

export async function stopAll(): Promise<void> {
  await Promise.all([...running].map(stop));
}

async function stop(child: Child): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const exited = once(child, 'exit');
  const insist = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
  child.kill('SIGTERM');
  await exited;
  clearTimeout(insist);
}

async function printedUrl({ stdout, stderr }: Child): Promise<string> {
  let complaints = '';
  stderr.on('data', (chunk) => {
    complaints = (complaints + String(chunk)).slice(-2_000);
  });
  const lines = createInterface({ input: stdout, signal: AbortSignal.timeout(READY_TIMEOUT_MS) });
  for await (const line of lines) {
    const [, url] = /(http:\/\/127\.0\.0\.1:\d+[^\s,]*?)\/?(?:[\s,]|$)/.exec(line) ?? [];
    if (url === undefined) continue;
    lines.close();
    stdout.resume();
    return url;
  }
  throw new Error(`it prints no URL\n${complaints}`);
}
