import { Socket } from 'node:net';
import { buildConnector, errors, Pool } from 'undici';
import { FairQueue } from '../../fairness/fairQueue.ts';
import type { GraphRequest, Reply } from '../protocol/reply.ts';
import { Closings } from './closings.ts';
import { acceptContinue } from './interimResponse.ts';
import { ReplyCollector } from './replyCollector.ts';
import { MAX_GRAPH_RESPONSE_BYTES } from './responseBody.ts';

/** One HTTP exchange to make. */
export interface TransportCall extends Omit<GraphRequest, 'path' | 'body'> {
  /** Path and query on the transport's origin. */
  readonly path: string;
  readonly body: string | undefined;
}

const MAX_CONNECT_MS = 10_000;

/**
 * One keep-alive connection pool to one origin. It follows no redirect and decodes nothing, so a token goes
 * to that origin and nowhere else.
 */
export class Transport {
  readonly #origin: URL;
  readonly #connect: buildConnector.connector;
  readonly #pool: Pool;
  readonly #queue: FairQueue;
  readonly #connecting = new Set<Socket>();
  readonly #closings = new Closings();
  readonly #capacity: number;
  #inFlight = 0;
  // Calls that are queued, and calls that the pool has not finished.
  #callsHeld = 0;
  #onIdle: (() => void) | undefined;

  /** Calls beyond `maxConcurrency` wait for a connection; beyond `maxQueued` more, they fail as overloaded. */
  constructor(origin: string, maxConcurrency: number, maxQueued: number, connectTimeoutMs = MAX_CONNECT_MS) {
    this.#origin = new URL(origin);
    this.#connect = this.#connector(Math.min(connectTimeoutMs, MAX_CONNECT_MS));
    this.#capacity = maxConcurrency + maxQueued;
    this.#queue = new FairQueue(maxConcurrency);
    this.#pool = new Pool(origin, {
      connect: this.#connect,
      connections: maxConcurrency,
      maxResponseSize: MAX_GRAPH_RESPONSE_BYTES,
      // HTTP/1.1 without pipelining: a request that has not started has not been sent, which is what
      // the outcome of a failed write rests on.
      pipelining: 1,
      allowH2: false,
      keepAliveTimeout: 30_000,
      // Not needed: each call has a deadline.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
  }

  /** Makes the call; never rejects. */
  send(call: TransportCall): Promise<Reply> {
    if (this.#callsHeld >= this.#capacity) {
      return Promise.resolve({ kind: 'none', sent: false, reason: 'overloaded' });
    }
    return new Promise((resolve) => {
      this.#inFlight += 1;
      let withdraw: (() => boolean) | undefined;
      const onReply = (reply: Reply) => {
        // Given up while it was queued: it no longer counts towards the capacity.
        if (withdraw?.()) this.#callsHeld -= 1;
        this.#inFlight -= 1;
        if (this.#inFlight === 0) this.#onIdle?.();
        resolve(reply);
      };
      let onEnded = () => {};
      const onDone = () => {
        this.#callsHeld -= 1;
        onEnded();
      };
      const collector = new ReplyCollector(call, this.#closings, onReply, onDone);
      if (collector.settled) return;
      this.#callsHeld += 1;
      const { method, path, headers, body, callerKey } = call;
      withdraw = this.#queue.add(callerKey, (ended) => {
        onEnded = ended;
        this.#pool.dispatch({ method, path, headers, body: body ?? null }, collector);
      });
    });
  }

  /** Opens and closes a connection without sending anything. False if it cannot be opened. */
  tryToConnect(): Promise<boolean> {
    const { host, protocol, port } = this.#origin;
    // A URL has an IPv6 address in brackets.
    const hostname = this.#origin.hostname.replace(/^\[|\]$/g, '');
    return new Promise((resolve) => {
      this.#connect({ hostname, host, protocol, port }, (error, socket) => {
        socket?.on('error', () => {}).destroy();
        resolve(error === null);
      });
    });
  }

  /** Waits for the calls in flight, then closes the sockets. */
  async close(): Promise<void> {
    if (this.#inFlight > 0) {
      await new Promise<void>((resolve) => {
        this.#onIdle = resolve;
      });
    }
    await this.abort();
  }

  /**
   * Closes the sockets; calls in flight fail. Not by the pool's own `close`, which also waits for connections that no
   * call needs any more.
   */
  async abort(): Promise<void> {
    const destroyed = this.#pool.destroy();
    for (const socket of this.#connecting) socket.destroy(new errors.ClientDestroyedError());
    await destroyed;
  }

  /** undici's own connector, which also tracks sockets while they connect: a destroyed pool does not close those. */
  #connector(timeout: number): buildConnector.connector {
    const connect = buildConnector({ allowH2: false, timeout });
    return (options, callback) => {
      // It returns the socket, although its type says otherwise.
      const socket: unknown = connect(options, (...result) => {
        if (socket instanceof Socket) {
          this.#connecting.delete(socket);
          acceptContinue(socket);
        }
        callback(...result);
      });
      if (socket instanceof Socket) this.#connecting.add(socket);
    };
  }
}
