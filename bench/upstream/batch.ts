import { z } from 'zod';
import { connections } from '../fixtures.ts';
import { parseJson } from '../json.ts';
import { type Answer, badRequest, batchPart } from './answers.ts';

const batch = z.object({
  requests: z.array(z.object({ id: z.string(), method: z.literal('GET'), url: z.string() })).max(20),
});

const parts = new Map(
  connections.map(({ id }): [url: string, part: string] => [`/external/connections/${id}`, batchPart(id)]),
);
const missingPart = batchPart('');

let turn = 0;

/**
 * Answers a `$batch` of lookups, its parts out of order and each time in another, as Graph may.
 *
 * @see https://learn.microsoft.com/graph/json-batching
 */
export function answerBatch(body: string): Answer {
  const parsed = batch.safeParse(parseJson(body));
  if (!parsed.success) return badRequest;
  const { requests } = parsed.data;
  turn += 1;
  const first = turn % Math.max(1, requests.length);
  const shuffled = [...requests.slice(first), ...requests.slice(0, first)].reverse();
  const responses = shuffled.map(({ id, url }) => {
    return `{"id":${JSON.stringify(id)},${parts.get(url) ?? missingPart}`;
  });
  return { status: 200, body: Buffer.from(`{"responses":[${responses.join(',')}]}`) };
}
