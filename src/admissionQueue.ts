// As many as are served in some 150 ms, where each takes as long as a lookup does.
const MAX_WAITING = 512;
// Where each takes longer, nobody is served who has waited for so long.
const PATIENCE_MS = 2_000;
// How long requests may be begun in one turn of the event loop: to have more of them under way at once makes each
// cost more.
const TURN_MS = 2;
const STEPS_PER_TURN = 32;
// A turn accepts a single new connection, however many wait to be.
const HURRIED_TURN_MS = 0.1;

/** What becomes of those that come: exactly one of the two is called for each. */
export interface Admission<Item> {
  serve(item: Item): void;
  refuse(item: Item): void;
}

interface Waiting<Item> {
  readonly item: Item;
  readonly since: number;
}

/**
 * Where requests wait for the processor, in the order in which they came. While there are no more than can be
 * served, each is served at once. Those for whom there is no place are refused as they come, since what has once
 * waited costs more to refuse.
 */
export class AdmissionQueue<Item> {
  readonly #admission: Admission<Item>;
  readonly #waiting: Waiting<Item>[] = [];
  #turnEnd = 0;
  #inTurn = false;
  #hurried = false;
  #scheduled = false;

  constructor(admission: Admission<Item>) {
    this.#admission = admission;
  }

  enter(item: Item): void {
    const now = performance.now();
    this.#beginTurn(now);
    const waiting = this.#waiting.length;
    if (waiting === 0 && now < this.#turnEnd) this.#admission.serve(item);
    else if (waiting < MAX_WAITING) this.#wait(item, now);
    else this.#admission.refuse(item);
  }

  /** To be called for each new connection: where there is one, more wait to be accepted, and turns are kept short. */
  hurry(): void {
    this.#hurried = true;
  }

  #wait(item: Item, now: number): void {
    this.#waiting.push({ item, since: now });
    if (!this.#scheduled) this.#schedule();
  }

  #beginTurn(now: number): void {
    if (this.#inTurn) return;
    this.#inTurn = true;
    this.#allowTurn(now);
    setImmediate(this.#endTurn);
  }

  #allowTurn(now: number): void {
    this.#turnEnd = now + (this.#hurried ? HURRIED_TURN_MS : TURN_MS);
  }

  readonly #endTurn = () => {
    this.#inTurn = false;
    if (!this.#scheduled) this.#hurried = false;
  };

  /** A step for each request, so that all that it sets off at once counts, too. */
  #schedule(): void {
    this.#scheduled = true;
    for (let step = 0; step < STEPS_PER_TURN; step += 1) setImmediate(this.#step, step);
  }

  readonly #step = (step: number) => {
    const now = performance.now();
    if (step === 0) this.#allowTurn(now);
    if (now < this.#turnEnd) this.#serveNext(now);
    if (step < STEPS_PER_TURN - 1) return;
    this.#hurried = false;
    this.#scheduled = this.#waiting.length > 0;
    if (this.#scheduled) this.#schedule();
  };

  #serveNext(now: number): void {
    const next = this.#waiting.shift();
    if (next === undefined) return;
    if (now - next.since < PATIENCE_MS) this.#admission.serve(next.item);
    else this.#admission.refuse(next.item);
  }
}
