import type { IncomingHttpHeaders } from 'node:http';
import { type Dispatcher, errors, Pool } from 'undici';
import { readJson } from './json.ts';

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
    }
  /** No answer. `sent` tells whether any byte of the request may have left. */
  | { readonly kind: 'none'; readonly sent: boolean; readonly reason: FailureReason };

export type FailureReason = 'deadline' | 'client-gone' | 'network' | 'too-large';

export interface TransportOptions {
  /** Sockets kept open at the most; calls beyond them queue. */
  readonly connections?: number;
  /** A longer answer counts as cut off. */
  readonly maxResponseBytes?: number;
}

/**
 * One keep-alive connection pool to one origin. It follows no redirect and decodes nothing, so a token goes
 * to that origin and nowhere else.
 */
export class Transport {
  readonly #pool: Pool;
  #underWay = 0;
  #onIdle: (() => void) | undefined;

  constructor(origin: string, options: TransportOptions = {}) {
    this.#pool = new Pool(origin, {
      connections: options.connections ?? 256,
      maxResponseSize: options.maxResponseBytes ?? 16 * 1024 * 1024,
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

  /** Makes the call; never rejects. */
  send(call: Call): Promise<Reply> {
    return new Promise((resolve) => {
      this.#underWay += 1;
      const collector = new ReplyCollector(call, (reply) => {
        this.#underWay -= 1;
        if (this.#underWay === 0) this.#onIdle?.();
        resolve(reply);
      });
      if (collector.settled) return;
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
    await this.#pool.destroy();
  }
}

/** @see https://undici.nodejs.org/#/docs/api/Dispatcher?id=parameter-dispatchhandler */
class ReplyCollector implements Dispatcher.DispatchHandler {
  readonly #call: Call;
  readonly #resolve: (reply: Reply) => void;
  readonly #timer: NodeJS.Timeout;
  readonly #chunks: Buffer[] = [];
  #controller: Dispatcher.DispatchController | undefined;
  #status = 0;
  #headers: IncomingHttpHeaders = {};
  settled = false;

  constructor(call: Call, resolve: (reply: Reply) => void) {
    this.#call = call;
    this.#resolve = resolve;
    this.#timer = setTimeout(() => this.#giveUp('deadline'), Math.max(0, call.deadline - performance.now()));
    call.signal?.addEventListener('abort', this.#onAbort);
    if (call.signal?.aborted) this.#giveUp('client-gone');
  }

  /** Called when the first byte is about to be written, and not before. */
  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.settled) controller.abort(new errors.RequestAbortedError());
    else this.#controller = controller;
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: IncomingHttpHeaders,
  ): void {
    // An informational answer (103, say) announces the real one.
    if (status < 200) return;
    this.#status = status;
    this.#headers = headers;
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    const [first = Buffer.alloc(0), ...more] = this.#chunks;
    const body = more.length === 0 ? first : Buffer.concat(this.#chunks);
    this.#settle({
      kind: 'complete',
      status: this.#status,
      headers: this.#headers,
      json: readJson(body),
    });
  }

  onResponseError(_controller: Dispatcher.DispatchController | null, error: Error): void {
    this.#fail(reasonOf(error));
  }

  readonly #onAbort = (): void => {
    const sent = this.#controller !== undefined;
    // What Graph may be applying already is seen to its end, so that its outcome can be logged.
    if (!(this.#call.write && sent)) this.#giveUp('client-gone');
  };

  #giveUp(reason: FailureReason): void {
    this.#fail(reason);
    this.#controller?.abort(new errors.RequestAbortedError());
  }

  #fail(reason: FailureReason): void {
    const status = this.#status;
    if (status > 0) this.#settle({ kind: 'cut', status, headers: this.#headers, reason });
    else this.#settle({ kind: 'none', sent: this.#controller !== undefined, reason });
  }

  #settle(reply: Reply): void {
    if (this.settled) return;
    this.settled = true;
    clearTimeout(this.#timer);
    this.#call.signal?.removeEventListener('abort', this.#onAbort);
    this.#resolve(reply);
  }
}

function reasonOf(error: Error): FailureReason {
  if (error instanceof errors.HeadersTimeoutError || error instanceof errors.BodyTimeoutError)
    return 'deadline';
  return error instanceof errors.ResponseExceededMaxSizeError ? 'too-large' : 'network';
}
