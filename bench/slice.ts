import { setTimeout as sleep } from 'node:timers/promises';
import type { Checked } from './check.ts';
import type { Server } from './processes.ts';
import { cpuTimeMs, residentMb } from './procfs.ts';
import type { Upstream } from './upstreamServer.ts';
import { wrk } from './wrk.ts';

/** What one contender did while it alone was under load. */
export interface Slice {
  /** CPU time of all its threads for one request, in microseconds. */
  readonly cpuUs: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly residentMb: number;
}

const CONNECTIONS = 32;
/** Time for the last requests of a slice to leave the contender before its neighbor's turn. */
const DRAIN_MS = 150;

/**
 * Puts one contender under load for a while.
 *
 * @remarks
 * CPU time is divided by the requests that reached the upstream, not by the responses that wrk received: wrk
 * disconnects from the last 32, which were completed all the same and are a larger share of a slow contender's work.
 * @throws where a response is not 2xx or not as long as the one that was compared, as a GraphQL error is not.
 */
export async function runSlice(
  server: Server,
  { request, length, upstreamCalls }: Checked,
  upstream: Upstream,
  seconds: number,
): Promise<Slice> {
  const before = await upstream.counts();
  const cpuBefore = cpuTimeMs(server.pid);
  const load = await wrk(request, { seconds, connections: CONNECTIONS, length });
  const resident = residentMb(server.pid);
  await sleep(DRAIN_MS);
  const cpuMs = cpuTimeMs(server.pid) - cpuBefore;
  const after = await upstream.counts();
  const wrong = load.other + load.overloaded;
  const refused = after.refused - before.refused;
  const completed = (after.requests - before.requests) / upstreamCalls;
  if (wrong + load.broken + load.timeouts + refused > 0 || completed < load.good) {
    const counts = `${wrong} wrong responses, ${load.broken} broken connections, ${load.timeouts} timeouts`;
    throw new Error(
      `${server.name}: ${counts}, ${refused} refused by the upstream; ${completed} of ${load.good} reached it`,
    );
  }
  return {
    cpuUs: (cpuMs * 1_000) / completed,
    perSecond: load.good / load.seconds,
    p50Ms: load.p50Ms,
    p99Ms: load.p99Ms,
    residentMb: resident,
  };
}
