import type { WriteOutcome } from '../client/errorContract.ts';
import { isSuccess, type Method, type Reply } from './reply.ts';
import { readId } from './resourceReply.ts';

/** The state of the write of one mutation field. */
export interface FieldWrite {
  readonly outcome: WriteOutcome;
  /** The id of what was written, where the write was applied and the id is known. */
  readonly resourceId?: string | undefined;
}

const NOTHING_SENT: FieldWrite = { outcome: 'NOT_APPLIED' };

/**
 * The writes of one request, by the response key of the mutation field that made them: the only source of
 * `outcome`, whatever kind of error a field ends with.
 *
 * The fields of a mutation run one after the other, so a write belongs to the field that began last.
 *
 * @see https://spec.graphql.org/October2021/#sec-Mutation
 */
export class WriteLedger {
  readonly #writes = new Map<string, FieldWrite>();
  #field = '';

  begin(field: string): void {
    this.#field = field;
  }

  record(write: FieldWrite): void {
    this.#writes.set(this.#field, write);
  }

  /** What became of the write of a field; a field that made none has applied nothing. */
  of(field: string): FieldWrite {
    return this.#writes.get(field) ?? NOTHING_SENT;
  }
}

/**
 * The outcome of a write by the replies to its attempts. A rejection of the last one says nothing about an earlier one
 * that is unknown: a retried DELETE that gets 404 or 409 may well have done the work the first time.
 */
export function outcomeOf(method: Method, last: Reply, earlier: readonly Reply[] = []): WriteOutcome {
  const outcome = outcomeOfAttempt(method, last);
  const mayBeApplied = earlier.some((reply) => outcomeOfAttempt(method, reply) === 'UNKNOWN');
  return outcome === 'NOT_APPLIED' && mayBeApplied ? 'UNKNOWN' : outcome;
}

/**
 * A 4xx was rejected; a 204 was applied, and so was any other 2xx with an object that has an id. All else is unknown: a
 * proxy's page may have the status 200, too, and so may an error of its own in JSON.
 */
function outcomeOfAttempt(method: Method, reply: Reply): WriteOutcome {
  if (reply.kind === 'none') return reply.sent ? 'UNKNOWN' : 'NOT_APPLIED';
  const { status } = reply;
  if (method === 'DELETE' ? isDeletion(status) : isSuccess(reply) && isResult(reply)) return 'APPLIED';
  return status >= 400 && status < 500 && status !== 408 ? 'NOT_APPLIED' : 'UNKNOWN';
}

/** Whether a deletion is accepted or done. Both responses have no body, so the status says it all. */
function isDeletion(status: number): boolean {
  return status === 202 || status === 204;
}

function isResult({ status, json }: Extract<Reply, { kind: 'complete' }>): boolean {
  return status === 204 || readId(json) !== undefined;
}
