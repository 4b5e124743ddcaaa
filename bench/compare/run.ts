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

/** A contender's process. */
interface Started extends Running {
  /** From its start to the response to a first request of S1. */
  readonly startupMs: number;
}

/**
 * `npm run bench`: all contenders under the same load, in turns. Each is started a few times, and each of its processes gets
 * its share of the rounds: V8 compiles the same program better in one process than in another. Returns the exit code.
 */
export async function compare({ contenders, scenarios, plan, roots }: Options): Promise<number> {
  const measuredOn = conditions(roots);
  const upstream = await startUpstream();
  await warmUp(upstream, scenarios, plan.warmupS);
  const startups = new Map<Contender, number[]>(contenders.map((each) => [each, []]));
  const results = new Map<Scenario, Measured[]>();
  for (let start = 0; start < plan.starts; start += 1) {
    progress(`start ${start + 1} of ${plan.starts}`);
    const started: Started[] = [];
    for (const contender of contenders) {
      const process = await startContender(contender, upstream.url);
      startups.get(contender)?.push(process.startupMs);
      started.push(process);
    }
    const rounds = shareOf(plan.rounds, start, plan.starts);
    let warmupS = plan.firstWarmupS;
    for (const scenario of scenarios) {
      const checked: Checked[] = [];
      for (const each of started) checked.push(await check(each, scenario, upstream));
      progress(`${scenario.id}: ${scenario.title}; all responses and upstream requests are as expected`);
      const measured = await measure(checked, upstream, { rounds, sliceS: plan.sliceS, warmupS });
      results.set(scenario, joined(results.get(scenario), measured));
      warmupS = plan.warmupS;
    }
    for (const { server } of started) await server.stop();
  }
  publish('compare', comparisonReport(results, startups, measuredOn), {
    plan,
    startups: [...startups].map(([{ id }, startupsMs]) => ({ id, startupsMs })),
    results: [...results],
  });
  return [...results.values()].every(isConclusive) ? 0 : 2;
}

/** Of so many, how many belong to one of several parts. */
function shareOf(all: number, part: number, parts: number): number {
  return Math.floor((all * (part + 1)) / parts) - Math.floor((all * part) / parts);
}

/** The slices of earlier processes and those of later ones, contender by contender. */
function joined(earlier: readonly Measured[] | undefined, later: readonly Measured[]): Measured[] {
  return later.map((each, index) => ({
    ...each,
    slices: [...(earlier?.[index]?.slices ?? []), ...each.slices],
  }));
}

async function startContender(contender: Contender, upstreamUrl: string): Promise<Started> {
  const start = performance.now();
  const server = await startServer('gateway', contender.command(upstreamUrl));
  const { status, body } = await send(requestFor(S1, contender.dialect, server.url));
  const startupMs = performance.now() - start;
  if (status !== 200) throw new Error(`${contender.id}: the first response is ${status} ${body}`);
  return { contender, server, startupMs };
}

/**
 * One slice of each contender a round, in alternating order. The first rounds warm up: V8 discards code of a process that
 * idles for seconds, so none of them waits until all others are warm.
 */
async function measure(
  checked: readonly Checked[],
  upstream: Upstream,
  { rounds, sliceS, warmupS }: Pick<Options['plan'], 'rounds' | 'sliceS' | 'warmupS'>,
): Promise<Measured[]> {
  const measured = checked.map((each): Checked & { slices: Slice[] } => ({ ...each, slices: [] }));
  for (let round = -Math.ceil(warmupS / sliceS); round < rounds; round += 1) {
    for (const each of round % 2 === 0 ? measured : measured.toReversed()) {
      const slice = await runSlice(each, upstream, sliceS);
      if (round >= 0) each.slices.push(slice);
    }
  }
  return measured;
}
