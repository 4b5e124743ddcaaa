import { setTimeout as sleep } from 'node:timers/promises';
import { check } from '../check.ts';
import { GATEWAY, gateway } from '../contenders.ts';
import { observe } from '../observe.ts';
import type { Options } from '../options.ts';
import { startServer } from '../processes.ts';
import { type LoadRequest, send } from '../request.ts';
import { conditions, progress, publish } from '../results.ts';
import { S1 } from '../scenarios.ts';
import { startUpstream } from '../upstreamServer.ts';
import { aims, doubts, MIN_GENERATED, type Phase, type SoakResults, soakReport } from './report.ts';

type PutLoad = (name: string, seconds: number, perSecond?: number) => Promise<Phase>;

const UPSTREAM_DELAY_MS = 20;
/** Callers that send again at once: enough to keep the gateway busy. */
const PEAK_CONNECTIONS = 256;
/** As a load balancer with a few thousand callers behind it would have. */
const PACED_CONNECTIONS = 2_000;
const SETTLE_MS = 3_000;
const WARM_UP_SLICE_S = 5;
const MIN_WARM_UP_SLICES = 3;
const MAX_WARM_UP_SLICES = 12;

const PROBE_EVERY_MS = 50;
/** As many normal responses in a row are a recovery. */
const IN_A_ROW = 5;

/** `npm run soak`: the gateway under twice the load that it sustains. Returns the exit code. */
export async function soak({ root, roots, soakSeconds: seconds }: Options): Promise<number> {
  const measuredOn = conditions(roots);
  const phaseS = seconds / 8;
  const upstream = await startUpstream(UPSTREAM_DELAY_MS);
  const contender = gateway(GATEWAY, 'gateway', root);
  const server = await startServer('gateway', contender.command(upstream.url));
  const { request, length } = await check({ contender, server }, S1, upstream);
  const put: PutLoad = async (name, seconds, perSecond) => {
    const connections = perSecond === undefined ? PEAK_CONNECTIONS : PACED_CONNECTIONS;
    const observed = await observe(server, request, { seconds, connections, length, perSecond });
    progress(`${name}: ${observed.goodPerSecond.toFixed(0)} good a second`);
    return { ...observed, name, perSecond };
  };

  await warmUp(put);
  const peak = await put('peak', phaseS);
  const sustainable = await sustainableRate(put, peak.goodPerSecond, Math.max(3, seconds / 12));
  // Until the heap has the size that V8 gives it under overload: what grows after that is a leak.
  await put('overload, warm-up', seconds / 3, 2 * sustainable);
  await sleep(SETTLE_MS);
  const ordinary = await put('half of sustainable', phaseS, sustainable / 2);
  const overload = await put('overload', seconds, 2 * sustainable);
  // No pause: what is left of the overload is what the gateway has to recover from.
  const [after, recoveryMs] = await Promise.all([
    put('half of sustainable again', phaseS, sustainable / 2),
    recover(request, 1.5 * ordinary.p99Ms, phaseS * 1_000),
  ]);
  // Shared machines do not stay as fast as they were a minute ago.
  const peakAfter = await put('peak again', phaseS);

  const results: SoakResults = { peak, ordinary, overload, after, peakAfter, sustainable, recoveryMs };
  publish('soak', soakReport(results, measuredOn), results);
  if (doubts(results).length > 0) return 2;
  return aims(results).every(([, , isMet]) => isMet) ? 0 : 1;
}

/** Loads until V8 has compiled what is hot: until a slice is not much better than those before. */
async function warmUp(put: PutLoad): Promise<void> {
  let best = 0;
  for (let slice = 1; slice <= MAX_WARM_UP_SLICES; slice += 1) {
    const { goodPerSecond } = await put(`warm-up ${slice}`, WARM_UP_SLICE_S);
    if (slice >= MIN_WARM_UP_SLICES && goodPerSecond < 1.03 * best) return;
    best = Math.max(best, goodPerSecond);
  }
}

/**
 * The highest rate, in steps of 5 % of the peak, at which every response is good and 99 % take at most 250 ms.
 *
 * @throws where that is less than half of the peak.
 */
async function sustainableRate(put: PutLoad, peakPerSecond: number, stepS: number): Promise<number> {
  for (let share = 95; share >= 50; share -= 5) {
    const perSecond = Math.round((peakPerSecond * share) / 100);
    const phase = await put(`${share} % of the peak`, stepS, perSecond);
    const generated = phase.goodPerSecond / perSecond;
    if (phase.bad === 0 && generated >= MIN_GENERATED && phase.p99Ms <= 250) return perSecond;
    await sleep(SETTLE_MS);
  }
  throw new Error('Not even half of the peak is sustainable: the machine is too busy.');
}

/**
 * Probes from now on until responses are normal: 200 within the limit.
 *
 * @returns after how many milliseconds the first normal one was sent; `Infinity` where that does not happen in time.
 */
async function recover(request: LoadRequest, limitMs: number, withinMs: number): Promise<number> {
  const start = performance.now();
  let normalMs: number[] = [];
  while (normalMs.length < IN_A_ROW) {
    const sentMs = performance.now() - start;
    if (sentMs > withinMs) return Number.POSITIVE_INFINITY;
    const { status } = await send(request).catch(() => ({ status: 0 }));
    const isNormal = status === 200 && performance.now() - start - sentMs <= limitMs;
    normalMs = isNormal ? [...normalMs, sentMs] : [];
    await sleep(PROBE_EVERY_MS);
  }
  return Math.min(...normalMs);
}
