import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { ByteBudget } from './byteBudget.ts';
import type { ConnectionLimit, Place } from './connectionLimit.ts';
import { HeldMemory } from './heldMemory.ts';

// Clients that pipeline send about ten requests ahead. The next ones wait, and nothing more is read.
const MAX_PIPELINED = 16;
// One chunk from a socket can hold thousands of requests, which Node parses before a pause takes effect.
// An ordinary client's chunk of 64 kB has fewer.
const MAX_UNANSWERED = 256;
// How long a client has to read the last response: closing a connection with bytes from it unread would reset it. Also
// how long an event stream may last once requests wait behind it.
const LINGER_MS = 1_000;

export interface ConnectionLimits {
  readonly connections: ConnectionLimit;
  /** For what clients do not read, and for the requests that they send ahead. */
  readonly held: ByteBudget;
  /** How long a client may read nothing of a response. */
  readonly stallTimeoutMs: number;
}

/**
 * One client's connection, with its unanswered requests in order. Reading pauses beyond `MAX_PIPELINED` of them, or
 * while the client does not read. Beyond `MAX_UNANSWERED`, or if the client makes the process hold too much memory, the
 * connection is closed.
 */
export class Connection {
  readonly #socket: Socket;
  readonly #limits: ConnectionLimits;
  readonly #memory: HeldMemory;
  // Both in the order of their requests.
  readonly #unanswered = new Set<ServerResponse>();
  readonly #waiting: (() => void)[] = [];
  // The responses that may never end.
  readonly #streams = new WeakSet<ServerResponse>();
  // Unset where the host does not use `connectionListener`.
  #place: Place | undefined;
  #final: ServerResponse | undefined;
  // How much had been read of it when the last response was sent.
  #readBytes = 0;
  #paused = false;
  #lastResponse: string | undefined;

  constructor(socket: Socket, limits: ConnectionLimits) {
    this.#socket = socket;
    this.#limits = limits;
    this.#memory = new HeldMemory(socket, limits.held, limits.stallTimeoutMs);
    // Node takes its own listener away from a socket whose client sends CONNECT: an error would end the process.
    socket.on('error', () => {});
    // Node resumes the socket at the end of each request.
    socket.on('resume', () => {
      if (this.#paused) socket.pause();
    });
    socket.once('close', () => {
      limits.connections.remove(this.#place);
      process.nextTick(() => this.#closeAll());
    });
  }

  /** Counts the connection; to be called when the client connects. Above the limit, this or another one is closed. */
  count(): void {
    this.#place ??= this.#limits.connections.add(this);
  }

  /** Serves a request, at once or when its turn comes. Behind the last one of a connection, nothing is served. */
  accept(target: ServerResponse, serve: () => void, isLast: boolean): void {
    if (this.#socket.destroyed || this.#final !== undefined) return;
    if (this.#unanswered.size === MAX_UNANSWERED) {
      this.destroy();
      return;
    }
    if (isLast) this.#final = target;
    this.#unanswered.add(target);
    const removeRequest = this.#memory.addRequest(target.req);
    // Its memory may have exceeded the budget.
    if (this.#socket.destroyed) return;
    this.#limits.connections.hasRequest(this.#place);
    // Ahead of Node's own listener, which sets the timeout of an idle connection.
    target.prependOnceListener('finish', () => {
      this.#unanswered.delete(target);
      removeRequest();
      this.#readBytes = this.#socket.bytesRead;
      if (this.#unanswered.size === 0) this.#limits.connections.hasNoRequest(this.#place);
      else this.#limits.connections.hasRequest(this.#place);
      this.update();
      this.#waiting.shift()?.();
      this.#reject();
      this.#boundStream();
    });
    if (this.#unanswered.size <= MAX_PIPELINED) serve();
    else {
      this.#waiting.push(serve);
      this.#pause();
    }
    this.#boundStream();
  }

  /** To be called once the head of an event stream is written, which may never end. */
  markAsStream(target: ServerResponse): void {
    this.#streams.add(target);
    this.#boundStream();
  }

  /**
   * Whether the connection is closed after this response: it is that to the last request or, while the server drains,
   * no later request is unanswered.
   */
  closesAfter(target: ServerResponse, isDraining: boolean): boolean {
    if (this.#final !== undefined) return target === this.#final;
    return isDraining && target === [...this.#unanswered].at(-1);
  }

  /**
   * Ends the connection with this response to malformed bytes, after the responses to the requests before them: the
   * client would take it for one of these.
   */
  rejectNext(response: string): void {
    if (this.#lastResponse !== undefined || this.#final?.req.complete) return;
    this.#lastResponse = response;
    this.#pause();
    this.#reject();
    this.#boundStream();
  }

  /** Measures what the client has not read; to be called after each write to a response. */
  update(): void {
    this.#memory.measure(this.#unanswered);
    if (this.#memory.isUnsent) this.#pause();
    else if (this.#paused && this.#lastResponse === undefined && this.#unanswered.size <= MAX_PIPELINED) {
      this.#paused = false;
      this.#socket.resume();
    }
  }

  /** Whether its client waits for nothing: each response is sent whole, and nothing of another request has arrived. */
  get isIdle(): boolean {
    return !this.isAwaited && this.#socket.bytesRead === this.#readBytes;
  }

  /** Whether its client waits for a response, or for the rest of one. */
  get isAwaited(): boolean {
    // Once it has its last response, a connection closes itself in a bounded time.
    return this.#unanswered.size > 0 || this.#lastResponse !== undefined;
  }

  isServed(): boolean {
    // Requests arrive one after the other: behind an incomplete one, there is no other.
    const [first] = this.#unanswered;
    return first?.req.complete === true;
  }

  destroy(): void {
    this.#socket.destroy();
  }

  #reject(): void {
    if (this.#lastResponse === undefined || this.#socket.writableEnded) return;
    // An incomplete request is the one that the last response is to.
    if ([...this.#unanswered].some(({ req, headersSent }) => req.complete || headersSent)) return;
    this.#socket.end(this.#lastResponse);
    this.#paused = false;
    this.#socket.resume();
    const lingering = setTimeout(() => this.destroy(), LINGER_MS);
    this.#socket.once('close', () => clearTimeout(lingering));
  }

  /**
   * Bounds an event stream with requests behind it: they would wait for as long as it lasts (head-of-line blocking),
   * and a connection that is paused for it does not show that its client has disconnected.
   */
  #boundStream(): void {
    if (this.#unanswered.size < 2 && this.#lastResponse === undefined) return;
    const [first] = this.#unanswered;
    if (first === undefined || !this.#streams.delete(first)) return;
    const bound = setInterval(() => {
      // Unread bytes have a timeout of their own.
      if (first.writableLength === 0) this.destroy();
    }, LINGER_MS);
    first.once('close', () => clearInterval(bound));
  }

  #pause(): void {
    if (this.#paused) return;
    this.#paused = true;
    this.#socket.pause();
  }

  /** Ends all responses in progress: Node before version 24 closes only the first. */
  #closeAll(): void {
    for (const target of this.#unanswered) if (!target.closed) target.emit('close');
    this.#unanswered.clear();
    this.#waiting.length = 0;
  }
}
