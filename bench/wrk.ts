import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { AUTHORIZATION } from './connections.ts';
import { start } from './processes.ts';
import type { LoadRequest } from './request.ts';
import { NONCE } from './scenarios.ts';

const load = z.object({
  /** 2xx with a body of the expected length. */
  good: z.number(),
  /** 503 with Retry-After. */
  overloaded: z.number(),
  /** Any other response. */
  other: z.number(),
  /** Connections that failed. */
  broken: z.number(),
  timeouts: z.number(),
  seconds: z.number(),
  p50Ms: z.number(),
  p99Ms: z.number(),
});
export type Load = z.infer<typeof load>;

export interface LoadOptions {
  readonly seconds: number;
  readonly connections: number;
  /** The length of a good response's body in bytes; any length without it. */
  readonly length?: number;
  /** Without it, each connection sends again as soon as it has its response. */
  readonly perSecond?: number | undefined;
}

/** Puts load on a server: https://github.com/wg/wrk */
export async function wrk({ method, url, body }: LoadRequest, options: LoadOptions): Promise<Load> {
  const { seconds, connections, length, perSecond } = options;
  const { origin, pathname, search } = new URL(url);
  const isCold = `${url}${body}`.includes(NONCE);
  // It takes whole seconds only, but finishes in order when it is interrupted.
  const argv = ['wrk', '-t1', `-c${connections}`, `-d${Math.ceil(seconds) + 5}s`, '--timeout', '5s'];
  const child = start('load', {
    argv: [...argv, '-s', join(import.meta.dirname, 'wrk.lua'), origin],
    env: {
      BENCH_METHOD: method,
      BENCH_PATH: pathname + search,
      BENCH_AUTHORIZATION: AUTHORIZATION,
      BENCH_LENGTH: String(length ?? ''),
      BENCH_RATE: String(perSecond ?? ''),
      ...(body !== undefined && { BENCH_BODY: body }),
      // With the counter of seven digits that follows it, the seed is a nonce.
      ...(isCold && { BENCH_NONCE: NONCE, BENCH_SEED: randomUUID().slice(0, 5) }),
    },
  });
  const exited = once(child, 'exit');
  const printed = text(child.stdout);
  child.stderr.pipe(process.stderr);
  await Promise.race([sleep(seconds * 1_000), exited]);
  child.kill('SIGINT');
  await exited;
  const [json] = /^\{"good".*$/m.exec(await printed) ?? [];
  if (json === undefined) throw new Error(`wrk counted nothing:\n${await printed}`);
  return load.parse(JSON.parse(json));
}
