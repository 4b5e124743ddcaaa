const SAMPLE_EVERY_MS = 20;
// How late the event loop may come to what is due. Requests have waited as long before anything was seen of them.
const LATE_MS = 75;
// For each time that late; a long round of the loop is seen as one sample only.
const RISE = 0.1;
const FALL = 0.05;
// One pause, of the garbage collector say, is no overload; only several in a row are.
const TOLERATED = 0.3;
const MOST = 0.95;
// Whatever made the loop late, so few requests between two samples did not: nobody is turned away for them.
const FEW_REQUESTS = 16;

/**
 * Tells by the delay of the event loop how much of the load this process cannot carry. What waits for the
 * processor is in no queue that could be counted: it has not been read yet.
 *
 * The share to turn away rises while the loop is late and falls while it is not, so it comes to rest where the
 * remaining load can just be carried.
 */
export class LoadGauge {
  readonly #timer: NodeJS.Timeout;
  #pressure = 0;
  #requests = 0;
  #lastSample = performance.now();

  constructor() {
    this.#timer = setInterval(() => this.#sample(), SAMPLE_EVERY_MS).unref();
  }

  /** Whether to turn this request away. */
  refuses(): boolean {
    this.#requests += 1;
    if (this.#requests <= FEW_REQUESTS) return false;
    return this.#pressure > TOLERATED && Math.random() < (this.#pressure - TOLERATED) / (MOST - TOLERATED);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #sample(): void {
    const now = performance.now();
    const late = (now - this.#lastSample - SAMPLE_EVERY_MS) / LATE_MS;
    this.#lastSample = now;
    this.#requests = 0;
    const change = late > 1 ? Math.min(late * RISE, TOLERATED) : -FALL;
    this.#pressure = Math.min(MOST, Math.max(0, this.#pressure + change));
  }
}
