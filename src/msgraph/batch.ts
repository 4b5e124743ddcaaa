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
  headers: z.record(z.string(), z.string()).nullish().catch(undefined),
  body: z.unknown().optional(),
});

const batchAnswer = z.object({ responses: z.array(z.unknown()) });

/**
 * The replies to the parts of a batch, in the order in which they were asked for: Graph answers in any order.
 * Each part stands for itself; where the batch as a whole has failed, its failure is that of each part.
 */
export function partReplies(batch: Reply, count: number): Reply[] {
  const whole = wholeFailure(batch);
  const parts = new Map<string, Reply>();
  for (const candidate of whole === undefined ? responsesOf(batch) : []) {
    const { data } = part.safeParse(candidate);
    if (data === undefined) continue;
    const { id, status, headers, body } = data;
    parts.set(id, { kind: 'complete', status, headers: lowerCased(headers ?? {}), json: body });
  }
  return Array.from({ length: count }, (_, index) => whole ?? parts.get(String(index + 1)) ?? MISSING);
}

// What a part that is missing or malformed amounts to: an answer that cannot be read.
const MISSING: Reply = { kind: 'complete', status: 200, headers: {}, json: undefined };

function wholeFailure(batch: Reply): Reply | undefined {
  if (batch.kind !== 'complete') return batch;
  if (batch.status === 200) return undefined;
  // Not found is the batch endpoint then, and none of the things asked for: so it must not read as theirs.
  return batch.status === 404 ? { ...batch, json: undefined } : batch;
}

function responsesOf(batch: Reply): readonly unknown[] {
  const answer = batchAnswer.safeParse(batch.kind === 'complete' ? batch.json : undefined);
  return answer.data?.responses ?? [];
}

function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
