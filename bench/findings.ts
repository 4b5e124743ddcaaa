import type { GatewayId } from './gateways.ts';
import { DIRECT, type Latency } from './latency.ts';
import type { Results, ScenarioResult } from './results.ts';
import type { ScenarioId } from './scenarios.ts';
import { peakMb } from './slice.ts';
import { cpuRatio, isConclusive } from './stability.ts';
import { bestStart, type Start } from './starts.ts';
import {
  COALESCED,
  MAX_OVER_ROUND_TRIP_MS,
  MAX_RESIDENT_MB,
  MAX_START_MS,
  OF_PEERS,
  TO_PROXY,
} from './targets.ts';

/** A target, and what became of it. */
export interface Finding {
  readonly what: string;
  readonly target: string;
  readonly measured: string;
  readonly verdict: 'met' | 'missed' | 'inconclusive';
}

/** The proxy and its twin further apart than this, at a fixed rate, are a sign of noise. */
const MAX_CONTROL_LAG_MS = 1;
/** A start that waited for its core for more of its time than this says nothing about the gateway. */
const MAX_WAITED_SHARE = 0.25;

/** Holds the targets against the results; targets of what was not measured are left out. */
export function findings(results: Results): Finding[] {
  return [
    ...TO_PROXY.flatMap(([id, limit, aim]) =>
      inScenario(results, id, (result) => toProxy(id, result, limit, aim)),
    ),
    ...OF_PEERS.flatMap(([peer, id, factor]) =>
      inScenario(results, id, (result) => ofPeer(peer, id, result, factor)),
    ),
    ...COALESCED.flatMap((id) => inScenario(results, id, (result) => coalesced(id, result))),
    ...latency(results.latencies.get('S3') ?? []),
    ...start(results.starts.get('ours') ?? []),
    ...inScenario(results, 'S1', memory),
  ];
}

function inScenario(
  results: Results,
  id: ScenarioId,
  find: (result: ScenarioResult) => Finding[],
): Finding[] {
  const result = results.scenarios.get(id);
  return result?.rounds.has('ours') ? find(result) : [];
}

function toProxy(
  id: ScenarioId,
  { rounds, stability }: ScenarioResult,
  limit: number,
  aim: number,
): Finding[] {
  const ratio = cpuRatio(rounds, 'ours', 'proxy');
  return [
    {
      what: `${id}: CPU per request, to the bare proxy's`,
      target: `at most ${limit.toFixed(1)}x (aim ${aim.toFixed(1)}x)`,
      measured: `${ratio.toFixed(2)}x`,
      verdict: verdict(ratio <= limit, isConclusive(stability)),
    },
  ];
}

function ofPeer(
  peer: GatewayId,
  id: ScenarioId,
  { rounds, stability }: ScenarioResult,
  factor: number,
): Finding[] {
  if (!rounds.has(peer)) return [];
  const ratio = cpuRatio(rounds, peer, 'ours');
  return [
    {
      what: `${id}: CPU per request, less than ${peer}'s`,
      target: `at least ${factor.toFixed(1)}x less`,
      measured: `${ratio.toFixed(2)}x less`,
      verdict: verdict(ratio >= factor, isConclusive(stability)),
    },
  ];
}

function coalesced(id: ScenarioId, { upstreamCalls }: ScenarioResult): Finding[] {
  const calls = upstreamCalls.get('ours') ?? Number.NaN;
  return [
    {
      what: `${id}: calls to the upstream for one document`,
      target: 'exactly 1',
      measured: String(calls),
      verdict: verdict(calls === 1),
    },
  ];
}

function latency(latencies: readonly Latency[]): Finding[] {
  const p50Of = (id: string) => latencies.find((each) => each.id === id)?.p50Ms ?? Number.NaN;
  const overMs = p50Of('ours') - p50Of(DIRECT);
  if (Number.isNaN(overMs)) return [];
  const calm = Math.abs(p50Of('control') - p50Of('proxy')) <= MAX_CONTROL_LAG_MS;
  return [
    {
      what: 'S3 with an upstream that takes 50 ms: p50 over one round trip',
      target: `at most ${MAX_OVER_ROUND_TRIP_MS} ms`,
      measured: `${overMs.toFixed(1)} ms`,
      verdict: verdict(overMs <= MAX_OVER_ROUND_TRIP_MS, calm),
    },
  ];
}

function start(starts: readonly Start[]): Finding[] {
  const best = bestStart(starts);
  if (best === undefined) return [];
  return [
    {
      what: 'from the start of the process to its first answer (best of the starts)',
      target: `under ${MAX_START_MS} ms`,
      measured: `${best.firstAnswerMs.toFixed(0)} ms`,
      verdict: verdict(
        best.firstAnswerMs < MAX_START_MS,
        best.waitedMs < MAX_WAITED_SHARE * best.firstAnswerMs,
      ),
    },
  ];
}

function memory({ rounds }: ScenarioResult): Finding[] {
  const peak = peakMb(rounds, 'ours');
  return [
    {
      what: 'S1: resident memory under load, at the most',
      target: `below ${MAX_RESIDENT_MB} MB`,
      measured: `${peak.toFixed(0)} MB`,
      verdict: verdict(peak < MAX_RESIDENT_MB),
    },
  ];
}

function verdict(met: boolean, conclusive = true): Finding['verdict'] {
  if (!conclusive) return 'inconclusive';
  return met ? 'met' : 'missed';
}
