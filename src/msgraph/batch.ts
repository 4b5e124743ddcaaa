import { z } from 'zod';
import type { GraphPath } from './path.ts';
import type { Reply } from './transport.ts';

/** As many requests as one batch may hold. */
export const MAX_BATCH_SIZE = 20;

/**
 * The body of a `$batch` of reads. The batch's own token goes for all of its parts, its other headers do not.
 *
 * @see https://learn.microsoft.com/graph/json-batching
 */
export function batchBody(paths: readonly GraphPath[], headers: Readonly<Record<string, string>>): object {
  return { requests: paths.map((url, index) => ({ id: String(index + 1), method: 'GET', url, headers })) };
}

const part = z.object({
  id: z.string(),
  status: z.int().min(200).max(599),
  headers: z.unknown().optional(),
  body: z.unknown().optional(),
});

const batchAnswer = z.object({ responses: z.array(z.unknown()) });

/**
 * The replies to the parts of a batch, in the order in which they were asked for: Graph answers in any order.
 * Each part stands for itself; where the batch as a whole has failed, its failure is that of each part.
 */
export function partReplies(batch: Reply, count: number): Reply[] {
  const whole = wholeFailure(batch);
  const parts = whole === undefined ? readParts(batch) : new Map<string, Reply>();
  return Array.from({ length: count }, (_, index) => whole ?? parts.get(String(index + 1)) ?? UNREADABLE);
}

// What a part that is missing or malformed amounts to: an answer that cannot be read.
const UNREADABLE: Reply = { kind: 'complete', status: 200, headers: {}, json: undefined };

function wholeFailure(batch: Reply): Reply | undefined {
  if (batch.kind !== 'complete') return batch;
  if (batch.status >= 200 && batch.status < 300) return undefined;
  // Not found is the batch endpoint then, and none of the things asked for: so it must not read as theirs.
  return batch.status === 404 ? { ...batch, json: undefined } : batch;
}

function readParts(batch: Reply): Map<string, Reply> {
  const answer = batchAnswer.safeParse(batch.kind === 'complete' ? batch.json : undefined);
  const parts = new Map<string, Reply>();
  for (const candidate of answer.data?.responses ?? []) {
    const { data } = part.safeParse(candidate);
    if (data === undefined) continue;
    const { id, status, headers, body } = data;
    // Two answers to one request cannot both be right, and nothing tells which is.
    const reply: Reply = { kind: 'complete', status, headers: plainHeaders(headers), json: body };
    parts.set(id, parts.has(id) ? UNREADABLE : reply);
  }
  return parts;
}

/** Headers with small letters, as on the wire; a number is as good as a text. */
function plainHeaders(headers: unknown): Record<string, string> {
  const plain: Record<string, string> = {};
  if (typeof headers !== 'object' || headers === null) return plain;
  for (const [name, value] of Object.entries(headers)) {
    if (typeof value === 'string' || typeof value === 'number') plain[name.toLowerCase()] = String(value);
  }
  return plain;
}
