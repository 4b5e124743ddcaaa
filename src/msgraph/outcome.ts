import type { WriteOutcome } from '../errorContract.ts';
import type { Reply } from './reply.ts';

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
 * The outcome of a write by its reply: a 4xx was rejected and a 2xx applied; any other response, or none to what was
 * sent, is unknown.
 */
export function outcomeOf(reply: Reply): WriteOutcome {
  if (reply.kind === 'none') return reply.sent ? 'UNKNOWN' : 'NOT_APPLIED';
  const { status } = reply;
  if (status >= 200 && status < 300) return 'APPLIED';
  return status >= 400 && status < 500 && status !== 408 ? 'NOT_APPLIED' : 'UNKNOWN';
}
