import { cpuTimeUs, residentMb, waitedMs } from '../procfs.ts';
import { mean } from '../statistics.ts';
import type { Tally } from './tally.ts';

/** What one load did to the gateway, and took of everybody. */
export interface Phase {
  readonly tally: Tally;
  readonly durationMs: number;
  /** CPU per second, of one core: of the gateway, and of what shares the other core. */
  readonly gatewayCpu: number;
  readonly upstreamCpu: number;
  readonly generatorCpu: number;
  /** How much of the time the gateway was ready to run, but its core was busy with something else. */
  readonly waited: number;
  /** The gateway's memory, in MB, once a second. */
  readonly memoryMb: readonly number[];
}

export interface Pids {
  readonly gateway: number;
  readonly upstream: number;
}

/** Observes a load. */
export async function observe(pids: Pids, load: () => Promise<Tally>): Promise<Phase> {
  const before = readings(pids);
  const memoryMb: number[] = [];
  const sampler = setInterval(() => memoryMb.push(residentMb(pids.gateway)), 1_000);
  const tally = await load();
  clearInterval(sampler);
  const after = readings(pids);
  const durationMs = after.nowMs - before.nowMs;
  return {
    tally,
    durationMs,
    gatewayCpu: (after.gatewayMs - before.gatewayMs) / durationMs,
    upstreamCpu: (after.upstreamMs - before.upstreamMs) / durationMs,
    generatorCpu: (after.generatorMs - before.generatorMs) / durationMs,
    waited: (after.waitedMs - before.waitedMs) / durationMs,
    memoryMb,
  };
}

function readings({ gateway, upstream }: Pids) {
  return {
    nowMs: performance.now(),
    gatewayMs: cpuTimeUs(gateway) / 1_000,
    upstreamMs: cpuTimeUs(upstream) / 1_000,
    generatorMs: cpuTimeUs(process.pid) / 1_000,
    waitedMs: waitedMs(gateway),
  };
}

/** The mean over the whole load, of the answers that came while it lasted. */
export function goodPerSecond({ tally, durationMs }: Phase): number {
  return mean(tally.goodPerSecond(durationMs));
}
