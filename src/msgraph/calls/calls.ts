import type { RequestMemory } from '../../fairness/requestMemory.ts';
import type { RequestWork } from '../../fairness/requestWork.ts';
import { rejectsToken } from '../protocol/errors.ts';
import type { GraphPath } from '../protocol/path.ts';
import type { GraphRequest, Reply } from '../protocol/reply.ts';
import type { GraphClient } from './client.ts';
import type { SessionObserver } from './observer.ts';
import type { Route } from './route.ts';

// A call that starts with less time left could not complete; timers may also fire slightly early.
const MIN_CALL_MS = 5;
export const DISCONNECTED: Reply = { kind: 'none', sent: false, reason: 'client-disconnected' };
const TOO_LATE: Reply = { kind: 'none', sent: false, reason: 'deadline' };

export type Call = Pick<GraphRequest, 'method' | 'path' | 'body' | 'write'>;
type Headers = Readonly<Record<string, string>>;

/** What the calls of one session have in common. */
export interface CallTerms {
  readonly client: GraphClient;
  /** The caller's `Authorization` header, unchanged; without it nothing is sent. */
  readonly authorization: string | undefined;
  /** Returns the caller's key, which is computed on first use. */
  readonly callerKey: () => string;
  /** A GUID that is sent with every call, to find the calls in Graph's logs. */
  readonly clientRequestId: string;
  /** Fires when the client disconnects. */
  readonly signal: AbortSignal;
  /** On the clock of `performance.now()`. */
  readonly deadline: number;
  readonly memory: RequestMemory;
  readonly work: RequestWork;
  readonly observer?: SessionObserver | undefined;
  readonly routeOf: (path: GraphPath) => Route;
}

/** Makes the calls of one session, with its caller's token, until its deadline. */
export class Calls {
  /** The headers of each call, and of each part of a batch. */
  readonly headers: Headers;
  readonly #terms: CallTerms;
  #tokenRejection: Reply | undefined;

  constructor(terms: CallTerms) {
    this.#terms = terms;
    this.headers = {
      Accept: 'application/json',
      // https://learn.microsoft.com/graph/best-practices-concept#handling-future-members-in-evolvable-enumerations
      Prefer: 'include-unknown-enum-members',
      'client-request-id': terms.clientRequestId,
    };
  }

  /** The reply in which Graph rejected the token, if it did. Later calls return it without being made. */
  get tokenRejection(): Reply | undefined {
    return this.#tokenRejection;
  }

  /** Makes one call; `parts` are the routes of a batch's parts. */
  async send(call: Call, parts?: readonly Route[], ownHeaders: Headers = {}): Promise<Reply> {
    const { client, authorization, callerKey, signal, deadline, memory, work, observer, routeOf } =
      this.#terms;
    if (authorization === undefined) throw new TypeError('A call to Graph needs a token.');
    if (signal.aborted) return DISCONNECTED;
    if (this.#tokenRejection !== undefined) return this.#tokenRejection;
    if (deadline - performance.now() < MIN_CALL_MS) return TOO_LATE;
    const observed = observer?.callStarted(call.method, routeOf(call.path), parts);
    const headers = { ...ownHeaders, Authorization: authorization, ...this.headers, ...observed?.headers };
    const reply = await client.send({ ...call, headers, callerKey, deadline, signal, memory, work });
    observed?.ended(reply);
    if (rejectsToken(reply)) this.#tokenRejection = reply;
    return reply;
  }
}
