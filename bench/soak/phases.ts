import { setTimeout as sleep } from 'node:timers/promises';
import { cpuTimeMs, residentMb } from '../procfs.ts';
import type { LoadRequest } from '../request.ts';
import { progress } from '../results.ts';
import { type Load, wrk } from '../wrk.ts';

/** A gateway under load, and what is sent to it. */
export interface Subject {
  readonly pid: number;
  readonly request: LoadRequest;
  /** Of a good response's body. */
  readonly length: number;
}

/** What one load did to the gateway. */
export interface Phase extends Load {
  readonly name: string;
  /** The rate that was meant; `undefined` for as many as it takes. */
  readonly perSecond: number | undefined;
  /** Responses of any kind, per second. */
  readonly answeredPerSecond: number;
  readonly goodPerSecond: number;
  /** CPU time of the gateway, as a share of one core. */
  readonly cpu: number;
  /** Once a second. */
  readonly memoryMb: readonly number[];
}

/** Callers that send again at once: enough to keep the gateway busy. */
const PEAK_CONNECTIONS = 256;
/** As a load balancer with a few thousand callers behind it would have. */
const PACED_CONNECTIONS = 2_000;
const SHARES = [0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65, 0.6, 0.55, 0.5];
const PAUSE_MS = 1_000;
/** A load of which less than this got a response was not put on the gateway. */
export const MIN_GENERATED = 0.9;
/** The upstream takes 20 of them. */
const MAX_P99_MS = 250;

/** Puts load on the gateway, at a fixed rate if there is one, and observes it. */
export async function observe(
  { pid, request, length }: Subject,
  name: string,
  seconds: number,
  perSecond?: number,
): Promise<Phase> {
  const memoryMb: number[] = [];
  const sampler = setInterval(() => memoryMb.push(residentMb(pid)), 1_000);
  const before = cpuTimeMs(pid);
  const connections = perSecond === undefined ? PEAK_CONNECTIONS : PACED_CONNECTIONS;
  const paced = perSecond === undefined ? {} : { perSecond };
  const load = await wrk(request, { seconds, connections, length, ...paced }).finally(() => {
    clearInterval(sampler);
  });
  const phase: Phase = {
    ...load,
    name,
    perSecond,
    answeredPerSecond: (load.good + load.overloaded + load.other) / load.seconds,
    goodPerSecond: load.good / load.seconds,
    cpu: (cpuTimeMs(pid) - before) / (load.seconds * 1_000),
    memoryMb,
  };
  const { goodPerSecond, overloaded, p99Ms } = phase;
  progress(
    `${name}: ${goodPerSecond.toFixed(0)} good a second, ${overloaded} overloaded, p99 ${p99Ms.toFixed(0)} ms`,
  );
  return phase;
}

/**
 * The highest rate, in steps of 5 % of the peak, at which every response is good and 99 % take at most 250 ms.
 *
 * @throws where that is less than half of the peak.
 */
export async function sustainableRate(
  subject: Subject,
  peakPerSecond: number,
  stepS: number,
): Promise<number> {
  for (const share of SHARES) {
    const perSecond = Math.round(peakPerSecond * share);
    const phase = await observe(subject, `${perSecond} a second`, stepS, perSecond);
    const isGood = phase.overloaded + phase.other + phase.broken + phase.timeouts === 0;
    const isComplete = phase.goodPerSecond >= MIN_GENERATED * perSecond;
    if (isGood && isComplete && phase.p99Ms <= MAX_P99_MS) return perSecond;
    await sleep(PAUSE_MS);
  }
  throw new Error('Not even half of the peak is sustainable: the machine is too busy.');
}
