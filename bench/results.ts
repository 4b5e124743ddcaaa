import type { GatewayId } from './gateways.ts';
import type { Latency } from './latency.ts';
import type { Machine } from './machine.ts';
import type { Measurement } from './rounds.ts';
import type { ScenarioId } from './scenarios.ts';
import type { Start } from './starts.ts';

/** Everything that one run has found out. */
export interface Results {
  readonly date: Date;
  readonly durationMs: number;
  readonly machine: Machine;
  /** The load averages at the beginning and at the end. */
  readonly load: readonly [before: number, after: number];
  /** What was different from the usual; a line each. */
  readonly remarks: readonly string[];
  /** What was left out; empty for a whole run. */
  readonly partial: string;
  readonly starts: ReadonlyMap<GatewayId, readonly Start[]>;
  readonly scenarios: ReadonlyMap<ScenarioId, ScenarioResult>;
  /** At a fixed rate; by the title of the pass. */
  readonly latencies: ReadonlyMap<LatencyPass, readonly Latency[]>;
}

export interface ScenarioResult extends Measurement {
  /** Requests to the upstream for one to the gateway. */
  readonly upstreamCalls: ReadonlyMap<GatewayId, number>;
}

export const LATENCY_PASSES = ['S1', 'S3'] as const;
export type LatencyPass = (typeof LATENCY_PASSES)[number];

/** The results as JSON, with every slice of every round. */
export function resultsJson(results: Results): string {
  return `${JSON.stringify(results, (_key, value: unknown) => {
    return value instanceof Map ? Object.fromEntries(value) : value;
  })}\n`;
}
