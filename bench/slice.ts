import { setTimeout as sleep } from 'node:timers/promises';
import type { GatewayId } from './gateways.ts';
import type { ClosedLoop, LoadRequest } from './load/request.ts';
import type { ServerProcess } from './processes.ts';
import { cpuTimeUs, residentMb } from './procfs.ts';
import type { Upstream } from './upstream/process.ts';

/** A gateway that runs and has been found to answer a scenario as expected. */
export interface Contestant {
  readonly server: ServerProcess;
  readonly request: LoadRequest;
  /** Requests to the upstream for one to the gateway. */
  readonly upstreamCalls: number;
}

/** What one gateway did while it alone was under load. */
export interface Slice {
  /** CPU time of all its threads for one request, in microseconds. */
  readonly cpuUs: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly residentMb: number;
}

/** The slices of each gateway; those with the same index belong to one round. */
export type Rounds = ReadonlyMap<GatewayId, readonly Slice[]>;

/** The most memory that a gateway had resident at the end of a slice, in MB. */
export function peakMb(rounds: Rounds, id: GatewayId): number {
  return Math.max(...(rounds.get(id) ?? []).map(({ residentMb }) => residentMb));
}

/** Time for the last requests of a slice to leave the gateway before its neighbour's turn. */
const DRAIN_MS = 150;

/**
 * Puts one gateway under load for a while.
 *
 * @remarks
 * The CPU time is divided by the requests that reached the upstream rather than by the answers that reached
 * the load generator: it hangs up on the last ones, whose work has been done all the same, and which are a
 * larger share of a slow gateway's requests than of a fast one's.
 * @throws where a request failed, since failing is cheap.
 */
export async function runSlice(
  { server, request, upstreamCalls }: Contestant,
  load: ClosedLoop,
  upstream: Upstream,
  durationMs: number,
): Promise<Slice> {
  const before = await upstream.counts();
  const cpuBefore = cpuTimeUs(server.pid);
  const { answers, failures, durationMs: elapsedMs, p50Ms, p99Ms } = await load(request, durationMs);
  const resident = residentMb(server.pid);
  await sleep(DRAIN_MS);
  const cpuUs = cpuTimeUs(server.pid) - cpuBefore;
  const after = await upstream.counts();
  const refused = after.refused - before.refused;
  if (failures + refused > 0) {
    throw new Error(`${server.name}: ${failures} requests failed, ${refused} were refused by the upstream.`);
  }
  const requests = (after.requests - before.requests) / upstreamCalls;
  return {
    cpuUs: cpuUs / requests,
    perSecond: (answers * 1_000) / elapsedMs,
    p50Ms,
    p99Ms,
    residentMb: resident,
  };
}
