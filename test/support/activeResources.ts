import { setTimeout as sleep } from 'node:timers/promises';

/** How many resources of a kind keep the process alive: `Timeout`, `TCPSocketWrap`. */
export function activeResources(kind: string): number {
  return process.getActiveResourcesInfo().filter((each) => each === kind).length;
}

/** The same once no more than `max` are left, or after five seconds; not by `expect.poll`, which has a timer itself. */
export async function activeResourcesLeft(kind: string, max: number): Promise<number> {
  for (let tries = 0; tries < 50 && activeResources(kind) > max; tries += 1) await sleep(100);
  return activeResources(kind);
}
