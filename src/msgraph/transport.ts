import type { IncomingHttpHeaders } from 'node:http';
import { Socket } from 'node:net';
import { buildConnector, errors, Pool } from 'undici';
import { ReplyCollector } from './replyCollector.ts';

/** One HTTP exchange to make. */
export interface Call {
  readonly method: 'GET' | 'POST' | 'PATCH';
  /** Path and query on the transport's origin. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  /** When to give up, on the clock of `performance.now()`. */
  readonly deadline: number;
  /** Tells that nobody waits for the answer any more. */
  readonly signal: AbortSignal | undefined;
  /** Whether the call changes something: then, once sent, it is seen to its end in spite of `signal`. */
  readonly write: boolean;
}

/** What came of a {@link Call}. A failure is a value too: it has to say how far the request got. */
export type Reply =
  | {
      readonly kind: 'complete';
      readonly status: number;
      readonly headers: IncomingHttpHeaders;
      /** The JSON value in the body; `undefined` where the body is empty, not UTF-8 or not JSON. */
      readonly json: unknown;
    }
  /** Status and headers came, but not the whole body. */
  | {
      readonly kind: 'cut';
      readonly status: number;
      readonly headers: IncomingHttpHeaders;
      readonly reason: FailureReason;
      /** The error code of the network or of TLS, such as `ECONNRESET`. */
      readonly cause?: string;
    }
  /** No answer. `sent` tells whether any byte of the request may have left. */
  | {
      readonly kind: 'none';
      readonly sent: boolean;
      readonly reason: FailureReason;
      readonly cause?: string;
    };

export type FailureReason =
  | 'deadline'
  | 'client-gone'
  | 'network'
  | 'too-large'
  /** As many calls wait as may. */
  | 'overloaded'
  /** The circuit breaker is open. */
  | 'circuit-open'
  /** The GraphQL request has made as many calls as it may. */
  | 'too-many';

export interface TransportLimits {
  /** Calls under way at once; each has a connection to itself. */
  readonly maxConcurrency: number;
  /** Calls that wait for one of those to end. */
  readonly maxQueue: number;
}

const CONNECT_TIMEOUT_MS = 10_000;
// More than Graph sends for a page of anything; a longer answer counts as cut off.
const MAX_RESPONSE_BYTES = 16 * 1024 * 1024;

/**
 * One keep-alive connection pool to one origin. It follows no redirect and decodes nothing, so a token goes
 * to that origin and nowhere else.
 */
export class Transport {
  readonly #pool: Pool;
  readonly #connecting = new Set<Socket>();
  readonly #capacity: number;
  #underWay = 0;
  // Those given up count until the pool has let go of them, too.
  #held = 0;
  #onIdle: (() => void) | undefined;

  constructor(origin: string, { maxConcurrency, maxQueue }: TransportLimits) {
    this.#capacity = maxConcurrency + maxQueue;
    this.#pool = new Pool(origin, {
      connect: this.#connector(),
      connections: maxConcurrency,
      maxResponseSize: MAX_RESPONSE_BYTES,
      // HTTP/1.1 without pipelining: a request that has not started has not been sent, which is what
      // the outcome of a failed write rests on.
      pipelining: 1,
      allowH2: false,
      keepAliveTimeout: 30_000,
      // The deadline of each call is what counts; these two only back it up.
      headersTimeout: 600_000,
      bodyTimeout: 600_000,
    });
  }

  /** Whether the next call would be refused. */
  get isFull(): boolean {
    return this.#held >= this.#capacity;
  }

  /** Makes the call; never rejects. */
  send(call: Call): Promise<Reply> {
    if (this.isFull) return Promise.resolve({ kind: 'none', sent: false, reason: 'overloaded' });
    return new Promise((resolve) => {
      this.#underWay += 1;
      const onReply = (reply: Reply) => {
        this.#underWay -= 1;
        if (this.#underWay === 0) this.#onIdle?.();
        resolve(reply);
      };
      const onLetGo = () => {
        this.#held -= 1;
      };
      const collector = new ReplyCollector(call, onReply, onLetGo);
      if (collector.settled) return;
      this.#held += 1;
      const { method, path, headers, body } = call;
      this.#pool.dispatch({ method, path, headers, body: body ?? null }, collector);
    });
  }

  /**
   * Waits for the calls under way, then closes the sockets. Not by the pool's own `close`: that would wait for
   * connections, too, that nobody needs any more.
   */
  async close(): Promise<void> {
    if (this.#underWay > 0) {
      await new Promise<void>((resolve) => {
        this.#onIdle = resolve;
      });
    }
    const destroyed = this.#pool.destroy();
    for (const socket of this.#connecting) socket.destroy(new errors.ClientDestroyedError());
    await destroyed;
  }

  /** undici's own connector; but the pool forgets connections that are still being made when it is destroyed. */
  #connector(): buildConnector.connector {
    const connect = buildConnector({ allowH2: false, timeout: CONNECT_TIMEOUT_MS });
    return (options, callback) => {
      // Typed as nothing, it returns the socket.
      const socket: unknown = connect(options, (...result) => {
        if (socket instanceof Socket) this.#connecting.delete(socket);
        callback(...result);
      });
      if (socket instanceof Socket) this.#connecting.add(socket);
    };
  }
}
