import { Allowance } from './allowance.ts';
import { checkAnswers } from './answers.ts';
import { type Gateway, type GatewayId, requestFor } from './gateways.ts';
import { type Latency, measureLatency, type Pace } from './latency.ts';
import { describeMachine, loadAverage } from './machine.ts';
import type { Options } from './options.ts';
import { LATENCY_PASSES, type LatencyPass, type Results, type ScenarioResult } from './results.ts';
import { type Bench, measure } from './rounds.ts';
import { type Scenario, type ScenarioId, scenarioOf, scenarios } from './scenarios.ts';
import type { Setting } from './setting.ts';
import type { Contestant } from './slice.ts';
import { bestStart, type Started, startRepeatedly } from './starts.ts';
import { Upstream } from './upstream/process.ts';

export type Say = (line: string) => void;
type Running = ReadonlyMap<Gateway, Started>;

const PACES: Readonly<Record<LatencyPass, Omit<Pace, 'scenario'>>> = {
  S1: { perSecond: 500, upstreamDelayMs: 0 },
  S3: { perSecond: 25, upstreamDelayMs: 50 },
};

/** Runs the whole benchmark. It leaves its processes to the caller to end, whatever happens. */
export async function run(options: Options, setting: Setting, say: Say): Promise<Results> {
  const date = new Date();
  const loadBefore = loadAverage();
  const upstream = await Upstream.start(setting.cores?.load);
  const { plan } = options;
  const bench: Bench = { plan, load: setting.load, upstream, repeats: new Allowance(plan.repeatsMs) };

  const running = await startAll(setting, bench, say);
  const chosen = scenarios.filter(({ id }) => options.scenarios.includes(id));
  const calls = await checkAll(chosen, running, upstream, say);
  const measured = await measureAll(chosen, running, calls, bench, say);
  const latencies = await latencyPasses(options, running, bench, say);
  return {
    date,
    durationMs: Date.now() - date.getTime(),
    machine: describeMachine(),
    load: [loadBefore, loadAverage()],
    remarks: setting.remarks,
    partial: options.partial,
    starts: new Map([...running].map(([{ id }, { starts }]) => [id, starts])),
    scenarios: measured,
    latencies,
  };
}

async function startAll({ gateways, cores }: Setting, { plan, upstream }: Bench, say: Say): Promise<Running> {
  const running = new Map<Gateway, Started>();
  for (const gateway of gateways) {
    const started = await startRepeatedly(gateway, upstream.url, cores?.gateway, plan.starts);
    const best = bestStart(started.starts)?.firstAnswerMs.toFixed(0);
    say(`${gateway.id}: first answer ${best} ms after its start`);
    running.set(gateway, started);
  }
  return running;
}

type Calls = ReadonlyMap<Scenario, ReadonlyMap<GatewayId, number>>;

/** Every answer of every gateway is looked at before anything is measured. */
async function checkAll(
  chosen: readonly Scenario[],
  running: Running,
  upstream: Upstream,
  say: Say,
): Promise<Calls> {
  const calls = new Map<Scenario, ReadonlyMap<GatewayId, number>>();
  for (const scenario of chosen) {
    const counted = new Map<GatewayId, number>();
    for (const [gateway, { server }] of running) {
      counted.set(gateway.id, await checkAnswers(gateway, scenario, server.url, upstream));
    }
    const shown = [...counted].map(([id, count]) => `${id} ${count}`).join(', ');
    say(`${scenario.id}: all answers as expected; calls to the upstream for one: ${shown}`);
    calls.set(scenario, counted);
  }
  return calls;
}

async function measureAll(
  chosen: readonly Scenario[],
  running: Running,
  calls: Calls,
  bench: Bench,
  say: Say,
): Promise<ReadonlyMap<ScenarioId, ScenarioResult>> {
  const results = new Map<ScenarioId, ScenarioResult>();
  for (const scenario of chosen) {
    const upstreamCalls = calls.get(scenario) ?? new Map<GatewayId, number>();
    const contestants = new Map<GatewayId, Contestant>();
    for (const [gateway, { server }] of running) {
      contestants.set(gateway.id, {
        server,
        request: requestFor(gateway, scenario, server.url),
        upstreamCalls: upstreamCalls.get(gateway.id) ?? 1,
      });
    }
    const { firstWarmMs, warmMs } = bench.plan;
    const warm = results.size === 0 ? firstWarmMs : warmMs;
    const measurement = await measure(bench, contestants, warm, (line) => say(`${scenario.id}: ${line}`));
    results.set(scenario.id, { ...measurement, upstreamCalls });
  }
  return results;
}

async function latencyPasses(
  { scenarios: chosen }: Options,
  running: Running,
  { upstream, plan }: Bench,
  say: Say,
): Promise<ReadonlyMap<LatencyPass, readonly Latency[]>> {
  const urls = new Map([...running].map(([gateway, { server }]) => [gateway, server.url]));
  const latencies = new Map<LatencyPass, readonly Latency[]>();
  for (const id of LATENCY_PASSES.filter((pass) => chosen.includes(pass))) {
    const pace = { ...PACES[id], scenario: scenarioOf(id) };
    const measured = await measureLatency(pace, urls, upstream, plan.latencyMs);
    const shown = measured.map((each) => `${each.id} ${each.p50Ms.toFixed(1)}`).join(', ');
    say(`${id}: p50 in ms at ${pace.perSecond} a second: ${shown}`);
    latencies.set(id, measured);
  }
  return latencies;
}
