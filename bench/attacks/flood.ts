import { Pool } from 'undici';
import { AUTHORIZATION } from '../fixtures.ts';
import { stopServer } from '../processes.ts';
import { cpuTimeUs, residentMb } from '../procfs.ts';
import type { Upstream } from '../upstream/process.ts';
import type { Flood } from './floods.ts';
import { startVictim } from './victim.ts';

/** What a flood of different requests has left behind. */
export interface FloodResult {
  readonly title: string;
  readonly requests: number;
  /** How often each status came. */
  readonly statuses: ReadonlyMap<number, number>;
  readonly upstreamCalls: number;
  /** The mean, in milliseconds. */
  readonly cpuMs: number;
  /** Resident before, after each quarter of the flood, in MB. */
  readonly memoryMb: readonly number[];
}

const AT_ONCE = 8;
const QUARTERS = 4;

/** Sends many different requests to a fresh gateway, a few at a time, and looks at its memory. */
export async function measureFlood(
  flood: Flood,
  upstream: Upstream,
  cores: string | undefined,
): Promise<FloodResult> {
  const victim = await startVictim(upstream, cores);
  const pool = new Pool(new URL(victim.url).origin, { connections: AT_ONCE });
  const before = await upstream.counts();
  const cpuBefore = cpuTimeUs(victim.pid);
  const memoryMb = [residentMb(victim.pid)];
  const statuses = new Map<number, number>();
  const quarter = flood.requests / QUARTERS;
  for (let from = 0; from < flood.requests; from += quarter) {
    await sendAll(pool, flood, from, from + quarter, statuses);
    memoryMb.push(residentMb(victim.pid));
  }
  const cpuMs = (cpuTimeUs(victim.pid) - cpuBefore) / 1_000 / flood.requests;
  const after = await upstream.counts();
  await pool.destroy();
  await stopServer(victim);
  const { title, requests } = flood;
  return { title, requests, statuses, upstreamCalls: after.requests - before.requests, cpuMs, memoryMb };
}

async function sendAll(
  pool: Pool,
  flood: Flood,
  from: number,
  to: number,
  statuses: Map<number, number>,
): Promise<void> {
  let turn = from;
  const sender = async () => {
    while (turn < to) {
      const { body } = flood.make(turn++);
      const headers = { authorization: AUTHORIZATION, 'content-type': 'application/json' };
      const answer = await pool.request({ method: 'POST', path: '/graphql', headers, body });
      await answer.body.arrayBuffer();
      statuses.set(answer.statusCode, (statuses.get(answer.statusCode) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, sender));
}
