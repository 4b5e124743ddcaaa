import { setTimeout as sleep } from 'node:timers/promises';
import type { Server } from './processes.ts';
import { cpuTimeMs, residentMb } from './procfs.ts';
import type { LoadRequest } from './request.ts';
import { type Load, type LoadOptions, wrk } from './wrk.ts';

/** What a load did to a server. */
export interface Observed extends Load {
  /** Of any kind. */
  readonly responses: number;
  /** Requests without a good response. */
  readonly bad: number;
  readonly goodPerSecond: number;
  readonly cpuMs: number;
  /** Resident memory, once a second and at the end. */
  readonly memoryMb: readonly number[];
}

/** Puts load on a server and observes it; its CPU time until `drainMs` after the load. */
export async function observe(
  { pid }: Server,
  request: LoadRequest,
  options: LoadOptions,
  drainMs = 0,
): Promise<Observed> {
  const memoryMb: number[] = [];
  const sampler = setInterval(() => memoryMb.push(residentMb(pid)), 1_000);
  const cpuBefore = cpuTimeMs(pid);
  const load = await wrk(request, options).finally(() => clearInterval(sampler));
  memoryMb.push(residentMb(pid));
  await sleep(drainMs);
  return {
    ...load,
    responses: load.good + load.overloaded + load.other,
    bad: load.overloaded + load.other + load.broken + load.timeouts,
    goodPerSecond: load.good / load.seconds,
    cpuMs: cpuTimeMs(pid) - cpuBefore,
    memoryMb,
  };
}
