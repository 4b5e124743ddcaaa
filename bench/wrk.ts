import { spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
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
  readonly perSecond?: number;
}

/** @throws where wrk is missing. */
export function requireWrk(): void {
  if (spawnSync('wrk', ['--version']).error !== undefined) {
    throw new Error('wrk is missing: apt-get install wrk');
  }
}

/** Puts load on a server: https://github.com/wg/wrk */
export async function wrk(request: LoadRequest, options: LoadOptions): Promise<Load> {
  const { seconds, connections } = options;
  const { origin, pathname, search } = new URL(request.url);
  // It takes whole seconds only, but finishes in order when it is interrupted.
  const argv = ['wrk', '-t1', `-c${connections}`, `-d${Math.ceil(seconds) + 5}s`, '--timeout', '5s'];
  const child = start('load', {
    name: 'wrk',
    argv: [...argv, '-s', join(import.meta.dirname, 'wrk.lua'), origin],
    env: { ...environment(request, options), BENCH_PATH: pathname + search },
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

function environment({ method, url, body }: LoadRequest, { length, perSecond }: LoadOptions) {
  const isCold = `${url}${body}`.includes(NONCE);
  return {
    BENCH_METHOD: method,
    BENCH_AUTHORIZATION: AUTHORIZATION,
    ...(body !== undefined && { BENCH_BODY: body }),
    ...(length !== undefined && { BENCH_LENGTH: String(length) }),
    ...(perSecond !== undefined && { BENCH_RATE: String(perSecond) }),
    ...(isCold && { BENCH_NONCE: NONCE, BENCH_SEED: newSeed() }),
  };
}

/** Five letters and digits; with a counter of seven digits they are a nonce. */
function newSeed(): string {
  return randomInt(36 ** 5)
    .toString(36)
    .padStart(5, 'x');
}
