import { setTimeout as sleep } from 'node:timers/promises';
import type { Cores } from '../cores.ts';
import { cpuTimeUs } from '../procfs.ts';
import { Upstream } from '../upstream/process.ts';
import { GOOD, TURNED_AWAY } from './answer.ts';
import { CLIENT_TIMEOUT_MS } from './connections.ts';
import { closedLoop, openLoop } from './loops.ts';
import { goodPerSecond, observe, type Phase, type Pids } from './phase.ts';
import { recoveryMs } from './recovery.ts';
import { startSubject } from './subject.ts';
import { sustainableRate } from './sustainable.ts';

export interface SoakResults {
  readonly date: Date;
  /** Good answers per second with as much at once as it takes to keep the gateway busy: the mean of the two. */
  readonly peakPerSecond: number;
  readonly peaksPerSecond: readonly [before: number, after: number];
  /** As many per second as are all served well. */
  readonly sustainablePerSecond: number;
  readonly normalPerSecond: number;
  readonly overloadPerSecond: number;
  readonly peak: Phase;
  readonly normal: Phase;
  readonly overload: Phase;
  readonly after: Phase;
  readonly recoveryMs: number;
  /** CPU of the gateway for one request that it turned away, in microseconds. */
  readonly turnedAwayCpuUs: number;
}

export const UPSTREAM_DELAY_MS = 20;
// Until the code that V8 compiles while it runs has come to rest.
const WARM_MS = 15_000;
const PEAK_MS = 10_000;
const NORMAL_MS = 10_000;
// Until the heap has the size that V8 gives it under such a load: what grows after that is a leak.
const OVERLOAD_WARM_MS = 30_000;
const AT_ONCE = 256;
/** As shares of the sustainable load. */
const NORMAL = 0.5;
const OVERLOAD = 2;

/** Measures the peak and what is sustainable, then ordinary load, then twice the sustainable, then ordinary load again. */
export async function soak(
  seconds: number,
  cores: Cores | undefined,
  say: (line: string) => void,
): Promise<SoakResults> {
  const date = new Date();
  const upstream = await Upstream.start(cores?.load);
  const turnedAwayCpuUs = await costOfTurningAway(upstream, cores);
  say(`one request turned away: ${turnedAwayCpuUs.toFixed(0)} µs of CPU`);

  await upstream.delay(UPSTREAM_DELAY_MS);
  const { server, connections } = await startSubject(upstream, cores);
  const pids: Pids = { gateway: server.pid, upstream: upstream.pid };
  await closedLoop(connections, AT_ONCE, WARM_MS);
  const peak = await observe(pids, () => closedLoop(connections, AT_ONCE, PEAK_MS));
  const peakBefore = goodPerSecond(peak);
  if (peakBefore === 0) throw new Error(`No good answer: ${[...peak.tally.counts.keys()].join(', ')}`);
  say(`peak: ${peakBefore.toFixed(0)} good answers a second`);

  const sustainablePerSecond = await sustainableRate(connections, peakBefore, say);
  const normalPerSecond = Math.round(sustainablePerSecond * NORMAL);
  const overloadPerSecond = Math.round(sustainablePerSecond * OVERLOAD);
  await openLoop(connections, overloadPerSecond, OVERLOAD_WARM_MS);
  await sleep(CLIENT_TIMEOUT_MS + 500);

  const normal = await observe(pids, () => openLoop(connections, normalPerSecond, NORMAL_MS));
  say(
    `${normalPerSecond} a second: p99 ${normal.tally.latencyMs(0.99).toFixed(1)} ms; now ${overloadPerSecond}`,
  );
  const overload = await observe(pids, () => openLoop(connections, overloadPerSecond, seconds * 1_000));
  // No pause between the two: what is left of the overload is what the gateway has to recover from.
  const after = await observe(pids, () => openLoop(connections, normalPerSecond, NORMAL_MS));
  await sleep(CLIENT_TIMEOUT_MS + 500);
  // Machines that are shared do not stay as fast as they were a minute ago.
  const peakAfter = goodPerSecond(await observe(pids, () => closedLoop(connections, AT_ONCE, PEAK_MS)));
  connections.destroy();
  return {
    date,
    peakPerSecond: (peakBefore + peakAfter) / 2,
    peaksPerSecond: [peakBefore, peakAfter],
    sustainablePerSecond,
    normalPerSecond,
    overloadPerSecond,
    peak,
    normal,
    overload,
    after,
    recoveryMs: recoveryMs(after.tally, normal.tally, NORMAL_MS),
    turnedAwayCpuUs,
  };
}

const TURNING_AWAY = { MAX_UPSTREAM_CONCURRENCY: '1', MAX_UPSTREAM_QUEUE: '0' };
const LONGEST_DELAY_MS = 1_000;
const TURN_AWAY_MS = 4_000;

/** With a single place for a call, which is taken for a second at a time, all the others are turned away. */
async function costOfTurningAway(upstream: Upstream, cores: Cores | undefined): Promise<number> {
  await upstream.delay(LONGEST_DELAY_MS);
  const { server, connections } = await startSubject(upstream, cores, TURNING_AWAY);
  await closedLoop(connections, AT_ONCE, TURN_AWAY_MS);
  const before = cpuTimeUs(server.pid);
  const tally = await closedLoop(connections, AT_ONCE, TURN_AWAY_MS);
  const cpuUs = cpuTimeUs(server.pid) - before;
  const turnedAway = tally.count(TURNED_AWAY);
  if (turnedAway < tally.samples.length * 0.99) {
    throw new Error(`Of ${tally.samples.length} requests only ${turnedAway} were turned away.`);
  }
  connections.destroy();
  return cpuUs / turnedAway;
}

/** CPU of the gateway for one good answer under full load, in microseconds. */
export function servedCpuUs({ tally, gatewayCpu, durationMs }: Phase): number {
  return (gatewayCpu * durationMs * 1_000) / tally.count(GOOD);
}
