import { RequestMemory } from '../../fairness/requestMemory.ts';
import { RequestWork } from '../../fairness/requestWork.ts';
import { ErrorBudget } from '../protocol/errorBudget.ts';
import { failureOf, type GraphFailure } from '../protocol/errors.ts';
import { readId } from '../protocol/objectId.ts';
import { fixedPath, type GraphPath } from '../protocol/path.ts';
import { type Redactor, redactorOf } from '../protocol/redact.ts';
import type { Reply } from '../protocol/reply.ts';
import { Calls, type CallTerms, DISCONNECTED } from './calls.ts';
import type { GraphClient } from './client.ts';
import { createLoader, type ReplyLoader } from './loader.ts';
import { outcomeOf, WriteLedger } from './outcome.ts';
import { Reads } from './reads.ts';
import { type RetryTerms, sendWithRetries } from './retry.ts';
import type { Route } from './route.ts';
import type { WriteRequest, WriteResult } from './writeRequest.ts';

const OVER_BUDGET: Reply = { kind: 'none', sent: false, reason: 'budget-exhausted' };

/** What all sessions of a process share. */
export interface SessionSource {
  readonly client: GraphClient;
  /** The root URL of the upstream, to recognize its links. */
  readonly graphUrl: string;
  /** The configured paths of resources, by resource name. */
  readonly graphPaths: Readonly<Record<string, string>>;
  /** The budget of upstream requests of one request; each part of a batch counts as one, retries do not count. */
  readonly maxUpstreamRequests: number;
  /** The route of a path: without its ids. */
  readonly routeOf: (path: GraphPath) => Route;
}

export interface SessionOptions
  extends Pick<
    CallTerms,
    'authorization' | 'callerKey' | 'clientRequestId' | 'signal' | 'deadline' | 'observer'
  > {
  /** A redactor of the token, which may cover other secrets, too; by default, a new one. */
  readonly redactor?: Redactor | undefined;
  /** Whether calls that fail are retried; they are by default. */
  readonly retries?: boolean;
}

/**
 * One request of one caller to the gateway: the only holder of its token, and of everything read with it.
 * Nothing in here is shared with another request, so no result can reach another caller.
 */
export class Session {
  readonly writes = new WriteLedger();
  /** Bounds the errors of the request, such as those of properties that cannot be read. */
  readonly errorBudget = new ErrorBudget();
  /** The memory budget of the request. */
  readonly memory: RequestMemory;
  /** Runs the request's work that occupies the event loop for long. */
  readonly work: RequestWork;
  readonly #source: SessionSource;
  readonly #options: SessionOptions;
  readonly #terms: RetryTerms;
  readonly #calls: Calls;
  readonly #loader: ReplyLoader;
  readonly #reads: Reads;
  readonly #redactor: Redactor;
  readonly #failures = new Map<Reply, GraphFailure>();
  #requestsLeft: number;

  constructor(source: SessionSource, options: SessionOptions) {
    this.#source = source;
    this.#options = options;
    const { client, routeOf } = source;
    const { signal, deadline, authorization, callerKey, observer, retries = true } = options;
    const slots = retries ? client.retrySlots : undefined;
    this.#terms = { deadline, signal, callerKey, slots, observer };
    this.#requestsLeft = source.maxUpstreamRequests;
    this.#redactor = options.redactor ?? redactorOf(authorization);
    this.memory = new RequestMemory(client.heldMemory, callerKey);
    this.work = new RequestWork(client.heavyWork, callerKey);
    const terms = { ...options, client, routeOf, memory: this.memory, work: this.work };
    this.#calls = new Calls(terms);
    this.#reads = new Reads(terms, this.#calls);
    this.#loader = createLoader((paths) => this.#readAll(paths));
  }

  get url(): string {
    return this.#source.graphUrl;
  }

  /** The path of a resource: its documented one, unless the operator has set another. */
  path({ name, path }: { readonly name: string; readonly path: string }): GraphPath {
    return fixedPath(this.#source.graphPaths[name] ?? path);
  }

  /** Reads; the same path is sent once within the request. */
  read(path: GraphPath): Promise<Reply> {
    return this.#loader.load(path);
  }

  /** Writes, and records the outcome. What was read before is dropped, since it may have changed. */
  async write(request: WriteRequest): Promise<WriteResult> {
    // Stands if anything below throws.
    this.writes.record({ outcome: 'UNKNOWN' });
    const result = await this.#write(request);
    const { reply, outcome } = result;
    const id = request.id ?? (reply.kind === 'complete' ? readId(reply.json) : undefined);
    const isKnown = outcome === 'APPLIED' && id !== undefined && !this.revealsSecret(id);
    this.writes.record({ outcome, resourceId: isKnown ? id : undefined });
    return result;
  }

  async #write(request: WriteRequest): Promise<WriteResult> {
    const { method, path, body, secretHeaders = {} } = request;
    if (this.#take(1) === 0) return { reply: OVER_BUDGET, outcome: 'NOT_APPLIED' };
    for (const secret of Object.values(secretHeaders)) this.#redactor.cover(secret);
    const earlierRejection = this.#calls.tokenRejection;
    const call = { method, path, ...(body && { body }), write: true };
    const attempts: Reply[] = [];
    const send = async () => {
      const attempt = await this.#calls.send(call, undefined, secretHeaders);
      attempts.push(attempt);
      return [attempt];
    };
    const [reply = DISCONNECTED] = await sendWithRetries(method, [call], send, this.#terms);
    const outcome = outcomeOf(request, reply, attempts);
    this.#loader.clearAll();
    const { observer } = this.#options;
    const { routeOf } = this.#source;
    const isResponse = reply.kind !== 'none' && reply !== earlierRejection;
    const status = isResponse ? reply.status : undefined;
    observer?.written({ method, route: routeOf(path), status, outcome });
    return { reply, outcome };
  }

  /** Converts a reply into a failure, with the caller's token redacted. */
  failure(reply: Reply): GraphFailure {
    // Made once: thousands of fields may read the same path.
    const failure = this.#failures.get(reply) ?? failureOf(reply, this.#redactor);
    this.#failures.set(reply, failure);
    return failure;
  }

  /** Redacts tokens and absolute URLs in a text of Graph's, which may quote what was sent to it. */
  redact(text: string): string {
    return this.#redactor.redact(text);
  }

  /** Whether a text of Graph's contains the caller's token or another secret, and so must not be passed on. */
  revealsSecret(text: string): boolean {
    return this.#redactor.reveals(text);
  }

  /** Whether its client is connected, and its deadline has not passed. */
  get isAwaited(): boolean {
    return !this.isAbandoned && !this.isOverdue;
  }

  /** Whether its client has disconnected. */
  get isAbandoned(): boolean {
    return this.#options.signal.aborted;
  }

  /** Whether its deadline has passed. */
  get isOverdue(): boolean {
    return performance.now() > this.#terms.deadline;
  }

  /** Ends the request: its memory is released, and responses that still arrive get none. */
  end(): void {
    this.memory.end();
  }

  /** Reads up to a batch of paths, as many as the budget allows, with retries. */
  async #readAll(paths: readonly GraphPath[]): Promise<Reply[]> {
    const count = this.#take(paths.length);
    const sent = count < paths.length ? paths.slice(0, count) : paths;
    const send = (some: readonly GraphPath[]) => this.#reads.send(some);
    const replies = await sendWithRetries('GET', sent, send, this.#terms);
    return count < paths.length ? paths.map((_, index) => replies[index] ?? OVER_BUDGET) : replies;
  }

  /** Takes up to `wanted` upstream requests from the budget; returns how many. */
  #take(wanted: number): number {
    const taken = Math.min(wanted, this.#requestsLeft);
    this.#requestsLeft -= taken;
    return taken;
  }
}
