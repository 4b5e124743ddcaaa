import {
  Client,
  type Context,
  type MiddlewareOptions,
  ResponseType,
} from '@microsoft/microsoft-graph-client';
import { FairShare } from '../../fairness/fairShare.ts';
import type { HeavyWork } from '../../fairness/heavyWork.ts';
import type { GraphRequest, Reply } from '../protocol/reply.ts';
import { MAX_BATCH_SIZE } from './batch.ts';
import { BatchMode, type BatchSetting, MAX_SINGLE_READS } from './batchMode.ts';
import { Breaker } from './breaker.ts';
import type { BreakerState, OnSwitched } from './circuit.ts';
import { RetrySlots } from './retry.ts';
import { Transport } from './transport.ts';

/** The upstream, and how much of it one process uses. */
export interface GraphClientOptions {
  /** The root of a Graph version without a trailing slash: `https://graph.microsoft.com/beta`. */
  readonly graphUrl: string;
  /** The maximum number of calls in flight, each on its own connection. */
  readonly maxUpstreamConcurrency: number;
  /** The maximum number of concurrent sessions; then the time and the upstream requests that each may take. */
  readonly maxRequests: number;
  readonly requestTimeoutMs: number;
  readonly maxUpstreamRequests: number;
  /** Whether calls stop for a while once most of them fail. */
  readonly circuitBreaker: boolean;
  readonly onBreakerSwitched?: OnSwitched;
  /** The memory budget for Graph's responses, in bytes, of all sessions together. */
  readonly maxHeldResponseBytes: number;
  /** Whether reads are sent as batches. */
  readonly graphBatch: BatchSetting;
  /** Where large responses are parsed. */
  readonly heavyWork: HeavyWork;
}

/**
 * Microsoft's Graph client, one per process, with a middleware chain of our own: its default chain retries
 * POST, sleeps through an abort, drops the token on `http:` and loses the response's headers.
 */
export class GraphClient {
  /** The waiting retries of all sessions. */
  readonly retrySlots: RetrySlots;
  readonly batchMode: BatchMode;
  /** The memory budget that all sessions share. */
  readonly heldMemory: FairShare;
  readonly heavyWork: HeavyWork;
  readonly #client: Client;
  readonly #transport: Transport;
  readonly #breaker: Breaker | undefined;
  readonly #root: string;
  readonly #origin: string;

  constructor(options: GraphClientOptions) {
    const {
      graphUrl: url,
      maxUpstreamConcurrency,
      maxRequests,
      requestTimeoutMs,
      maxUpstreamRequests,
      circuitBreaker,
      graphBatch,
    } = options;
    // The calls that all requests of a full gate can make at once.
    const maxBatches = Math.ceil(maxUpstreamRequests / MAX_BATCH_SIZE);
    const maxSingle = Math.min(maxUpstreamRequests, MAX_SINGLE_READS);
    const maxQueued = maxRequests * Math.max(maxBatches, maxSingle);
    // A failed connection has to be noticed before the deadline of the call, or the breaker would never count it.
    const connectTimeoutMs = requestTimeoutMs / 2;
    this.batchMode = new BatchMode(graphBatch);
    this.heldMemory = new FairShare(options.maxHeldResponseBytes);
    // Requests that wait for a retry stay in flight, so they are limited to a quarter of the gate.
    this.retrySlots = new RetrySlots(Math.ceil(maxRequests / 4));
    this.#root = url;
    this.#origin = new URL(url).origin;
    this.heavyWork = options.heavyWork;
    this.#transport = new Transport(this.#origin, maxUpstreamConcurrency, maxQueued, connectTimeoutMs);
    this.#breaker = circuitBreaker
      ? new Breaker(() => this.#transport.tryToConnect(), options.onBreakerSwitched)
      : undefined;
    // The client puts its own slash and version between base URL and path.
    const slash = url.lastIndexOf('/');
    this.#client = Client.initWithMiddleware({
      baseUrl: url.slice(0, slash),
      defaultVersion: url.slice(slash + 1),
      middleware: { execute: (context) => this.#execute(context) },
    });
  }

  /** Whether connections to Graph can be established. */
  get breaker(): BreakerState {
    return this.#breaker?.state ?? 'closed';
  }

  /** Makes one request; never rejects for what Graph or the network does. */
  send(request: GraphRequest): Promise<Reply> {
    return this.#breaker
      ? this.#breaker.send(request.callerKey, () => this.#exchange(request))
      : this.#exchange(request);
  }

  /** Waits for the requests in flight, then closes the sockets. */
  close(): Promise<void> {
    this.#breaker?.close();
    return this.#transport.close();
  }

  /** Closes the sockets: requests in flight fail as with a network error. */
  abort(): Promise<void> {
    this.#breaker?.close();
    this.retrySlots.end();
    return this.#transport.abort();
  }

  async #exchange(request: GraphRequest): Promise<Reply> {
    const exchange = new Exchange(request);
    const { path, headers, method, body } = request;
    const api = this.#client
      .api(path)
      .headers(headers)
      .middlewareOptions([exchange])
      .responseType(ResponseType.RAW);
    if (method === 'GET') await api.get();
    else if (method === 'DELETE') await api.delete();
    else if (method === 'POST') await api.post(body);
    else await api.patch(body);
    const { reply } = exchange;
    // Released here: otherwise the reply would outlive its request by some garbage collections.
    exchange.reply = undefined;
    if (reply === undefined) throw new Error('The Graph client ended without a reply.');
    return reply;
  }

  /** The whole middleware chain. */
  async #execute({ request: url, options, middlewareControl }: Context): Promise<void> {
    const exchange = middlewareControl?.getMiddlewareOptions(Exchange);
    const { headers, body } = options ?? {};
    if (!(exchange instanceof Exchange) || !isPlain(headers)) {
      throw new TypeError('The request was not made by this gateway.');
    }
    // The client accepts absolute URLs as paths; nothing may leave the configured root.
    if (typeof url !== 'string' || !url.startsWith(`${this.#root}/`)) {
      throw new TypeError('The URL is not below the configured Graph root.');
    }
    const path = url.slice(this.#origin.length);
    const text = typeof body === 'string' ? body : undefined;
    exchange.reply = await this.#transport.send({ ...exchange.request, path, headers, body: text });
  }
}

/**
 * Carries one request's terms into the client's middleware, and its reply out: the client's own result has room for
 * neither a failure's details nor the headers of a response without a JSON body.
 */
class Exchange implements MiddlewareOptions {
  readonly request: GraphRequest;
  reply: Reply | undefined;

  constructor(request: GraphRequest) {
    this.request = request;
  }
}

function isPlain(headers: HeadersInit | undefined): headers is Record<string, string> {
  return headers !== undefined && !(headers instanceof Headers) && !Array.isArray(headers);
}
