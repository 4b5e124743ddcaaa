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

  /** The write of a field; `NOT_APPLIED` if it made none. */
  of(field: string): FieldWrite {
    return this.#writes.get(field) ?? NOTHING_SENT;
  }
}

type Confirmed = Pick<WriteRequest, 'confirmedBy' | 'id'>;
type Received = Exclude<Reply, { kind: 'none' }>;

/**
 * How each confirmation is recognized. Each accepts only a success that must be from Graph, because a proxy's error
 * page, in HTML or in JSON, may have the status 200, too.
 */
const CONFIRMS: Readonly<Record<Confirmation, (reply: Received, id?: string) => boolean>> = {
  /** A 204, or another 2xx with the object that was written: with its id, or with any id if that is not known. */
  object: (reply, id) => isSuccess(reply) && (reply.status === 204 || isObject(reply.json, id)),
  /** A 202, or a 204 where nothing is left to do. Neither has a body, so the status says it all. */
  acceptance: ({ status }) => status === 202 || status === 204,
};

/**
 * Derives the outcome of a write from the replies to its attempts. If the last one is rejected and an earlier one is
 * unknown, the outcome is unknown: a retried DELETE that gets 404 or 409 may have succeeded the first time.
 */
export function outcomeOf(write: Confirmed, last: Reply, earlier: readonly Reply[] = []): WriteOutcome {
  const outcome = outcomeOfAttempt(write, last);
  const mayBeApplied = earlier.some((reply) => outcomeOfAttempt(write, reply) === 'UNKNOWN');
  return outcome === 'NOT_APPLIED' && mayBeApplied ? 'UNKNOWN' : outcome;
}

/** Applied if confirmed; not applied if nothing was sent or it was rejected with a 4xx other than 408; else unknown. */
function outcomeOfAttempt({ confirmedBy, id }: Confirmed, reply: Reply): WriteOutcome {
  if (reply.kind === 'none') return reply.sent ? 'UNKNOWN' : 'NOT_APPLIED';
  const { status } = reply;
  if (CONFIRMS[confirmedBy](reply, id)) return 'APPLIED';
  return status >= 400 && status < 500 && status !== 408 ? 'NOT_APPLIED' : 'UNKNOWN';
}
