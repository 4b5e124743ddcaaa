import {
  Client,
  type Context,
  type Middleware,
  type MiddlewareOptions,
  ResponseType,
} from '@microsoft/microsoft-graph-client';
import { Breaker, type BreakerState } from './breaker.ts';
import type { GraphPath } from './path.ts';
import { type Call, type Reply, Transport, type TransportLimits } from './transport.ts';

/** Where the resources are. */
export interface GraphConfig {
  /** The root of a Graph version without a trailing slash: `https://graph.microsoft.com/beta`. */
  readonly url: string;
  readonly paths: GraphPaths;
  readonly limits: TransportLimits;
  /** Whether calls stop for a while once most of them fail. */
  readonly circuitBreaker: boolean;
}

export interface GraphPaths {
  readonly externalConnections: string;
  readonly privateEndpointConnections: string;
  readonly privateEndpointConnection: string;
}

/** One request to Graph, on behalf of one caller. */
export interface GraphRequest extends Pick<Call, 'method' | 'headers' | 'deadline' | 'signal' | 'write'> {
  readonly path: GraphPath;
  /** Sent as JSON. */
  readonly body?: object;
}

/**
 * Microsoft's Graph client, one per process, with a middleware chain of our own: its default chain retries
 * POST, sleeps through an abort, drops the token on `http:` and loses the response's headers.
 */
export class GraphClient {
  readonly #client: Client;
  readonly #transport: Transport;
  readonly #breaker: Breaker | undefined;

  constructor(config: GraphConfig) {
    const { origin } = new URL(config.url);
    // The client puts its own slash and version between base URL and path.
    const slash = config.url.lastIndexOf('/');
    this.#transport = new Transport(origin, config.limits);
    this.#breaker = config.circuitBreaker ? new Breaker() : undefined;
    this.#client = Client.initWithMiddleware({
      baseUrl: config.url.slice(0, slash),
      defaultVersion: config.url.slice(slash + 1),
      middleware: new TransportMiddleware(this.#transport, config.url, origin),
    });
  }

  get breaker(): BreakerState {
    return this.#breaker?.state ?? 'closed';
  }

  /** Whether the next request would be refused, since as many wait as may. */
  get isFull(): boolean {
    return this.#transport.isFull;
  }

  /** Makes one request; never rejects for what Graph or the network does. */
  send(request: GraphRequest): Promise<Reply> {
    return this.#breaker ? this.#breaker.send(() => this.#exchange(request)) : this.#exchange(request);
  }

  async #exchange(request: GraphRequest): Promise<Reply> {
    const exchange = new Exchange(request);
    const api = this.#client
      .api(request.path)
      .headers(request.headers)
      .middlewareOptions([exchange])
      .responseType(ResponseType.RAW);
    if (request.method === 'GET') await api.get();
    else if (request.method === 'POST') await api.post(request.body);
    else await api.patch(request.body);
    return exchange.takeReply();
  }

  /** Waits for the requests under way, then closes the sockets. */
  close(): Promise<void> {
    return this.#transport.close();
  }
}

/**
 * Carries one request's deadline into the client's middleware, and its reply out: the client's own way out
 * has room for neither a failure's details nor the headers of an answer without a JSON body.
 */
class Exchange implements MiddlewareOptions {
  readonly request: GraphRequest;
  #reply: Reply | undefined;

  constructor(request: GraphRequest) {
    this.request = request;
  }

  putReply(reply: Reply): void {
    this.#reply = reply;
  }

  /** Takes the reply out: left in here, it would outlive its request by some garbage collections. */
  takeReply(): Reply {
    const reply = this.#reply;
    this.#reply = undefined;
    if (reply === undefined) throw new Error('The Graph client ended without a reply.');
    return reply;
  }
}

class TransportMiddleware implements Middleware {
  readonly #transport: Transport;
  readonly #root: string;
  readonly #origin: string;

  constructor(transport: Transport, root: string, origin: string) {
    this.#transport = transport;
    this.#root = `${root}/`;
    this.#origin = origin;
  }

  async execute({ request: url, options, middlewareControl }: Context): Promise<void> {
    const exchange = middlewareControl?.getMiddlewareOptions(Exchange);
    if (!(exchange instanceof Exchange)) throw new TypeError('Not a request of this gateway.');
    // The client takes absolute URLs out of paths; whatever it made, nothing leaves the configured root.
    if (typeof url !== 'string' || !url.startsWith(this.#root)) {
      throw new TypeError('Not a URL below the configured Graph root.');
    }
    const { method, deadline, signal, write } = exchange.request;
    const reply = await this.#transport.send({
      method,
      path: url.slice(this.#origin.length),
      headers: plainHeaders(options?.headers),
      body: typeof options?.body === 'string' ? options.body : undefined,
      deadline,
      signal,
      write,
    });
    exchange.putReply(reply);
  }
}

function plainHeaders(headers: HeadersInit | undefined): Readonly<Record<string, string>> {
  if (headers === undefined || headers instanceof Headers || Array.isArray(headers)) {
    throw new TypeError('The Graph client did not pass the headers on.');
  }
  return headers;
}
