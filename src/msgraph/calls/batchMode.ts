import { LRUCache } from 'lru-cache';
import { readGraphError } from '../protocol/errorBody.ts';
import { isAbsence, isUnknownSegment } from '../protocol/notFound.ts';
import type { GraphPath } from '../protocol/path.ts';
import { isSuccess, isTransient, type Reply } from '../protocol/reply.ts';
import type { Route } from './route.ts';

/** How the reads of one tick are sent: `on` as batches, `off` singly, `auto` as batches until Graph refuses them. */
export type BatchSetting = 'auto' | 'on' | 'off';

/** Concurrent single reads of one request: as many as a batch holds, and fewer than Graph allows per connection. */
export const MAX_SINGLE_READS = 20;

const REMEMBERED_FOR_MS = 600_000;
const MAX_CALLERS = 1_000;
const MAX_CLEARED = 10_000;

/** A read in a batch. */
export interface Part {
  readonly path: GraphPath;
  readonly route: Route;
  /** The reply from the batch; replaced once the read is repeated alone. */
  reply: Reply;
}

/** What repeating a refused part alone, outside the batch, shows. */
export type Verdict =
  /** It succeeds alone, or fails differently: batching was the reason. */
  | 'batching'
  /** It is refused alone, too: the read itself was the reason. */
  | 'read'
  /** It failed temporarily (throttled, unavailable, no response), so the reason is still unknown. */
  | 'unclear';

/**
 * Decides whether reads are sent in batches. It is not documented that every endpoint works inside `$batch`, so with
 * `auto`, a read that appears to be refused because of batching is repeated alone.
 *
 * - If it succeeds alone, or fails differently, batching was the reason: for ten minutes, this caller's reads are sent
 *   one by one.
 * - If it is refused alone, too, the read was the reason: batching continues. For ten minutes, refusals of this route
 *   are not repeated for this caller; otherwise a path that Graph does not have would double the calls.
 *
 * The reason may depend on the tenant and on ids, which the caller chooses, so a verdict counts for one caller only.
 * The statuses and texts in {@link isRefusedBatch} and {@link isRefusedPart} are unverified: no refusal has been seen.
 */
export class BatchMode {
  readonly #setting: BatchSetting;
  // Created on first use: an LRU cache allocates all its entries up front, and most gateways see no refusal.
  #refused: LRUCache<string, true> | undefined;
  /** Pairs of caller and route for which batching was not the reason. */
  #cleared: LRUCache<string, true> | undefined;
  #reportedAt = Number.NEGATIVE_INFINITY;

  constructor(setting: BatchSetting) {
    this.#setting = setting;
  }

  /** Whether the reads of this caller are sent in batches. */
  isOn(callerKey: () => string): boolean {
    if (this.#setting !== 'auto') return this.#setting === 'on';
    return !this.#refused?.has(callerKey());
  }

  /** The parts that may have been refused for being in a batch. */
  suspects(callerKey: () => string, batch: Reply, parts: readonly Part[]): readonly Part[] {
    if (this.#setting !== 'auto') return [];
    const refused = isRefusedBatch(batch) ? parts : parts.filter(({ reply }) => isRefusedPart(reply));
    const cleared = this.#cleared;
    if (refused.length === 0 || cleared === undefined) return refused;
    const caller = callerKey();
    return refused.filter(({ route }) => !cleared.has(`${caller} ${route.path}`));
  }

  /**
   * Learns from the reply to a suspect that was repeated alone.
   *
   * @returns the verdict, and whether to report that batches are refused: once in ten minutes, for all callers together
   */
  judge(caller: string, { route, reply }: Part, alone: Reply): { verdict: Verdict; isNews: boolean } {
    const verdict = verdictOn(reply, alone);
    if (verdict === 'read') {
      this.#cleared ??= remembering(MAX_CLEARED);
      this.#cleared.set(`${caller} ${route.path}`, true);
    }
    if (verdict !== 'batching') return { verdict, isNews: false };
    this.#refused ??= remembering(MAX_CALLERS);
    this.#refused.set(caller, true);
    const now = Date.now();
    const isNews = now - this.#reportedAt >= REMEMBERED_FOR_MS;
    if (isNews) this.#reportedAt = now;
    return { verdict, isNews };
  }
}

function remembering(max: number): LRUCache<string, true> {
  return new LRUCache({ max, ttl: REMEMBERED_FOR_MS });
}

function verdictOn(batched: Reply, alone: Reply): Verdict {
  if (isServed(alone)) return 'batching';
  if (alone.kind !== 'complete' || isTransient(alone.status)) return 'unclear';
  return isRefusedPart(alone) || failureSignature(batched) === failureSignature(alone) ? 'read' : 'batching';
}

/** Status, code and message: enough to tell two rejections apart. */
function failureSignature(reply: Reply): string | undefined {
  if (reply.kind !== 'complete') return undefined;
  const { code, message } = readGraphError(reply.json) ?? {};
  return JSON.stringify([reply.status, code, message]);
}

/** The failure of a single read is reported in its part, so these statuses of the batch itself are about batching. */
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
  // Not for a 404: its message may quote an id, which may contain the word "batch".
  return status === 400 && /batch/i.test(`${error?.code} ${error?.message}`);
}

function isServed(reply: Reply): boolean {
  return isSuccess(reply) || isAbsence(reply);
}
