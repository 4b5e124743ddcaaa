import { type Gateway, requestFor } from './gateways.ts';
import { openLoop } from './load/openLoop.ts';
import type { LoadRequest } from './load/request.ts';
import type { Scenario } from './scenarios.ts';
import { quantile } from './statistics.ts';
import type { Upstream } from './upstream/process.ts';

/** A scenario asked at a fixed rate of an upstream that takes its time. */
export interface Pace {
  readonly scenario: Scenario;
  readonly perSecond: number;
  readonly upstreamDelayMs: number;
}

/** Latencies from the moment a request was due, in milliseconds. */
export interface Latency {
  readonly id: string;
  readonly requests: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** The upstream itself, asked without anything between: one round trip. */
export const DIRECT = 'direct';

const LEAD_IN_MS = 500;

/** Asks the upstream and then each gateway at the same pace, one after the other. */
export async function measureLatency(
  { scenario, perSecond, upstreamDelayMs }: Pace,
  running: ReadonlyMap<Gateway, string>,
  upstream: Upstream,
  durationMs: number,
): Promise<Latency[]> {
  const requests = new Map<string, LoadRequest>([
    [DIRECT, requestFor({ dialect: undefined }, scenario, upstream.url)],
  ]);
  for (const [gateway, url] of running) requests.set(gateway.id, requestFor(gateway, scenario, url));

  await upstream.delay(upstreamDelayMs);
  const latencies: Latency[] = [];
  for (const [id, request] of requests) {
    const { ms, failures } = await openLoop(request, { perSecond, durationMs, leadInMs: LEAD_IN_MS });
    if (failures > 0) throw new Error(`${id}: ${failures} requests failed at a fixed rate.`);
    latencies.push({ id, requests: ms.length, p50Ms: quantile(ms, 0.5), p99Ms: quantile(ms, 0.99) });
  }
  await upstream.delay(0);
  return latencies;
}
