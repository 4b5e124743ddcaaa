import { type ChildProcessByStdio, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

/** Which core a process is pinned to: the contenders have one of their own. */
export type Side = 'gateway' | 'load';
const CORES: Readonly<Record<Side, string>> = { gateway: '1', load: '0' };

export interface Command {
  readonly argv: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** A server that has printed its URL. */
export interface Server {
  readonly pid: number;
  /** Without a trailing slash. */
  readonly url: string;
  stop(): Promise<void>;
}

type Child = ChildProcessByStdio<null, Readable, Readable>;
const children: Child[] = [];

/**
 * Pins this process, which sends requests too, to the core of the load.
 *
 * @throws where a tool is missing.
 */
export function prepareMachine(): void {
  const { error } = spawnSync('wrk', ['--version']);
  if (error !== undefined) throw new Error('wrk is missing: apt-get install wrk');
  pin(process.pid, 'load');
}

/** Moves a process to the core of a side. @throws where that is not possible */
export function pin(pid: number, side: Side): void {
  const { status } = spawnSync('taskset', ['--all-tasks', '--cpu-list', '--pid', CORES[side], String(pid)]);
  if (status !== 0) throw new Error('taskset is missing, or does not work.');
}

/** Starts a process on the core of its side. */
export function start(side: Side, { argv, cwd, env }: Command): Child {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn('taskset', ['--cpu-list', CORES[side], ...argv], {
    cwd,
    env: { PATH, HOME, PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  return child;
}

/**
 * Starts a server and waits for the URL that it prints: `http://127.0.0.1:<port>…`.
 *
 * @throws when it exits, or prints none within 20 seconds.
 */
export async function startServer(side: Side, command: Command): Promise<Server> {
  const child = start(side, command);
  const exited = once(child, 'exit');
  let complaints = '';
  child.stderr.on('data', (chunk) => {
    complaints = `${complaints}${chunk}`.slice(-2_000);
  });
  const url = await printedUrl(child.stdout);
  if (child.pid === undefined || url === undefined) {
    throw new Error(`${command.argv.join(' ')} does not print its URL.\n${complaints}`);
  }
  const stop = async () => {
    child.kill('SIGKILL');
    await exited;
  };
  return { pid: child.pid, url, stop };
}

/** Ends every process that was started. */
export function stopAll(): void {
  for (const child of children) child.kill('SIGKILL');
}

async function printedUrl(stdout: Readable): Promise<string | undefined> {
  const lines = createInterface({ input: stdout, signal: AbortSignal.timeout(20_000) });
  for await (const line of lines) {
    const [, url] = /(http:\/\/127\.0\.0\.1:\d+[^\s,]*?)\/?(?:[\s,]|$)/.exec(line) ?? [];
    if (url === undefined) continue;
    lines.close();
    stdout.resume();
    return url;
  }
  return undefined;
}
