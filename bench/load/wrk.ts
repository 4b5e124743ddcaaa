import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { pinned } from '../cores.ts';
import { adopt } from '../processes.ts';
import { type ClosedLoop, CONNECTIONS, type Load, type LoadRequest } from './request.ts';

const result = z.object({
  answers: z.number(),
  failures: z.number(),
  durationMs: z.number(),
  p50Ms: z.number(),
  p99Ms: z.number(),
});

export function hasWrk(): boolean {
  return spawnSync('wrk', ['--version']).error === undefined;
}

/** @see https://github.com/wg/wrk */
export function wrkLoop(cores: string | undefined): ClosedLoop {
  return async (request, durationMs) => {
    // It takes whole seconds only, but ends early, and in order, when it is interrupted.
    const seconds = Math.ceil(durationMs / 1_000) + 5;
    const [file = '', ...args] = pinned(commandLine(request, seconds), cores);
    const wrk = spawn(file, args, { env: environment(request), stdio: ['ignore', 'pipe', 'inherit'] });
    adopt(wrk);
    const exited = once(wrk, 'exit');
    const printed = text(wrk.stdout);
    await Promise.race([sleep(durationMs), exited]);
    wrk.kill('SIGINT');
    await exited;
    return read(await printed);
  };
}

function commandLine({ url }: LoadRequest, seconds: number): string[] {
  const script = join(import.meta.dirname, 'wrk.lua');
  return ['wrk', '-t1', `-c${CONNECTIONS}`, `-d${seconds}s`, '--timeout', '5s', '-s', script, url];
}

function environment({ method, headers, body }: LoadRequest): NodeJS.ProcessEnv {
  const { PATH = '' } = process.env;
  return {
    PATH,
    BENCH_METHOD: method,
    BENCH_AUTHORIZATION: headers.authorization,
    BENCH_BODY: body,
  };
}

function read(printed: string): Load {
  const line = printed.split('\n').find((each) => each.startsWith('{"answers"'));
  if (line === undefined) throw new Error(`wrk has counted nothing:\n${printed}`);
  return result.parse(JSON.parse(line));
}
