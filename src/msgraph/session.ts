import { batchBody, partReplies } from './batch.ts';
import type { GraphClient, GraphConfig, GraphPaths } from './client.ts';
import { failureOf, type GraphFailure, outcomeOf } from './errors.ts';
import { createLoader, type ReplyLoader } from './loader.ts';
import { fixedPath, type GraphPath } from './path.ts';
import { mayRepeatRead, mayRepeatWrite, type Patience, sendPatiently } from './retry.ts';
import type { Call, Reply } from './transport.ts';

const BATCH = fixedPath('/$batch');
const NOT_SENT: Reply = { kind: 'none', sent: false, reason: 'client-gone' };
// What is begun with less time left could not be answered; timers may also fire a little before their time.
const LEAST_TIME_MS = 5;
const TOO_LATE: Reply = { kind: 'none', sent: false, reason: 'deadline' };
const TOO_MANY: Reply = { kind: 'none', sent: false, reason: 'too-many' };

/** Where a session reports what no answer can tell any more. */
export interface SessionLog {
  warn(facts: object, message: string): void;
}

export interface SessionOptions {
  readonly client: GraphClient;
  readonly config: GraphConfig;
  /** The caller's `Authorization` header, as it came; without it nothing is sent. */
  readonly authorization: string | undefined;
  /** A GUID that stands on every call, to find them again in Graph's logs. */
  readonly clientRequestId: string;
  /** How many things the request may ask of Graph; each part of a batch is one, a retry is none. */
  readonly maxUpstreamRequests: number;
  /** For the whole request, all its calls together. */
  readonly timeoutMs: number;
  /** Fires when the client has gone. */
  readonly signal: AbortSignal;
  readonly log: SessionLog;
}

/**
 * One caller's one request to the gateway: the only holder of its token, and of everything read with it.
 * Nothing in here is shared with another request, so no answer can reach another caller.
 */
export class Session {
  /** The root of the upstream, for telling its links from others. */
  readonly url: string;
  readonly paths: GraphPaths;
  readonly #options: SessionOptions;
  readonly #deadline: number;
  readonly #loader: ReplyLoader;
  #requestsLeft: number;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.url = options.config.url;
    this.paths = options.config.paths;
    this.#deadline = performance.now() + options.timeoutMs;
    this.#requestsLeft = options.maxUpstreamRequests;
    this.#loader = createLoader((paths) => this.#readAll(paths));
  }

  /** Reads; the same path twice within the request is asked once. */
  read(path: GraphPath): Promise<Reply> {
    return this.#loader.load(path);
  }

  /** Reads what Graph says now, whatever was read before. */
  readFresh(path: GraphPath): Promise<Reply> {
    this.#loader.clear(path);
    return this.#loader.load(path);
  }

  /** Writes. What was read before is forgotten, since it may have changed. */
  async write(method: 'POST' | 'PATCH', path: GraphPath, body: object): Promise<Reply> {
    if (this.#take(1) === 0) return TOO_MANY;
    const call = { method, path, body, write: true };
    const send = async () => [await this.#send(call)];
    const [reply = NOT_SENT] = await sendPatiently([call], send, mayRepeatWrite, this.#patience());
    this.#loader.clearAll();
    const { signal, clientRequestId, log } = this.#options;
    const sent = reply.kind !== 'none' || reply.sent;
    if (signal.aborted && sent) {
      // Nobody is left to be told, so the log is where the outcome of this write can be found.
      const status = reply.kind === 'none' ? undefined : reply.status;
      log.warn(
        { method, path, status, outcome: outcomeOf(reply), clientRequestId },
        'client left during a write',
      );
    }
    return reply;
  }

  /** The failure that a reply stands for, free of the caller's token. */
  failure(reply: Reply): GraphFailure {
    const { maxUpstreamRequests: max } = this.#options;
    const failure = failureOf(reply, this.#token());
    return reply === TOO_MANY ? failure.with({ limit: 'upstreamRequests', max }) : failure;
  }

  /** Whether a text of Graph has the caller's token in it, and so must not be passed on. */
  revealsToken(text: string): boolean {
    const token = this.#token();
    return token !== undefined && text.includes(token);
  }

  #token(): string | undefined {
    return this.#options.authorization?.replace(/^\S+\s+/, '');
  }

  /** Reads up to a batch of paths, as many as the request may still ask for, and again where that may help. */
  async #readAll(paths: readonly GraphPath[]): Promise<Reply[]> {
    const count = this.#take(paths.length);
    const asked = count < paths.length ? paths.slice(0, count) : paths;
    const replies = await sendPatiently(
      asked,
      (some) => this.#readOnce(some),
      mayRepeatRead,
      this.#patience(),
    );
    return count < paths.length ? paths.map((_, index) => replies[index] ?? TOO_MANY) : replies;
  }

  /** Takes up to so many requests out of those that are left. */
  #take(wanted: number): number {
    const taken = Math.min(wanted, this.#requestsLeft);
    this.#requestsLeft -= taken;
    return taken;
  }

  /** One path is read as it is documented, several in one batch. */
  async #readOnce(paths: readonly GraphPath[]): Promise<Reply[]> {
    const [path, ...more] = paths;
    if (path === undefined) return [];
    if (more.length === 0) return [await this.#send({ method: 'GET', path, write: false })];
    const body = batchBody(paths, this.#headers());
    const batch = await this.#send({ method: 'POST', path: BATCH, body, write: false });
    return partReplies(batch, paths.length);
  }

  async #send(call: Pick<Call, 'method' | 'write'> & { path: GraphPath; body?: object }): Promise<Reply> {
    const { client, authorization, signal, clientRequestId, log } = this.#options;
    if (authorization === undefined) throw new TypeError('A call to Graph needs a token.');
    if (signal.aborted) return NOT_SENT;
    if (this.#deadline - performance.now() < LEAST_TIME_MS) return TOO_LATE;
    const headers = { Authorization: authorization, ...this.#headers() };
    const reply = await client.send({ ...call, headers, deadline: this.#deadline, signal });
    if (reply.kind !== 'complete' && reply.cause !== undefined) {
      // The caller learns only that it failed; why is for the operator to see.
      const { method, path } = call;
      const { cause } = reply;
      log.warn({ method, path, cause, clientRequestId }, 'the connection to Microsoft Graph failed');
    }
    return reply;
  }

  /** What stands on each call, and on each part of a batch. */
  #headers(): Readonly<Record<string, string>> {
    return {
      Accept: 'application/json',
      // https://learn.microsoft.com/graph/best-practices-concept#handling-future-members-in-evolvable-enumerations
      Prefer: 'include-unknown-enum-members',
      'client-request-id': this.#options.clientRequestId,
    };
  }

  #patience(): Patience {
    return { deadline: this.#deadline, signal: this.#options.signal };
  }
}
