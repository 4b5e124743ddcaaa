import { setTimeout as sleep } from 'node:timers/promises';
import { median } from 'simple-statistics';
import { z } from 'zod';
import type { Server } from '../processes.ts';
import { cpuTimeMs } from '../procfs.ts';
import { send } from '../request.ts';
import type { Upstream } from '../upstreamServer.ts';
import type { AttackBody } from './requests.ts';

/** What came of an attack. */
interface Reply {
  /** The status, and the codes and limits of the errors; or why there is no response. */
  readonly summary: string;
  readonly bytes: number;
  /** Without data, and of all of them without a request to the upstream. */
  readonly isRejected: boolean;
}

/** The same of several times, and the cost. */
export interface Measured extends Reply {
  readonly title: string;
  /** CPU time of the gateway. */
  readonly medianMs: number;
  readonly upstreamRequests: number;
}

const TIMES = 6;
/** Time for what the gateway does after a response, such as collecting garbage. */
const SETTLE_MS = 25;

/** Sends an attack a few times over. */
export async function measureAttack(
  title: string,
  body: AttackBody,
  { pid, url }: Server,
  upstream: Upstream,
): Promise<Measured> {
  const requestsBefore = await upstream.requests();
  const costsMs: number[] = [];
  const replies: Reply[] = [];
  for (let turn = 0; turn < TIMES; turn += 1) {
    const cpuBefore = cpuTimeMs(pid);
    replies.push(await attack(url, body(turn)));
    await sleep(SETTLE_MS);
    costsMs.push(cpuTimeMs(pid) - cpuBefore);
  }
  const upstreamRequests = (await upstream.requests()) - requestsBefore;
  const bytes = Math.max(...replies.map((reply) => reply.bytes));
  return {
    title,
    medianMs: median(costsMs),
    upstreamRequests,
    bytes,
    summary: [...new Set(replies.map((reply) => reply.summary))].join('; '),
    isRejected: bytes > 0 && upstreamRequests === 0 && replies.every((reply) => reply.isRejected),
  };
}

const extensions = z.object({ code: z.string(), limit: z.string().optional() });
const result = z.object({
  data: z.unknown().optional(),
  errors: z.array(z.object({ extensions })).default([]),
});

async function attack(url: string, content: ReturnType<AttackBody>): Promise<Reply> {
  try {
    const { status, body } = await send({ method: 'POST', url, body: content });
    const { data, errors } = result.parse(JSON.parse(body));
    const reasons = errors.map(({ extensions: { code, limit } }) => (limit ? `${code} (${limit})` : code));
    const isExecuted = errors.length === 0 || holdsData(data);
    const summary = [status, ...new Set(reasons), ...(isExecuted ? ['data'] : [])].join(' ');
    return { summary, bytes: Buffer.byteLength(body), isRejected: !isExecuted };
  } catch (error) {
    return { summary: `no response: ${String(error)}`, bytes: 0, isRejected: true };
  }
}

/** Whether there is anything but nulls in it. */
function holdsData(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return value !== null && value !== undefined;
  return Object.values(value).some(holdsData);
}
