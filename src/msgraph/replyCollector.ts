import type { IncomingHttpHeaders } from 'node:http';
import { type Dispatcher, errors } from 'undici';
import { callerKey } from '../fairness/caller.ts';
import type { HeavyWork } from '../fairness/heavyWork.ts';
import type { Closings } from './closings.ts';
import { GrowingBytes } from './growingBytes.ts';
import { echoesId } from './headers.ts';
import { heapBytes } from './heapSize.ts';
import { readJson } from './json.ts';
import type { FailureReason, GraphRequest, Reply } from './reply.ts';

/** More than Graph sends for a page of anything; a longer response counts as truncated. */
export const MAX_RESPONSE_BYTES = 16 * 1024 * 1024;
const ID = 'client-request-id';
// Far more than an error of Graph's has: JSON can take seconds to parse, and its values many times its bytes.
const MAX_ERROR_BYTES = 256 * 1024;
// A connection that is closed keeps its local port from being used for about a minute. So an abandoned read has a second to
// end, and more while many others are closed: otherwise a client that leaves again and again uses up the ports of the machine.
const ABANDONED_MS = 1_000;
// Of the response to a write for which there is no room, so much is read and parsed all the same: more than any object of
// Graph's takes, and little enough for all writes in flight.
const MAX_SURPLUS_BYTES = 128 * 1024;
const MAX_SURPLUS_HEAP_BYTES = 4_000_000;
// What takes more memory is parsed in its turn: that takes milliseconds, of values more than of texts.
const LARGE_HEAP_BYTES = 1_000_000;
// What takes less is parsed at once, however many others are.
const SMALL_HEAP_BYTES = 50_000;

/** What the calls of a process share. */
export interface SharedTerms {
  readonly closings: Closings;
  readonly heavyWork: HeavyWork;
}

type Terms = Pick<GraphRequest, 'deadline' | 'signal' | 'write' | 'headers' | 'onSent' | 'held'>;

/**
 * Makes one {@link Reply} out of the events of one call, and gives the call up at its deadline. The response to a read that
 * is abandoned is dropped; if it ends soon, its connection is used again.
 *
 * @see https://undici.nodejs.org/#/docs/api/Dispatcher?id=parameter-dispatchhandler
 */
export class ReplyCollector implements Dispatcher.DispatchHandler {
  readonly #call: Terms;
  readonly #resolve: (reply: Reply) => void;
  readonly #onDone: () => void;
  readonly #shared: SharedTerms;
  #timer: NodeJS.Timeout | undefined;
  readonly #body = new GrowingBytes(MAX_RESPONSE_BYTES);
  /** Of the memory that the response takes: its length at first, what is made of it at its end. */
  #counted = 0;
  #isDropped = false;
  #controller: Dispatcher.DispatchController | undefined;
  #status = 0;
  #headers: IncomingHttpHeaders = {};
  settled = false;
  #isDone = false;

  /** `resolve` is called with the reply, `onDone` once the dispatcher is done with the call. */
  constructor(call: Terms, shared: SharedTerms, resolve: (reply: Reply) => void, onDone: () => void) {
    this.#call = call;
    this.#shared = shared;
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
    this.#call.onSent?.();
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    headers: IncomingHttpHeaders,
  ): void {
    // An informational response, such as 103, announces the final one.
    if (status < 200) return;
    if (!echoesId(headers, this.#call.headers[ID])) {
      // Of a proxy that has lost count of its responses: the data may be another caller's.
      this.#giveUp('network', 'ANOTHER_REQUEST_ID');
      return;
    }
    this.#status = status;
    this.#headers = headers;
    // Counted at once, so that of many large responses only some have no room, and not each at its end.
    const length = Math.min(Number(headers['content-length']) || 0, MAX_RESPONSE_BYTES);
    if (!this.settled && !this.#count(length) && !this.#call.write) this.#abandon(controller, 'overloaded');
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.settled || this.#isDropped) return;
    const bytes = this.#body.size + chunk.length;
    const isSurplus = !this.#count(bytes);
    if (isSurplus && !this.#call.write) {
      this.#abandon(controller, 'overloaded');
      return;
    }
    const isTooLongAnError = this.#status >= 300 && bytes > MAX_ERROR_BYTES;
    if (isTooLongAnError || (isSurplus && bytes > MAX_SURPLUS_BYTES)) {
      this.#isDropped = true;
      this.#body.drop();
    } else this.#body.append(chunk);
  }

  onResponseEnd(): void {
    this.#done();
    if (this.settled) return;
    const heap = heapBytes(this.#body.all());
    const { heavyWork } = this.#shared;
    if (heap <= SMALL_HEAP_BYTES || (heap <= LARGE_HEAP_BYTES && heavyWork.hasTime())) {
      this.#complete(heap);
      return;
    }
    const callerOf = () => callerKey(this.#call.headers.Authorization ?? '');
    const { held } = this.#call;
    const complete = () => {
      if (held !== undefined) held.hasBegun = true;
      this.#complete(heap);
    };
    // A write is told its outcome in time, however many others wait.
    this.#setTimer(this.#call.write ? complete : () => this.#fail('overloaded'));
    void heavyWork.run({ callerOf, goesOn: held?.hasBegun === true }, complete);
  }

  #setTimer(onDeadline: () => void): void {
    this.#timer = setTimeout(onDeadline, Math.max(0, this.#call.deadline - performance.now()));
  }

  /** Makes the reply of a body. What is made of it counts from now on: one that waits for its turn takes only its length. */
  #complete(heap: number): void {
    // Nobody may wait for it any more.
    if (this.settled) return;
    const isSurplus = !this.#count(heap) || (this.#isDropped && this.#status < 300);
    if (isSurplus && !this.#call.write) {
      this.#fail('overloaded');
      return;
    }
    const json = isSurplus && heap > MAX_SURPLUS_HEAP_BYTES ? undefined : readJson(this.#body.all());
    this.#settle({ kind: 'complete', status: this.#status, headers: this.#headers, json, isSurplus });
  }

  onResponseError(_controller: Dispatcher.DispatchController | null, error: Error): void {
    this.#done();
    this.#fail(reasonOf(error), 'code' in error ? String(error.code) : error.name);
  }

  readonly #onAbort = (): void => {
    // There is nothing to abort any more of a call that is done, and a write is told its outcome.
    if (this.#isDone) {
      if (!this.#call.write) this.#fail('client-disconnected');
    } else if (this.#controller === undefined) this.#giveUp('client-disconnected');
    // A write that Graph may be applying already is left to finish, so that its outcome can be logged.
    else if (!this.#call.write) this.#abandon(this.#controller, 'client-disconnected');
  };

  #abandon(controller: Dispatcher.DispatchController, reason: FailureReason): void {
    this.#fail(reason);
    const close = () => {
      if (this.#shared.closings.allow()) controller.abort(new errors.RequestAbortedError());
      else this.#timer = setTimeout(close, ABANDONED_MS);
    };
    this.#timer = setTimeout(close, ABANDONED_MS);
  }

  /** Counts the response as so much memory in all; false where there is no room for it. */
  #count(bytes: number): boolean {
    const more = Math.max(0, bytes - this.#counted);
    this.#counted += more;
    return this.#call.held?.add(more) !== false;
  }

  #done(): void {
    this.#isDone = true;
    clearTimeout(this.#timer);
    this.#onDone();
  }

  #giveUp(reason: FailureReason, cause?: string): void {
    this.#fail(reason, cause);
    this.#controller?.abort(new errors.RequestAbortedError());
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
    // What still arrives, or waits for its turn, must hold nothing.
    this.#body.drop();
    clearTimeout(this.#timer);
    this.#call.signal.removeEventListener('abort', this.#onAbort);
    this.#resolve(reply);
  }
}

function reasonOf(error: Error): FailureReason {
  if (error instanceof errors.HeadersTimeoutError || error instanceof errors.BodyTimeoutError)
    return 'deadline';
  return error instanceof errors.ResponseExceededMaxSizeError ? 'too-large' : 'network';
}
