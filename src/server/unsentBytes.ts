import type { Connection } from './connection.ts';

/**
 * The bytes of a process's responses that clients have not read. Beyond a maximum, the clients that have waited longest
 * are disconnected.
 */
export class UnsentBytes {
  readonly #max: number;
  // In the order in which they began to wait.
  readonly #waiting = new Map<Connection, number>();
  #total = 0;

  constructor(max: number) {
    this.#max = max;
  }

  /** Records what a connection has to send. */
  update(connection: Connection, bytes: number): void {
    this.#total += bytes - (this.#waiting.get(connection) ?? 0);
    if (bytes === 0) this.#waiting.delete(connection);
    else this.#waiting.set(connection, bytes);
    // A single response may be larger than the maximum.
    for (const [oldest, held] of this.#waiting) {
      if (this.#total <= this.#max || this.#waiting.size === 1) break;
      this.#waiting.delete(oldest);
      this.#total -= held;
      oldest.destroy();
    }
  }
}
