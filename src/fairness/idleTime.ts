import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';

// A longer pause does not end early when the event loop is idle.
const LONG_MS = 50;

/** Leaves the event loop to other work for this time; a pause of up to 50 ms ends as soon as the loop is idle. */
export async function pause(ms: number): Promise<void> {
  if (ms > LONG_MS) return sleep(ms);
  const end = performance.now() + ms;
  for (let isIdle = false; !isIdle && performance.now() < end; ) isIdle = await oneMs();
}

/** Waits for a millisecond. @returns whether the event loop had nothing to do for a part of it */
export async function oneMs(): Promise<boolean> {
  const { idle } = performance.eventLoopUtilization();
  await sleep(1);
  return performance.eventLoopUtilization().idle > idle;
}
