import { type BulkheadPolicy, bulkhead } from 'cockatiel';
import { fixedPath, type GraphPath } from '../protocol/path.ts';
import type { Reply } from '../protocol/reply.ts';
import { batchBody, partReplies } from './batch.ts';
import { MAX_SINGLE_READS, type Part, type Verdict } from './batchMode.ts';
import type { Call, Calls, CallTerms } from './calls.ts';

const BATCH = fixedPath('/$batch');

/** Sends the reads of one request, up to a batch at a time, without retries. */
export class Reads {
  readonly #terms: CallTerms;
  readonly #calls: Calls;
  #single: BulkheadPolicy | undefined;
  /** For each route, the read that is being repeated alone to find out whether batching is the problem. */
  readonly #probes = new Map<string, Promise<Verdict>>();

  constructor(terms: CallTerms, calls: Calls) {
    this.#terms = terms;
    this.#calls = calls;
  }

  /** Sends one path as a plain GET, and several as one batch unless batching is off for this caller. */
  async send(paths: readonly GraphPath[]): Promise<Reply[]> {
    const { client, callerKey } = this.#terms;
    const [path, ...more] = paths;
    if (path === undefined) return [];
    if (!client.batchMode.isOn(callerKey)) return this.#sendSingly(paths);
    return more.length === 0 ? [await this.#get(path)] : this.#sendTogether(paths);
  }

  async #sendTogether(paths: readonly GraphPath[]): Promise<Reply[]> {
    const { client, callerKey, clientRequestId, observer, routeOf } = this.#terms;
    const call: Call = {
      method: 'POST',
      path: BATCH,
      body: batchBody(paths, this.#calls.headers),
      write: false,
    };
    const routes = paths.map(routeOf);
    const batch = await this.#calls.send(call, routes);
    const replies = partReplies(batch, paths.length, clientRequestId);
    const parts = paths.map((path, index) => {
      return { path, route: routes[index] ?? routeOf(path), reply: replies[index] ?? batch };
    });
    observer?.batchEnded(routes, replies);
    const suspects = client.batchMode.suspects(callerKey, batch, parts);
    const byRoute = Map.groupBy(suspects, ({ route }) => route.path);
    await Promise.all([...byRoute].map(([route, some]) => this.#repeat(route, some)));
    return parts.map(({ reply }) => reply);
  }

  /**
   * Repeats refused reads of one route alone: the first, then the others unless it shows that the read itself was the
   * problem. Concurrent batches share the first.
   */
  async #repeat(route: string, [first, ...others]: readonly Part[]): Promise<void> {
    if (first === undefined) return;
    const shared = this.#probes.get(route);
    const probe = shared ?? this.#repeatOne(first);
    this.#probes.set(route, probe);
    const verdict = await probe;
    if (shared === undefined) this.#probes.delete(route);
    if (verdict === 'read') return;
    const left = shared === undefined ? others : [first, ...others];
    await Promise.all(left.map((part) => this.#repeatOne(part)));
  }

  /** Repeats a read alone, and puts the reply in place of the one from the batch. */
  async #repeatOne(part: Part): Promise<Verdict> {
    const { client, callerKey, observer } = this.#terms;
    const alone = await this.#getSingly(part.path);
    const { verdict, isNews } = client.batchMode.judge(callerKey(), part, alone);
    if (isNews) observer?.batchesRefused();
    part.reply = alone;
    return verdict;
  }

  #sendSingly(paths: readonly GraphPath[]): Promise<Reply[]> {
    return Promise.all(paths.map((path) => this.#getSingly(path)));
  }

  /** Sends one read, concurrently with at most `MAX_SINGLE_READS` - 1 others of the request. */
  #getSingly(path: GraphPath): Promise<Reply> {
    this.#single ??= bulkhead(MAX_SINGLE_READS, Number.POSITIVE_INFINITY);
    return this.#single.execute(() => this.#get(path));
  }

  #get(path: GraphPath): Promise<Reply> {
    return this.#calls.send({ method: 'GET', path, write: false });
  }
}
