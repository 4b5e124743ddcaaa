import { quantile } from '../statistics.ts';
import { connect, exchange } from './exchange.ts';
import { type ClosedLoop, CONNECTIONS } from './request.ts';

/** The stand-in for wrk: slower, so that a proxy may not be busy all the time; CPU per request still holds. */
export const nodeLoop: ClosedLoop = async (request, durationMs) => {
  const pool = connect(request.url, CONNECTIONS);
  const latenciesMs: number[] = [];
  let failures = 0;
  const start = performance.now();
  const end = start + durationMs;

  const sendUntilEnd = async () => {
    for (let now = start; now < end; ) {
      const ok = await exchange(pool, request);
      const then = performance.now();
      latenciesMs.push(then - now);
      if (!ok) failures += 1;
      now = then;
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, sendUntilEnd));
  const elapsedMs = performance.now() - start;
  await pool.destroy();
  return {
    answers: latenciesMs.length - failures,
    failures,
    durationMs: elapsedMs,
    p50Ms: quantile(latenciesMs, 0.5),
    p99Ms: quantile(latenciesMs, 0.99),
  };
};
