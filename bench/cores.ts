import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Which cores the two sides run on: a gateway must not lose time to the load it is put under. */
export interface Cores {
  /** A list as `taskset` takes it, such as `3`. */
  readonly gateway: string;
  /** For the upstream and the load generator, such as `0,1,2`. */
  readonly load: string;
}

/** The last core for the gateways and the others for the load; `undefined` without `taskset` or a second core. */
export function findCores(): Cores | undefined {
  if (spawnSync('taskset', ['--version']).status !== 0) return undefined;
  const cores = allowedCores();
  const gateway = cores.at(-1);
  if (gateway === undefined || cores.length < 2) return undefined;
  return { gateway: String(gateway), load: cores.slice(0, -1).join(',') };
}

/** Moves this very process, with all its threads. */
export function pinSelf(cores: string): void {
  execFileSync('taskset', ['--all-tasks', '--cpu-list', '--pid', cores, String(process.pid)]);
}

/** A command line that runs on these cores only; it replaces itself, so that the pid is the command's own. */
export function pinned(command: readonly string[], cores: string | undefined): readonly string[] {
  return cores === undefined ? command : ['taskset', '--cpu-list', cores, ...command];
}

function allowedCores(): number[] {
  const [, list = ''] = /^Cpus_allowed_list:\s*(\S+)/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
  return list.split(',').flatMap((range) => {
    const [first = Number.NaN, last = first] = range.split('-').map(Number);
    return Array.from({ length: last - first + 1 }, (_, offset) => first + offset);
  });
}
