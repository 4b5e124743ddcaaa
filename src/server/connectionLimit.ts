/** What a limit needs to know of a connection. */
export interface LimitedConnection {
  /** Whether a request that has arrived completely waits for the end of its response. */
  isServed(): boolean;
  destroy(): void;
}

/** The place of a connection in the order in which connections have to go. */
export interface Place {
  readonly connection: LimitedConnection;
  /** None once the connection is closed. */
  queue: Set<Place> | undefined;
  /** When it connected, when the head of its request arrived, or when its last response was sent. */
  since: number;
}

// Ordinary clients send a head as soon as they are connected, and most bodies with it. For this time they are spared,
// or many new connections would close each other before any of them has sent its request.
const GRACE_MS = 1_000;
// After this time, a connection with an incomplete request is closed before a recently idle one: at a high rate of new
// ones, none would get to `GRACE_MS`. A head follows the handshake within a round trip.
const SHORT_GRACE_MS = 100;
// A client that has been idle for this long is hardly about to send a request.
const LONG_IDLE_MS = 10_000;

/**
 * Bounds the connections of clients. Above the limit, the connection whose loss matters least is closed:
 *
 * 1. the oldest that has sent no complete head so far, if it had a second for it
 * 2. the one that has been idle for longest since its last response, if that is ten seconds ago
 * 3. the one whose request began first and has not arrived completely, if it had a second for it
 * 4. the same as in 1, and then as in 3, if it had a tenth of a second
 * 5. the same as in 2, then as in 1, then as in 3, however recent
 * 6. the new one, if each of the others has a complete request in service
 *
 * Closing an idle connection is not free: its client may be sending the next request, which is then lost. Progress does
 * not spare an incomplete request, or a client that sends a byte now and then could keep its connections.
 */
export class ConnectionLimit {
  readonly #max: number;
  readonly #onSurplus: (() => void) | undefined;
  // Each in insertion order.
  readonly #silent = new Set<Place>();
  readonly #idle = new Set<Place>();
  // Some of these requests are complete by now: that is found out only when a connection has to go.
  readonly #arriving = new Set<Place>();
  readonly #served = new Set<Place>();
  #count = 0;

  /** @param onSurplus - called for each connection that is closed because of the bound */
  constructor(max: number, onSurplus?: () => void) {
    this.#max = max;
    this.#onSurplus = onSurplus;
  }

  /** How many are open. */
  get count(): number {
    return this.#count;
  }

  /** Counts a new connection. Above the limit, it closes another one, or else this one and returns `undefined`. */
  add(connection: LimitedConnection): Place | undefined {
    if (this.#count >= this.#max) {
      const surplus = this.#surplus();
      this.remove(surplus);
      (surplus?.connection ?? connection).destroy();
      this.#onSurplus?.();
      if (surplus === undefined) return undefined;
    }
    this.#count += 1;
    const since = performance.now();
    const place = { connection, queue: this.#silent, since };
    this.#silent.add(place);
    return place;
  }

  /** To be called when the head of a request has arrived, and after a response that leaves other requests. */
  hasRequest(place: Place | undefined): void {
    if (place?.queue === undefined || place.queue === this.#arriving) return;
    if (place.queue === this.#served && place.connection.isServed()) return;
    place.since = performance.now();
    move(place, this.#arriving);
  }

  /** To be called once each of its requests has its response. */
  hasNoRequest(place: Place | undefined): void {
    if (place?.queue === undefined) return;
    place.since = performance.now();
    move(place, this.#idle);
  }

  remove(place: Place | undefined): void {
    if (place?.queue === undefined) return;
    move(place, undefined);
    this.#count -= 1;
  }

  #surplus(): Place | undefined {
    const [silent] = this.#silent;
    if (hasHad(GRACE_MS, silent)) return silent;
    const [idle] = this.#idle;
    if (hasHad(LONG_IDLE_MS, idle)) return idle;
    const arriving = this.#firstIncomplete();
    if (hasHad(GRACE_MS, arriving)) return arriving;
    if (hasHad(SHORT_GRACE_MS, silent)) return silent;
    if (hasHad(SHORT_GRACE_MS, arriving)) return arriving;
    return idle ?? silent ?? arriving;
  }

  #firstIncomplete(): Place | undefined {
    for (;;) {
      const [first] = this.#arriving;
      if (!first?.connection.isServed()) return first;
      move(first, this.#served);
    }
  }
}

function hasHad(timeMs: number, place: Place | undefined): boolean {
  return place !== undefined && performance.now() - place.since >= timeMs;
}

function move(place: Place, to: Set<Place> | undefined): void {
  place.queue?.delete(place);
  to?.add(place);
  place.queue = to;
}
