import { setTimeout as sleep } from 'node:timers/promises';
import type { Connections } from './connections.ts';
import { Tally } from './tally.ts';

/** Sends so many requests at once, each of them anew as soon as it is answered. */
export async function closedLoop(
  connections: Connections,
  atOnce: number,
  durationMs: number,
): Promise<Tally> {
  const tally = new Tally();
  const start = performance.now();
  const sendUntilEnd = async () => {
    for (let now = 0; now < durationMs; ) {
      const dueMs = now;
      const outcome = await new Promise<string>((resolve) => connections.send(resolve));
      now = performance.now() - start;
      tally.add(dueMs, now, outcome);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, sendUntilEnd));
  return tally;
}

/**
 * Sends requests at a fixed rate, whether the earlier ones have been answered or not, in a burst each millisecond.
 * A latency counts from the moment at which the request was due. Returns once the last has been sent: answers are
 * added to the tally for as long as they come.
 */
export async function openLoop(
  connections: Connections,
  perSecond: number,
  durationMs: number,
): Promise<Tally> {
  const tally = new Tally();
  const total = Math.floor((perSecond * durationMs) / 1_000);
  const start = performance.now();
  const send = (dueMs: number) => {
    tally.latenessMs.push(performance.now() - start - dueMs);
    connections.send((outcome) => tally.add(dueMs, performance.now() - start, outcome));
  };
  for (let index = 0; index < total; ) {
    await sleep(1);
    const now = performance.now() - start;
    for (let dueMs = 0; index < total; index += 1) {
      dueMs = (index * 1_000) / perSecond;
      if (dueMs > now) break;
      send(dueMs);
    }
  }
  return tally;
}
