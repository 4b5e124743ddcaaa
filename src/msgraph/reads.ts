import { type BulkheadPolicy, bulkhead } from 'cockatiel';
import { batchBody, partReplies } from './batch.ts';
import { type BatchMode, MAX_SINGLE_READS } from './batchMode.ts';
import type { SessionObserver } from './observer.ts';
import { fixedPath, type GraphPath } from './path.ts';
import type { GraphRequest, Reply } from './reply.ts';
import type { Route } from './route.ts';

const BATCH = fixedPath('/$batch');

type Call = Pick<GraphRequest, 'method' | 'path' | 'body' | 'write'>;

/** What the reads of one request need of its session. */
export interface ReadTerms {
  readonly batchMode: BatchMode;
  /** The caller's `Authorization` header. */
  readonly authorization: string;
  readonly clientRequestId: string;
  /** The headers of each part of a batch. */
  readonly partHeaders: Readonly<Record<string, string>>;
  readonly send: (call: Call) => Promise<Reply>;
  readonly observer: SessionObserver | undefined;
  readonly routeOf: (path: GraphPath) => Route;
}

/** Sends the reads of one request, up to a batch at a time, without retries. */
export class Reads {
  readonly #terms: ReadTerms;
  #single: BulkheadPolicy | undefined;

  constructor(terms: ReadTerms) {
    this.#terms = terms;
  }

  /** One path is a plain GET, several are one batch, unless this caller's reads are sent singly. */
  async send(paths: readonly GraphPath[]): Promise<Reply[]> {
    const { batchMode, authorization } = this.#terms;
    const [path, ...more] = paths;
    if (path === undefined) return [];
    if (!batchMode.isOn(authorization)) return this.#sendSingly(paths);
    return more.length === 0 ? [await this.#get(path)] : this.#sendTogether(paths);
  }

  async #sendTogether(paths: readonly GraphPath[]): Promise<Reply[]> {
    const { batchMode, authorization, clientRequestId, partHeaders, send, observer, routeOf } = this.#terms;
    const call: Call = { method: 'POST', path: BATCH, body: batchBody(paths, partHeaders), write: false };
    const batch = await send(call);
    const parts = partReplies(batch, paths.length, clientRequestId);
    observer?.batchEnded(paths.map(routeOf), parts);
    const refused = batchMode.refusedParts(batch, parts);
    if (refused.length === 0) return parts;
    const repeated = await this.#sendSingly(paths.filter((_, index) => refused.includes(index)));
    if (batchMode.learn(authorization, repeated)) observer?.batchesRefused();
    return parts.map((part, index) => repeated[refused.indexOf(index)] ?? part);
  }

  /** Side by side, up to a bound for all reads of the request. */
  #sendSingly(paths: readonly GraphPath[]): Promise<Reply[]> {
    this.#single ??= bulkhead(MAX_SINGLE_READS, Number.POSITIVE_INFINITY);
    const single = this.#single;
    return Promise.all(paths.map((path) => single.execute(() => this.#get(path))));
  }

  #get(path: GraphPath): Promise<Reply> {
    return this.#terms.send({ method: 'GET', path, write: false });
  }
}
