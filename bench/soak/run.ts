import { setTimeout as sleep } from 'node:timers/promises';
import { check } from '../check.ts';
import { checkout } from '../contenders.ts';
import type { Options } from '../options.ts';
import { startServer } from '../processes.ts';
import { conditions, publish } from '../results.ts';
import { S1 } from '../scenarios.ts';
import { startUpstream } from '../upstreamServer.ts';
import { observe, type Subject, sustainableRate } from './phases.ts';
import { recoveryMs } from './recovery.ts';
import { aims, doubts, type SoakResults, soakReport } from './report.ts';

const UPSTREAM_DELAY_MS = 20;
const SETTLE_MS = 3_000;
/** A response after the overload is normal up to this many times the p99 of ordinary load. */
const NORMAL = 1.5;

/** `npm run soak`: the gateway under twice the load that it sustains. Returns the exit code. */
export async function soak({ root, soakSeconds: seconds }: Options): Promise<number> {
  const phaseS = seconds / 8;
  const describe = conditions([root]);
  const upstream = await startUpstream();
  const contender = checkout('gateway', 'gateway', root);
  const { pid, url } = await startServer('gateway', contender.command(upstream.url));
  const subject: Subject = { pid, ...(await check(contender, S1, url, upstream)) };
  await upstream.delay(UPSTREAM_DELAY_MS);

  // Until V8 has compiled what is hot.
  await observe(subject, 'warm-up', phaseS);
  const peak = await observe(subject, 'peak', phaseS);
  const sustainable = await sustainableRate(subject, peak.goodPerSecond, Math.max(3, seconds / 12));
  // Until the heap has the size that V8 gives it under overload: what grows after that is a leak.
  await observe(subject, 'overload, warm-up', seconds / 3, 2 * sustainable);
  await sleep(SETTLE_MS);
  const ordinary = await observe(subject, 'half of sustainable', phaseS, sustainable / 2);
  const overload = await observe(subject, 'overload', seconds, 2 * sustainable);
  // No pause: what is left of the overload is what the gateway has to recover from.
  const [after, recovery] = await Promise.all([
    observe(subject, 'half of sustainable again', phaseS, sustainable / 2),
    recoveryMs(subject.request, ordinary.p99Ms * NORMAL, phaseS * 1_000),
  ]);
  // Shared machines do not stay as fast as they were a minute ago.
  const peakAfter = await observe(subject, 'peak again', phaseS);

  const results: SoakResults = {
    peaks: [peak, peakAfter],
    sustainable,
    phases: [peak, ordinary, overload, after, peakAfter],
    overload,
    recoveryMs: recovery,
  };
  publish('soak', soakReport(results, describe()), results);
  if (doubts(results).length > 0) return 2;
  return aims(results).every(([, , met]) => met) ? 0 : 1;
}
