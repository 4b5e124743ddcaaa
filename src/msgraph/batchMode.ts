import { randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { callerKey } from './caller.ts';
import { readGraphError } from './errorBody.ts';
import { isSuccess, type Reply } from './reply.ts';
import { isAbsence, isUnknownSegment } from './resourceReply.ts';

/** How the reads of one tick are sent: as batches, each alone, or as batches until Graph refuses them. */
export type BatchSetting = 'auto' | 'on' | 'off';

/** Reads that one request sends side by side: as many as a batch holds, and fewer than Graph allows per connection. */
export const MAX_SINGLE_READS = 20;

const SINGLE_FOR_MS = 600_000;
const MAX_CALLERS = 1_000;

/**
 * Whether reads are sent as batches. No source says that each endpoint works inside `$batch`, so by default a read that
 * looks refused for being in a batch is repeated alone. If Graph serves it then, batching was the reason, and the caller's
 * reads are sent alone for ten minutes; if not, it was the read, and batches go on.
 *
 * What a batch is refused for may depend on the tenant and on the ids in it, which the caller chooses, so it counts for
 * this caller alone.
 *
 * Unverified, since no refusal has been seen: the statuses and texts in {@link isRefusedBatch} and {@link isRefusedPart}.
 */
export class BatchMode {
  readonly #setting: BatchSetting;
  readonly #refused = new LRUCache<string, true>({ max: MAX_CALLERS, ttl: SINGLE_FOR_MS, perf: Date });
  readonly #secret = randomBytes(32).toString('base64');
  #reportedAt = Number.NEGATIVE_INFINITY;

  constructor(setting: BatchSetting) {
    this.#setting = setting;
  }

  /** Whether the reads with this `Authorization` header go together. */
  isOn(authorization: string): boolean {
    if (this.#setting !== 'auto') return this.#setting === 'on';
    return this.#refused.size === 0 || !this.#refused.has(callerKey(this.#secret, authorization));
  }

  /** The indexes of the parts of a batch that are to be repeated alone. */
  refusedParts(batch: Reply, parts: readonly Reply[]): number[] {
    if (this.#setting !== 'auto') return [];
    const isRefused = isRefusedBatch(batch);
    return parts.flatMap((part, index) => (isRefused || isRefusedPart(part) ? [index] : []));
  }

  /**
   * Learns from the replies to the repeated reads.
   *
   * @returns whether to report it: once while it lasts, for all callers
   */
  learn(authorization: string, repeated: readonly Reply[]): boolean {
    if (!repeated.some(isServed)) return false;
    this.#refused.set(callerKey(this.#secret, authorization), true);
    const now = Date.now();
    const isNews = now - this.#reportedAt >= SINGLE_FOR_MS;
    if (isNews) this.#reportedAt = now;
    return isNews;
  }
}

/** What fails an item has its place in a part, so these statuses of the batch itself are about batching. */
function isRefusedBatch(batch: Reply): boolean {
  return batch.kind === 'complete' && [400, 404, 405, 501].includes(batch.status);
}

function isRefusedPart(part: Reply): boolean {
  if (part.kind !== 'complete') return false;
  const { status, json } = part;
  if (status === 405 || status === 501) return true;
  if (status !== 400 && status !== 404) return false;
  const error = readGraphError(json);
  if (isUnknownSegment(error?.message)) return true;
  // A 404 may repeat an id, which may well contain the word.
  return status === 400 && /batch/i.test(`${error?.code} ${error?.message}`);
}

function isServed(reply: Reply): boolean {
  return isSuccess(reply) || isAbsence(reply);
}
