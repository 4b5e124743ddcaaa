import { isRecord } from '../../json/values.ts';
import { echoesId } from '../protocol/headers.ts';
import type { GraphPath } from '../protocol/path.ts';
import type { Reply } from '../protocol/reply.ts';

/** The most requests one batch may hold. */
export const MAX_BATCH_SIZE = 20;

/**
 * The body of a `$batch` of reads. Parts inherit the batch's `Authorization`, but none of its other headers.
 *
 * @see https://learn.microsoft.com/graph/json-batching
 */
export function batchBody(paths: readonly GraphPath[], headers: Readonly<Record<string, string>>): object {
  return { requests: paths.map((url, index) => ({ id: String(index + 1), method: 'GET', url, headers })) };
}

// A longer list is treated as unreadable: many of its responses would be duplicates, or belong to no request.
const MAX_RESPONSES = 2 * MAX_BATCH_SIZE;

/**
 * Returns the replies to the parts of a batch in the order of the requests, since Graph responds in any order. Each
 * part succeeds or fails on its own; if the batch itself fails, so does every part. A part that echoes a different
 * `client-request-id` is unreadable.
 */
export function partReplies(batch: Reply, count: number, clientRequestId: string): Reply[] {
  const whole = wholeFailure(batch);
  const parts = whole === undefined ? readParts(batch, clientRequestId) : new Map<string, Reply>();
  return Array.from({ length: count }, (_, index) => whole ?? parts.get(String(index + 1)) ?? UNREADABLE);
}

// A missing or malformed part is an unreadable response.
const UNREADABLE: Reply = { kind: 'complete', status: 200, headers: {}, json: undefined };

function wholeFailure(batch: Reply): Reply | undefined {
  if (batch.kind !== 'complete') return batch;
  if (batch.status >= 200 && batch.status < 300) return undefined;
  // The batch endpoint was not found, which must not read as the absence of the items.
  return batch.status === 404 ? { ...batch, json: undefined } : batch;
}

function readParts(batch: Reply, clientRequestId: string): Map<string, Reply> {
  const parts = new Map<string, Reply>();
  for (const part of responsesIn(batch)) {
    if (!isRecord(part)) continue;
    const { id, status, body } = part;
    if (typeof id !== 'string' || !isStatus(status)) continue;
    const headers = plainHeaders(part.headers);
    // If a request has two responses, there is no way to tell which one is right.
    const isReadable = !parts.has(id) && echoesId(headers, clientRequestId);
    parts.set(id, isReadable ? { kind: 'complete', status, headers, json: body } : UNREADABLE);
  }
  return parts;
}

function responsesIn(batch: Reply): readonly unknown[] {
  if (batch.kind !== 'complete' || !isRecord(batch.json)) return [];
  const { responses } = batch.json;
  return Array.isArray(responses) && responses.length <= MAX_RESPONSES ? responses : [];
}

function isStatus(status: unknown): status is number {
  return typeof status === 'number' && Number.isInteger(status) && status >= 200 && status <= 599;
}

// Far more headers than a part of a batch has.
const MAX_HEADERS = 100;

/** The first headers, with lower-case names; numbers become strings. */
function plainHeaders(headers: unknown): Record<string, string> {
  const plain: Record<string, string> = {};
  if (!isRecord(headers)) return plain;
  let left = MAX_HEADERS;
  for (const name in headers) {
    if (left === 0) break;
    left -= 1;
    const value = headers[name];
    if (typeof value === 'string' || typeof value === 'number') plain[name.toLowerCase()] = String(value);
  }
  return plain;
}
