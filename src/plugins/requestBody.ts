import { lazyCallerKey } from '../fairness/caller.ts';
import type { FairShare } from '../fairness/fairShare.ts';
import { mustHaveMoreValues } from '../json/valueCount.ts';
import { badRequest } from '../operations/parameters.ts';
import type { LoopTurn } from '../operations/turn.ts';
import { limitExceeded, overloaded } from '../schema/errors.ts';
import { type PendingBodyLimits, readBody, SMALL_BODY_BYTES } from './bodyBytes.ts';

export interface BodyLimits extends PendingBodyLimits {
  readonly maxVariableValues: number;
  /** For the bodies of all requests being served: what is parsed from them takes as much again. */
  readonly servedBodies: FairShare;
  /** The turns of large bodies, of which a megabyte takes up to 20 ms, also without a token. */
  readonly bodyTurn: LoopTurn;
  readonly requestTimeoutMs: number;
}

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
  serve: (json: unknown) => Promise<T>,
): Promise<T> {
  const bytes = await readBody(request, limits);
  const { byteLength } = bytes;
  if (byteLength <= SMALL_BODY_BYTES) return serve(readJson(bytes, limits));
  const callerKey = lazyCallerKey(request.headers.get('authorization') ?? '');
  const taken = limits.servedBodies.take(callerKey, byteLength);
  if (taken === undefined) throw overloaded();
  try {
    const deadline = performance.now() + limits.requestTimeoutMs;
    const turn = limits.bodyTurn({ callerKey, signal: request.signal, deadline });
    if (turn !== undefined) await turn;
    return await serve(readJson(bytes, limits));
  } finally {
    limits.servedBodies.giveBack(taken);
  }
}

function readJson(bytes: Uint8Array, { maxVariableValues }: BodyLimits): unknown {
  const text = decoded(bytes);
  if (/^\s*\[/.test(text)) throw badRequest('Batches of operations are not supported.');
  if (mustHaveMoreValues(text, maxVariableValues)) throw limitExceeded('variables', maxVariableValues);
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
