import { lazyCallerKey } from '../fairness/caller.ts';
import type { FairShare } from '../fairness/fairShare.ts';
import { countValues } from '../json/valueCount.ts';
import { badRequest } from '../operations/parameters.ts';
import type { Turn } from '../operations/turn.ts';
import { limitExceeded, overloaded } from '../schema/errors.ts';
import { type Arrival, arrivedNow } from './arrival.ts';
import { type PendingBodyLimits, readBody, SMALL_BODY_BYTES } from './bodyBytes.ts';

export interface BodyLimits extends PendingBodyLimits {
  readonly maxVariableValues: number;
  /** For the bodies of all requests being served: what is parsed from them takes as much again. */
  readonly servedBodies: FairShare;
  /**
   * The turns of bodies that take long to parse, up to 10 ms for a megabyte, also without a token. None is parsed in the
   * turn of a request, for which others wait, too.
   */
  readonly bodyTurn: Turn;
  readonly requestTimeoutMs: number;
}

// Objects of property names that were never seen take 2 µs each to parse, and 16 kB have room for a thousand.
const FEW_VALUES = 100;
// Values beside variables and extensions: the document, the operation's name.
const OTHER_VALUES = 100;
// An ordinary decoder puts U+FFFD in place of what it cannot read, and a mutation would write that.
const UTF_8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Reads the JSON in the body of a POST, and serves it.
 *
 * @throws {GraphQLError} `LIMIT_EXCEEDED`, `OVERLOADED`, or `BAD_REQUEST` where it is no JSON in UTF-8
 * @see https://www.rfc-editor.org/rfc/rfc8259#section-8.1
 */
export async function serveJsonBody<T>(
  request: Request,
  limits: BodyLimits,
  serve: (json: unknown, arrival: Arrival) => Promise<T>,
): Promise<T> {
  const bytes = await readBody(request, limits);
  const arrival = arrivedNow(limits.requestTimeoutMs);
  const callerKey = lazyCallerKey(request.headers.get('authorization') ?? '');
  const ownTurn = () => limits.bodyTurn({ callerKey, signal: request.signal, deadline: arrival.deadline });
  const { byteLength } = bytes;
  if (byteLength <= SMALL_BODY_BYTES) {
    const text = countedText(bytes, limits);
    if (text.values >= FEW_VALUES) await ownTurn();
    return serve(parsed(text, limits), arrival);
  }
  const taken = limits.servedBodies.take(callerKey, byteLength);
  if (taken === undefined) throw overloaded();
  try {
    await ownTurn();
    return await serve(parsed(countedText(bytes, limits), limits), arrival);
  } finally {
    limits.servedBodies.giveBack(taken);
  }
}

interface CountedText {
  readonly text: string;
  /** How many values it has, at most as many as are too many. */
  readonly values: number;
}

function countedText(bytes: Uint8Array, limits: BodyLimits): CountedText {
  const text = decoded(bytes);
  return { text, values: countValues(text, tooMany(limits)) };
}

/** So many values are too many for a body: variables and extensions may have the maximum each. */
function tooMany({ maxVariableValues }: BodyLimits): number {
  return 2 * maxVariableValues + OTHER_VALUES;
}

function parsed({ text, values }: CountedText, limits: BodyLimits): unknown {
  if (/^\s*\[/.test(text)) throw badRequest('Batches of operations are not supported.');
  if (values >= tooMany(limits)) throw limitExceeded('variables', limits.maxVariableValues);
  try {
    const json: unknown = JSON.parse(text);
    return json;
  } catch {
    // The parser's own message repeats the body, which may hold secrets.
    throw badRequest('The body is not JSON.');
  }
}

function decoded(bytes: Uint8Array): string {
  try {
    return UTF_8.decode(bytes);
  } catch {
    throw badRequest('The body is not UTF-8.');
  }
}
