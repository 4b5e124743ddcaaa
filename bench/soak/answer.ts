import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { canonical } from '../answers.ts';
import { parseJson } from '../json.ts';
import type { WireAnswer } from './wire.ts';

/** How a request ended: with the right data, turned away as it should be, or in words how else. */
export type Outcome = string;
export const GOOD: Outcome = 'good';
export const TURNED_AWAY: Outcome = '503 OVERLOADED with Retry-After';
export const TIMED_OUT: Outcome = 'timed out at the client';
export const NOT_SENT: Outcome = 'not sent, for want of a connection at the client';

const failure = z.object({
  errors: z.array(z.object({ extensions: z.object({ code: z.string() }) })).min(1),
});

/** Tells answers apart. An answer is good only if its body is, byte for byte, one that had the right data. */
export class Judge {
  readonly #expected: unknown;
  #goodBody: string | undefined;

  constructor(data: object) {
    this.#expected = canonical({ data });
  }

  judge({ status, head, body }: WireAnswer): Outcome {
    if (status === '200' && this.#isGood(body)) return GOOD;
    const parsed = failure.safeParse(parseJson(body));
    const code = parsed.success ? (parsed.data.errors[0]?.extensions.code ?? '') : 'with another body';
    if (status !== '503' || code !== 'OVERLOADED') return `${status} ${code}`;
    return /^retry-after: \d+\r?$/im.test(head) ? TURNED_AWAY : '503 OVERLOADED without Retry-After';
  }

  #isGood(body: string): boolean {
    if (body === this.#goodBody) return true;
    if (!isDeepStrictEqual(canonical(parseJson(body)), this.#expected)) return false;
    this.#goodBody = body;
    return true;
  }
}
