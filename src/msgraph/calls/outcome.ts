import type { WriteOutcome } from '../../client/errorContract.ts';
import { isObject } from '../protocol/objectId.ts';
import { isSuccess, type Reply } from '../protocol/reply.ts';
import type { Confirmation, WriteRequest } from './writeRequest.ts';

/** The state of the write of one mutation field. */
interface FieldWrite {
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

type Confirmed = Pick<WriteRequest, 'confirmedBy' | 'id'>;
type Received = Exclude<Reply, { kind: 'none' }>;

/**
 * How each confirmation is recognized. All of them accept a success that has to come from Graph: a proxy's page may have
 * the status 200, too, and so may an error of its own in JSON.
 */
const CONFIRMS: Readonly<Record<Confirmation, (reply: Received, id?: string) => boolean>> = {
  /** A 204, or any other 2xx with the object that is written: with its id, or with any where that is not known. */
  object: (reply, id) => isSuccess(reply) && (reply.status === 204 || isObject(reply.json, id)),
  /** A 202, or a 204 where nothing is left to do. Neither has a body, so the status says it all. */
  acceptance: ({ status }) => status === 202 || status === 204,
};

/**
 * The outcome of a write by the replies to its attempts. A rejection of the last one says nothing about an earlier one
 * that is unknown: a retried DELETE that gets 404 or 409 may well have done the work the first time.
 */
export function outcomeOf(write: Confirmed, last: Reply, earlier: readonly Reply[] = []): WriteOutcome {
  const outcome = outcomeOfAttempt(write, last);
  const mayBeApplied = earlier.some((reply) => outcomeOfAttempt(write, reply) === 'UNKNOWN');
  return outcome === 'NOT_APPLIED' && mayBeApplied ? 'UNKNOWN' : outcome;
}

/** Applied if it is confirmed, and not applied if it was rejected with a 4xx; all else is unknown. */
function outcomeOfAttempt({ confirmedBy, id }: Confirmed, reply: Reply): WriteOutcome {
  if (reply.kind === 'none') return reply.sent ? 'UNKNOWN' : 'NOT_APPLIED';
  const { status } = reply;
  if (CONFIRMS[confirmedBy](reply, id)) return 'APPLIED';
  return status >= 400 && status < 500 && status !== 408 ? 'NOT_APPLIED' : 'UNKNOWN';
}
