import type { WriteOutcome } from '../../client/errorContract.ts';
import type { GraphPath } from '../protocol/path.ts';
import type { Method, Reply } from '../protocol/reply.ts';

/**
 * What shows that a write was applied: a 204 or a 2xx with the written object, or a 202 or 204 that accepts it.
 * `outcome.ts` says how each is recognized.
 */
export type Confirmation = 'object' | 'acceptance';

/** A request to Graph that changes something. */
export interface WriteRequest {
  readonly method: Exclude<Method, 'GET'>;
  readonly path: GraphPath;
  readonly body?: object;
  /** The id of what is written, where it is known beforehand. */
  readonly id?: string;
  /** Which response shows that it was applied. */
  readonly confirmedBy: Confirmation;
  /** Headers of this request alone, whose values are kept secret as the token is. */
  readonly secretHeaders?: Readonly<Record<string, string>>;
}

/** The reply to the last attempt at a write, and what became of all of them. */
export interface WriteResult {
  readonly reply: Reply;
  readonly outcome: WriteOutcome;
}
