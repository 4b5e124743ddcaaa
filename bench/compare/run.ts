import { type Checked, check, type Running } from '../check.ts';
import type { Contender } from '../contenders.ts';
import type { Options } from '../options.ts';
import { startServer } from '../processes.ts';
import { requestFor, send } from '../request.ts';
import { conditions, progress, publish } from '../results.ts';
import { S1, type Scenario } from '../scenarios.ts';
import { startUpstream, type Upstream, warmUp } from '../upstreamServer.ts';
import { isConclusive, type Measured } from './ratios.ts';
import { comparisonReport } from './report.ts';
import { runSlice, type Slice } from './slice.ts';

/** A contender that was started a few times. */
export interface Started extends Running {
  /** From each start to the response to a first request of S1. */
  readonly startupsMs: readonly number[];
}

/** What each scenario showed, contender by contender. */
export type Results = ReadonlyMap<Scenario, readonly Measured[]>;

/** `npm run bench`: all contenders under the same load, in turns. Returns the exit code. */
export async function compare({ contenders, scenarios, plan, roots }: Options): Promise<number> {
  const measuredOn = conditions(roots);
  const upstream = await startUpstream();
  await warmUp(upstream, scenarios, plan.warmupS);
  const started: Started[] = [];
  for (const contender of contenders) {
    progress(`starting ${contender.id}`);
    started.push(await startRepeatedly(contender, upstream.url, plan.starts));
  }

  const checked = new Map<Scenario, Checked[]>();
  for (const scenario of scenarios) {
    const found: Checked[] = [];
    for (const each of started) found.push(await check(each, scenario, upstream));
    checked.set(scenario, found);
  }
  progress('all responses and upstream requests are as expected');

  const results = new Map<Scenario, Measured[]>();
  for (const [scenario, found] of checked) {
    progress(`${scenario.id}: ${scenario.title}`);
    const warmupS = results.size === 0 ? plan.firstWarmupS : plan.warmupS;
    results.set(scenario, await measure(found, upstream, { ...plan, warmupS }));
  }
  publish('compare', comparisonReport(results, started, measuredOn), {
    plan,
    started,
    results: [...results],
  });
  return [...results.values()].every(isConclusive) ? 0 : 2;
}

/** Starts a contender a few times, and leaves the last one running. */
async function startRepeatedly(contender: Contender, upstreamUrl: string, times: number): Promise<Started> {
  const startupsMs: number[] = [];
  for (;;) {
    const start = performance.now();
    const server = await startServer('gateway', contender.command(upstreamUrl));
    const { status, body } = await send(requestFor(S1, contender.dialect, server.url));
    startupsMs.push(performance.now() - start);
    if (status !== 200) throw new Error(`${contender.id}: the first response is ${status} ${body}`);
    if (startupsMs.length >= times) return { contender, server, startupsMs };
    await server.stop();
  }
}

/** One slice of each contender a round, in alternating order. */
async function measure(
  checked: readonly Checked[],
  upstream: Upstream,
  { rounds, sliceS, warmupS }: Options['plan'],
): Promise<Measured[]> {
  for (const each of checked) await runSlice(each, upstream, warmupS);
  const measured = checked.map((each): Checked & { slices: Slice[] } => ({ ...each, slices: [] }));
  for (let round = 0; round < rounds; round += 1) {
    for (const each of round % 2 === 0 ? measured : measured.toReversed()) {
      each.slices.push(await runSlice(each, upstream, sliceS));
    }
  }
  return measured;
}
