import type { Checked } from '../check.ts';
import { type Observed, observe } from '../observe.ts';
import type { Upstream } from '../upstreamServer.ts';

/** What one contender did while it alone was under load. */
export interface Slice extends Observed {
  /** CPU time of all its threads for one request, in microseconds. */
  readonly cpuUs: number;
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
  { contender, server, request, length, upstreamCalls }: Checked,
  upstream: Upstream,
  seconds: number,
): Promise<Slice> {
  const before = await upstream.requests();
  const load = { seconds, connections: CONNECTIONS, length };
  const observed = await observe(server, request, load, DRAIN_MS);
  const completed = ((await upstream.requests()) - before) / upstreamCalls;
  if (observed.bad > 0 || completed < observed.good) {
    const { good, bad } = observed;
    throw new Error(`${contender.id}: ${bad} of ${good + bad} failed; ${completed} reached the upstream`);
  }
  return { ...observed, cpuUs: (observed.cpuMs * 1_000) / completed };
}
