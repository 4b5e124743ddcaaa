import { type Judge, NOT_SENT, type Outcome } from './answer.ts';
import { Connection } from './connection.ts';

/** As many as a load balancer with a few thousand callers behind it would have. */
export const MAX_CONNECTIONS = 4_000;
/** How long a caller waits for the answer to what has been sent. */
export const CLIENT_TIMEOUT_MS = 5_000;
/** And for a connection. Shorter, so that nothing is sent that is given up before it can be answered. */
export const CONNECTION_TIMEOUT_MS = 1_000;
/** Below the five seconds after which the gateway closes idle connections. */
const MAX_IDLE_MS = 3_500;
const SWEEP_MS = 100;

interface Waiting {
  readonly since: number;
  readonly onEnd: (outcome: Outcome) => void;
}

/**
 * Connections to one server, opened as needed. What finds all of them busy waits for one, as in the pool of any
 * client.
 */
export class Connections {
  readonly #origin: URL;
  readonly #request: Buffer;
  readonly #judge: Judge;
  readonly #all = new Set<Connection>();
  // The one that was used last comes first, so that those not needed grow old.
  readonly #free: Connection[] = [];
  // After the answers that have come already have been read: else a pause of this process would expire them.
  readonly #sweeper = setInterval(() => setImmediate(() => this.#sweep()), SWEEP_MS);
  // Those before the first index are done with: to shift a long array each time takes longer than to send.
  #waiting: Waiting[] = [];
  #first = 0;

  constructor(url: string, request: Buffer, judge: Judge) {
    this.#origin = new URL(url);
    this.#request = request;
    this.#judge = judge;
  }

  get size(): number {
    return this.#all.size;
  }

  /** Sends the request; `onEnd` is called once. */
  send(onEnd: (outcome: Outcome) => void): void {
    const now = performance.now();
    const connection = this.#take(now);
    if (connection === undefined) this.#waiting.push({ since: now, onEnd });
    else this.#use(connection, now, onEnd);
  }

  destroy(): void {
    clearInterval(this.#sweeper);
    for (const connection of this.#all) connection.destroy();
  }

  #take(now: number): Connection | undefined {
    for (let free = this.#free.pop(); free !== undefined; free = this.#free.pop()) {
      if (free.open && now - free.idleSince < MAX_IDLE_MS) return free;
      free.destroy();
      this.#all.delete(free);
    }
    if (this.#all.size >= MAX_CONNECTIONS) return undefined;
    const connection = new Connection(this.#origin, this.#judge);
    this.#all.add(connection);
    return connection;
  }

  #use(connection: Connection, now: number, onEnd: (outcome: Outcome) => void): void {
    connection.send(this.#request, now, (outcome) => {
      if (connection.open) {
        connection.idleSince = performance.now();
        this.#free.push(connection);
      } else {
        this.#all.delete(connection);
      }
      onEnd(outcome);
      this.#sendNext();
    });
  }

  #sendNext(): void {
    const next = this.#waiting[this.#first];
    const now = performance.now();
    const connection = next && this.#take(now);
    if (next === undefined || connection === undefined) return;
    this.#first += 1;
    this.#use(connection, now, next.onEnd);
  }

  #sweep(): void {
    const now = performance.now();
    for (const connection of this.#all) connection.expire(now - CLIENT_TIMEOUT_MS);
    const waiting = this.#waiting.slice(this.#first);
    const isLate = ({ since }: Waiting) => since < now - CONNECTION_TIMEOUT_MS;
    this.#waiting = waiting.filter((each) => !isLate(each));
    this.#first = 0;
    for (const { onEnd } of waiting.filter(isLate)) onEnd(NOT_SENT);
  }
}
