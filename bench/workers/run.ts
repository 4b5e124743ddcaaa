import { setTimeout as sleep } from 'node:timers/promises';
import { check } from '../check.ts';
import { gateway } from '../contenders.ts';
import { limitCpu } from '../cpuLimit.ts';
import { observe } from '../observe.ts';
import type { Options } from '../options.ts';
import { pin, startServer } from '../processes.ts';
import { childrenOf, cpuTimeMs } from '../procfs.ts';
import { conditions, progress, publish } from '../results.ts';
import { S1 } from '../scenarios.ts';
import { startUpstream, type Upstream, warmUp } from '../upstreamServer.ts';
import { isConclusive, type Limited, meetsAim, type Slice, workersReport } from './report.ts';

/** Of a core, for each process that serves. The second worker shares the core of the load, of which it leaves most. */
const CPU_SHARE = 0.35;
const CONNECTIONS = 64;
/** A full collection takes most of the CPU that a process has in half a second. */
const SLICE_S = 2;
/** One process, two workers, and one process again, as a control. */
const GATEWAYS = { 'one process': 1, 'two workers': 2, 'one process again (control)': 1 };

/** `npm run bench -- workers`: what two workers carry, to one process. Returns the exit code. */
export async function compareWorkers({ root, roots, plan }: Options): Promise<number> {
  const measuredOn = conditions(roots);
  const upstream = await startUpstream();
  await warmUp(upstream, [S1], plan.firstWarmupS);
  const gateways: Limited[] = [];
  const releases: (() => void)[] = [];
  try {
    for (const [title, workers] of Object.entries(GATEWAYS)) {
      progress(`starting ${title}`);
      gateways.push(await start(title, workers, root, upstream));
    }
    // Unlimited, they are warm sooner; in two passes, since V8 discards code of what idles while others warm up.
    for (const { server, request, pids } of [...gateways, ...gateways]) {
      const seconds = pids.length * plan.firstWarmupS;
      await observe(server, request, { seconds, connections: CONNECTIONS });
    }
    for (const [index, pid] of gateways.flatMap(({ pids }) => [...pids.entries()])) {
      pin(pid, index === 0 ? 'gateway' : 'load');
      releases.push(limitCpu(pid, CPU_SHARE));
    }
    for (let round = 0; round < plan.rounds; round += 1) {
      progress(`round ${round + 1} of ${plan.rounds}`);
      for (const each of round % 2 === 0 ? gateways : gateways.toReversed()) {
        each.slices.push(await slice(each));
      }
    }
  } finally {
    for (const { server } of gateways) await server.stop();
    await sleep(1_000);
    for (const release of releases) release();
  }
  publish('workers', workersReport(gateways, CPU_SHARE, measuredOn), gateways);
  if (!isConclusive(gateways)) return 2;
  return meetsAim(gateways) ? 0 : 1;
}

async function start(title: string, workers: number, root: string, upstream: Upstream): Promise<Limited> {
  const env = { NODE_ENV: 'production', WORKERS: String(workers) };
  const contender = gateway(title, title, root, env);
  const server = await startServer('gateway', contender.command(upstream.url));
  const pids = workers === 1 ? [server.pid] : childrenOf(server.pid);
  if (pids.length !== workers) throw new Error(`${title}: ${pids.length} processes instead of ${workers}`);
  return { ...(await check({ contender, server }, S1, upstream)), title, pids, slices: [] };
}

async function slice({ server, request, length, pids }: Limited): Promise<Slice> {
  const before = pids.map(cpuTimeMs);
  const observed = await observe(server, request, { seconds: SLICE_S, connections: CONNECTIONS, length });
  const available = observed.seconds * 1_000 * CPU_SHARE;
  const shares = pids.map((pid, index) => (cpuTimeMs(pid) - (before[index] ?? 0)) / available);
  return { ...observed, shares };
}
