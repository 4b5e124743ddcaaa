import { setTimeout as sleep } from 'node:timers/promises';
import { connect, exchange } from './exchange.ts';
import type { LoadRequest } from './request.ts';

export interface OpenLoop {
  readonly perSecond: number;
  readonly durationMs: number;
  /** Before that, requests are sent that do not count: they open the connections. */
  readonly leadInMs: number;
}

/** How long the last answers may take. */
const MAX_LAG_MS = 10_000;

/** Latencies in milliseconds, and how many requests failed. */
export interface Latencies {
  readonly ms: readonly number[];
  readonly failures: number;
}

/**
 * Sends a request at a fixed rate, whether the earlier ones have been answered or not. A latency counts from
 * the moment at which the request was due, so that a stall is seen by everyone who would have met it.
 *
 * @throws where answers are still missing ten seconds after the last request.
 */
export async function openLoop(
  request: LoadRequest,
  { perSecond, durationMs, leadInMs }: OpenLoop,
): Promise<Latencies> {
  const pool = connect(request.url, 256);
  const total = Math.floor((perSecond * (leadInMs + durationMs)) / 1_000);
  const ms: number[] = [];
  let failures = 0;
  const start = performance.now();

  const send = async (dueMs: number) => {
    if (!(await exchange(pool, request))) failures += 1;
    if (dueMs >= leadInMs) ms.push(performance.now() - start - dueMs);
  };
  const sent: Promise<void>[] = [];
  for (let index = 0; index < total; index += 1) {
    const dueMs = (index * 1_000) / perSecond;
    const waitMs = dueMs - (performance.now() - start);
    if (waitMs > 0) await sleep(Math.ceil(waitMs));
    sent.push(send(dueMs));
  }
  const answered = Promise.all(sent).then(() => true);
  const complete = await Promise.race([answered, sleep(MAX_LAG_MS, false, { ref: false })]);
  await pool.destroy();
  if (!complete) throw new Error(`${request.url} cannot keep up with ${perSecond} requests a second.`);
  return { ms, failures };
}
