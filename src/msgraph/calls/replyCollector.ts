import type { IncomingHttpHeaders } from 'node:http';
import { type Dispatcher, errors } from 'undici';
import { echoesId } from '../protocol/headers.ts';
import type { FailureReason, GraphRequest, Reply } from '../protocol/reply.ts';
import type { Closings } from './closings.ts';
import { ResponseBody } from './responseBody.ts';

const ID = 'client-request-id';
// A closed connection occupies its local port for about a minute. So an abandoned read has a second to end, and longer
// while many others are closed: otherwise a client that keeps disconnecting exhausts the ports of the machine.
const ABANDONED_MS = 1_000;
// A body whose value takes more memory takes milliseconds to parse, and waits for its turn.
const LARGE_HEAP_BYTES = 1_000_000;
// A body whose value takes less is always parsed at once.
const SMALL_HEAP_BYTES = 200_000;
// No real response has more. Without a limit, they would occupy the event loop for as long as they arrive.
const MAX_INFORMATIONAL = 32;

type Terms = Pick<GraphRequest, 'deadline' | 'signal' | 'write' | 'headers' | 'memory' | 'work'>;

/**
 * Turns undici's events of one call into one {@link Reply}, and gives the call up at its deadline. The response to an
 * abandoned read is discarded; if it ends soon, its connection is reused.
 *
 * @see https://undici.nodejs.org/#/docs/api/Dispatcher?id=parameter-dispatchhandler
 */
export class ReplyCollector implements Dispatcher.DispatchHandler {
  readonly #call: Terms;
  readonly #resolve: (reply: Reply) => void;
  readonly #onDone: () => void;
  readonly #closings: Closings;
  #timer: NodeJS.Timeout | undefined;
  readonly #body: ResponseBody;
  #controller: Dispatcher.DispatchController | undefined;
  #informational = 0;
  #status = 0;
  #headers: IncomingHttpHeaders = {};
  settled = false;
  #isDone = false;

  /** `resolve` is called with the reply, `onDone` once the dispatcher is done with the call. */
  constructor(call: Terms, closings: Closings, resolve: (reply: Reply) => void, onDone: () => void) {
    this.#call = call;
    this.#closings = closings;
    this.#body = new ResponseBody(call.memory, call.write);
    this.#resolve = resolve;
    this.#onDone = onDone;
    this.#setTimer(() => this.#giveUp('deadline'));
    call.signal.addEventListener('abort', this.#onAbort);
    if (call.signal.aborted) this.#giveUp('client-disconnected');
  }

  /** Called when the first byte is about to be written, and not before. */
  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.settled) {
      controller.abort(new errors.RequestAbortedError());
      return;
    }
    this.#controller = controller;
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    headers: IncomingHttpHeaders,
  ): void {
    // An informational response, such as 103, announces the final one.
    if (status < 200) {
      this.#informational += 1;
      if (this.#informational > MAX_INFORMATIONAL) this.#giveUp('too-large', 'TOO_MANY_INFORMATIONAL');
      return;
    }
    if (!echoesId(headers, this.#call.headers[ID])) {
      // A proxy has mixed up its responses: the data may be another caller's.
      this.#giveUp('network', 'ANOTHER_REQUEST_ID');
      return;
    }
    this.#status = status;
    this.#headers = headers;
    if (this.settled) return;
    if (!this.#body.announce(headers['content-length'])) this.#abandon(controller, 'overloaded');
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.settled) return;
    if (!this.#body.append(chunk, this.#isError)) this.#abandon(controller, 'overloaded');
    else if (this.#body.isShredded) this.#giveUp('too-large', 'TOO_MANY_CHUNKS');
  }

  onResponseEnd(): void {
    this.#done();
    if (this.settled) return;
    const heap = this.#body.heapBytes();
    const { work, write } = this.#call;
    const complete = () => this.#complete(heap);
    if (heap <= SMALL_HEAP_BYTES || (heap <= LARGE_HEAP_BYTES && work.hasTime())) {
      complete();
      return;
    }
    // A write is parsed at its deadline, even if it is not its turn, so that its outcome is known.
    this.#setTimer(write ? complete : () => this.#fail('overloaded'));
    void work.run(complete);
  }

  onResponseError(_controller: Dispatcher.DispatchController | null, error: Error): void {
    this.#done();
    this.#fail(reasonOf(error), 'code' in error ? String(error.code) : error.name);
  }

  get #isError(): boolean {
    return this.#status >= 300;
  }

  /** Parses the body, and settles. */
  #complete(heap: number): void {
    // The call may have been given up while it waited for its turn.
    if (this.settled) return;
    const parsed = this.#body.parse(heap, this.#isError);
    if (parsed === undefined) this.#fail('overloaded');
    else this.#settle({ kind: 'complete', status: this.#status, headers: this.#headers, ...parsed });
  }

  readonly #onAbort = (): void => {
    const controller = this.#controller;
    if (controller === undefined) this.#giveUp('client-disconnected');
    // Graph may already be applying a write: it is left to finish, so that its outcome is known and logged.
    else if (this.#call.write) return;
    // The response has ended, so there is no connection to close.
    else if (this.#isDone) this.#fail('client-disconnected');
    else this.#abandon(controller, 'client-disconnected');
  };

  /** Fails, and discards the response. The connection is closed only if the response does not end soon. */
  #abandon(controller: Dispatcher.DispatchController, reason: FailureReason): void {
    this.#fail(reason);
    const close = () => {
      if (this.#closings.allow()) controller.abort(new errors.RequestAbortedError());
      else this.#timer = setTimeout(close, ABANDONED_MS);
    };
    this.#timer = setTimeout(close, ABANDONED_MS);
  }

  /** Fails, and closes the connection if the call was sent. */
  #giveUp(reason: FailureReason, cause?: string): void {
    this.#fail(reason, cause);
    this.#controller?.abort(new errors.RequestAbortedError());
  }

  #setTimer(onDeadline: () => void): void {
    this.#timer = setTimeout(onDeadline, Math.max(0, this.#call.deadline - performance.now()));
  }

  #done(): void {
    this.#isDone = true;
    clearTimeout(this.#timer);
    this.#onDone();
  }

  #fail(reason: FailureReason, cause?: string): void {
    const status = this.#status;
    const why = cause === undefined ? { reason } : { reason, cause };
    if (status > 0) this.#settle({ kind: 'truncated', status, headers: this.#headers, ...why });
    else this.#settle({ kind: 'none', sent: this.#controller !== undefined, ...why });
  }

  #settle(reply: Reply): void {
    if (this.settled) return;
    this.settled = true;
    this.#body.drop();
    clearTimeout(this.#timer);
    this.#call.signal.removeEventListener('abort', this.#onAbort);
    this.#resolve(reply);
  }
}

function reasonOf(error: Error): FailureReason {
  const isTooLarge =
    error instanceof errors.ResponseExceededMaxSizeError || error instanceof errors.HeadersOverflowError;
  return isTooLarge ? 'too-large' : 'network';
}
