import { type Checked, check } from './check.ts';
import { type Contender, PEERS, PEERS_INSTALLED } from './contenders.ts';
import type { Options, Plan } from './options.ts';
import type { Server } from './processes.ts';
import { isConclusive, type Rounds } from './ratios.ts';
import { comparisonReport } from './report.ts';
import { conditions, progress, publish } from './results.ts';
import type { Scenario } from './scenarios.ts';
import { runSlice, type Slice } from './slice.ts';
import { type Startup, startRepeatedly } from './startup.ts';
import { startUpstream, type Upstream } from './upstreamServer.ts';

/** What one scenario showed. */
export interface ScenarioResult {
  readonly scenario: Scenario;
  readonly checked: readonly Checked[];
  readonly rounds: Rounds;
}

/** `npm run bench`: all contenders under the same load, in turns. Returns the exit code. */
export async function compare({ contenders, scenarios, plan }: Options): Promise<number> {
  const present = contenders.filter(({ id }) => PEERS_INSTALLED || !PEERS.includes(id));
  if (present.length < contenders.length) progress('without the peers: npm run bench:setup installs them');
  const describe = conditions(present.map(({ command }) => command('').cwd));
  const upstream = await startUpstream();
  const servers = new Map<string, Server>();
  const startups = new Map<Contender, readonly Startup[]>();
  for (const contender of present) {
    progress(`starting ${contender.id}`);
    const started = await startRepeatedly(contender, upstream.url, plan.starts);
    servers.set(contender.id, started.server);
    startups.set(contender, started.startups);
  }
  const compared: Omit<ScenarioResult, 'rounds'>[] = [];
  for (const scenario of scenarios) {
    const checked: Checked[] = [];
    for (const contender of present) {
      const url = servers.get(contender.id)?.url ?? '';
      checked.push(await check(contender, scenario, url, upstream));
    }
    compared.push({ scenario, checked });
  }
  progress('all responses and upstream requests are as expected');
  const results: ScenarioResult[] = [];
  for (const each of compared) {
    progress(`${each.scenario.id}: ${each.scenario.title}`);
    results.push({ ...each, rounds: await measure(each.checked, servers, upstream, plan) });
  }
  publish('compare', comparisonReport(results, startups, describe()), {
    plan,
    startups: new Map([...startups].map(([{ id }, each]) => [id, each])),
    scenarios: new Map(results.map(({ scenario, rounds }) => [scenario.id, rounds])),
  });
  return results.every(({ rounds }) => isConclusive(rounds)) ? 0 : 2;
}

/** One slice of each contender a round, in alternating order. */
async function measure(
  checked: readonly Checked[],
  servers: ReadonlyMap<string, Server>,
  upstream: Upstream,
  { rounds, sliceS, warmupS }: Plan,
): Promise<Rounds> {
  const slices = new Map<string, Slice[]>();
  const slice = async (each: Checked, seconds: number) => {
    const server = servers.get(each.contender.id);
    if (server === undefined) throw new Error(`${each.contender.id} does not run.`);
    return runSlice(server, each, upstream, seconds);
  };
  for (const each of checked) {
    slices.set(each.contender.id, []);
    await slice(each, warmupS);
  }
  for (let round = 0; round < rounds; round += 1) {
    for (const each of round % 2 === 0 ? checked : checked.toReversed()) {
      slices.get(each.contender.id)?.push(await slice(each, sliceS));
    }
  }
  return slices;
}
