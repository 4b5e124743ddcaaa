import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { ByteBudget, ByteHolder } from './byteBudget.ts';
import { requestSize } from './requestSize.ts';

// Request memory of one connection that is not counted: that of one request with the largest head that Node accepts, or
// of some small ones. A client with no more is never disconnected for what it has sent.
const FREE_REQUEST_BYTES = 24_000;

/**
 * The memory that one client makes the process hold: unread responses and pipelined requests. While it has something to
 * read, it is disconnected if it reads nothing for the stall time.
 */
export class HeldMemory implements ByteHolder {
  readonly #socket: Socket;
  readonly #budget: ByteBudget;
  readonly #stallTimeoutMs: number;
  // The timeout that the server has set, to be restored.
  readonly #timeoutMs: number;
  #unsentBytes = 0;
  #requestBytes = 0;
  // Bytes of bodies that nothing in the process has read.
  #bodyBytes = 0;
  #heldBytes = 0;
  #lastSeen = 0;

  constructor(socket: Socket, budget: ByteBudget, stallTimeoutMs: number) {
    this.#socket = socket;
    this.#budget = budget;
    this.#stallTimeoutMs = stallTimeoutMs;
    this.#timeoutMs = socket.timeout ?? 0;
    socket.once('close', () => budget.update(this, 0));
  }

  /** Whether there is something for the client to read, as last measured. */
  get isUnsent(): boolean {
    return this.#unsentBytes > 0;
  }

  /** Counts a request until the function that it returns is called. */
  addRequest(request: IncomingMessage): () => void {
    const size = requestSize(request);
    this.#requestBytes += size;
    this.#update();
    return () => {
      this.#requestBytes -= size;
    };
  }

  /** Measures what the client has not read of these responses; to be called after each write to one. */
  measure(unanswered: Iterable<ServerResponse>): void {
    let bytes = 0;
    this.#bodyBytes = 0;
    for (const { headersSent, writableLength, req } of unanswered) {
      // Before the head, only a 100 (Continue) can be queued, after which the client sends its body.
      if (headersSent) bytes += writableLength;
      this.#bodyBytes += req.readableLength;
    }
    if (bytes !== this.#unsentBytes) {
      // At its timeout Node destroys a socket, unless a write has made progress.
      if (bytes === 0) this.#socket.setTimeout(this.#timeoutMs);
      else if (this.#unsentBytes === 0) {
        this.#socket.setTimeout(this.#stallTimeoutMs);
        this.progress();
      }
      this.#unsentBytes = bytes;
    }
    this.#update();
  }

  /** How many bytes the client has read since this was last asked. */
  progress(): number {
    // `bytesWritten` counts what Node was given to write; only the handle knows how much of it the kernel has taken.
    const queued: unknown = Reflect.get(Object(Reflect.get(this.#socket, '_handle')), 'writeQueueSize');
    const taken = this.#socket.bytesWritten - this.#socket.writableLength - (Number(queued) || 0);
    const bytes = taken - this.#lastSeen;
    this.#lastSeen = taken;
    return bytes;
  }

  destroy(): void {
    this.#socket.destroy();
  }

  #update(): void {
    const requestBytes = this.#requestBytes + this.#bodyBytes;
    const bytes = this.#unsentBytes + Math.max(0, requestBytes - FREE_REQUEST_BYTES);
    if (bytes === this.#heldBytes || this.#socket.destroyed) return;
    this.#heldBytes = bytes;
    this.#budget.update(this, bytes);
  }
}
