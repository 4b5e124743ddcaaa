import { setTimeout as sleep } from 'node:timers/promises';
import { retryAfterSeconds } from './errorHeaders.ts';
import type { Reply } from './transport.ts';

/**
 * What is sent again, and when.
 *
 * - At most two more tries, and no wait that would outlast the request's deadline.
 * - A read: on 429, 502, 503, 504, a reset, a connection that could not be made.
 * - A write: on 429, which Graph answers before it does anything, or when nothing of it was sent. Never on a
 *   5xx: Graph is known to answer 503 to a create that it has carried out.
 * - After as long as Graph asks for, or else a random while that doubles.
 *
 * A retry library would bring its own loop and clock, and leave all of this to be written; so the loop is here.
 *
 * @see https://learn.microsoft.com/graph/throttling#best-practices-to-handle-throttling
 */
const MAX_RETRIES = 2;
const FIRST_WAIT_MS = 200;

export function mayRepeatRead(reply: Reply): boolean {
  if (reply.kind !== 'complete') return reply.reason === 'network';
  return [429, 502, 503, 504].includes(reply.status);
}

export function mayRepeatWrite(reply: Reply): boolean {
  if (reply.kind === 'none') return reply.reason === 'network' && !reply.sent;
  return reply.kind === 'complete' && reply.status === 429;
}

/** How long there is time, and for whom. */
export interface Patience {
  /** On the clock of `performance.now()`. */
  readonly deadline: number;
  readonly signal: AbortSignal;
}

/** Sends all items, then those again whose replies allow it; returns the last reply to each. */
export async function sendPatiently<T>(
  items: readonly T[],
  send: (items: readonly T[]) => Promise<readonly Reply[]>,
  mayRepeat: (reply: Reply) => boolean,
  { deadline, signal }: Patience,
): Promise<Reply[]> {
  const replies = [...(await send(items))];
  for (let retry = 1; retry <= MAX_RETRIES; retry += 1) {
    const again: number[] = [];
    let waitMs = 0;
    for (const [index, reply] of replies.entries()) {
      if (!mayRepeat(reply)) continue;
      const ownWaitMs = waitBefore(retry, reply);
      if (performance.now() + ownWaitMs >= deadline) continue;
      again.push(index);
      waitMs = Math.max(waitMs, ownWaitMs);
    }
    if (again.length === 0 || !(await pause(waitMs, signal))) break;
    const more = await send(items.filter((_, index) => again.includes(index)));
    for (const [position, index] of again.entries()) {
      const reply = more[position];
      if (reply !== undefined) replies[index] = reply;
    }
  }
  return replies;
}

function waitBefore(retry: number, reply: Reply): number {
  const asked = reply.kind === 'none' ? undefined : retryAfterSeconds(reply.headers);
  return asked === undefined ? Math.random() * FIRST_WAIT_MS * 2 ** (retry - 1) : asked * 1_000;
}

/** Waits; false when the client has gone meanwhile. */
async function pause(ms: number, signal: AbortSignal): Promise<boolean> {
  try {
    await sleep(ms, undefined, { signal });
  } catch {
    // The only way in which a sleep fails.
  }
  return !signal.aborted;
}
