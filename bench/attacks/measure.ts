import { setTimeout as sleep } from 'node:timers/promises';
import type { Server } from '../processes.ts';
import { cpuTimeMs } from '../procfs.ts';
import { median } from '../statistics.ts';
import type { Upstream } from '../upstreamServer.ts';
import type { Attack } from './attack.ts';
import { type Response, sendAttack } from './send.ts';

/** The cost of one attack; times are CPU of the gateway: of the first request, and of those after it. */
export interface Measured extends Response {
  readonly title: string;
  readonly firstMs: number;
  readonly medianMs: number;
  readonly upstreamRequests: number;
  /** Rejected, or harmless and executed; either way without a request to the upstream. */
  readonly repelled: boolean;
}

const TIMES = 6;
/** Time for what the gateway does after a response, such as collecting garbage. */
const SETTLE_MS = 25;

/** Sends an attack a few times over, as long as there are responses. */
export async function measureAttack(
  attack: Attack,
  { pid, url }: Server,
  upstream: Upstream,
): Promise<Measured> {
  const before = await upstream.counts();
  const costsMs: number[] = [];
  const send = async (turn: number) => {
    const cpuBefore = cpuTimeMs(pid);
    const response = await sendAttack(url, attack, turn);
    await sleep(SETTLE_MS);
    costsMs.push(cpuTimeMs(pid) - cpuBefore);
    return response;
  };
  let response = await send(0);
  for (let turn = 1; turn < TIMES && response.complete; turn += 1) response = await send(turn);
  const after = await upstream.counts();
  const upstreamRequests = after.requests - before.requests;
  const [firstMs = 0, ...later] = costsMs;
  const { title, harmless = false } = attack;
  const repelled = upstreamRequests === 0 && response.complete && (harmless || !response.executed);
  return {
    ...response,
    title,
    firstMs,
    medianMs: later.length > 0 ? median(later) : firstMs,
    upstreamRequests,
    repelled,
  };
}
