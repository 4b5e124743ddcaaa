import { setTimeout as sleep } from 'node:timers/promises';
import { type LoadRequest, sendOnce } from '../request.ts';

const PROBE_EVERY_MS = 50;
/** As many normal responses in a row are a recovery. */
const IN_A_ROW = 5;

/**
 * Probes from now on until responses are normal: 200 within the limit.
 *
 * @returns after how many milliseconds the first normal one was sent; `Infinity` where that does not happen in time.
 */
export async function recoveryMs(request: LoadRequest, limitMs: number, withinMs: number): Promise<number> {
  const start = performance.now();
  let firstMs = 0;
  for (let inARow = 0, sentMs = 0; sentMs < withinMs; ) {
    sentMs = performance.now() - start;
    const status = await sendOnce(request, '').then(
      (response) => response.status,
      () => 0,
    );
    const isNormal = status === 200 && performance.now() - start - sentMs <= limitMs;
    if (isNormal && inARow === 0) firstMs = sentMs;
    inARow = isNormal ? inARow + 1 : 0;
    if (inARow === IN_A_ROW) return firstMs;
    await sleep(PROBE_EVERY_MS);
  }
  return Number.POSITIVE_INFINITY;
}
