import { performance } from 'node:perf_hooks';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { LoopTime, SLICE_MS } from './loopTime.ts';
import { Turns } from './turns.ts';

// A pause after shorter work ends as soon as the event loop has nothing else to do.
const LONG_MS = 50;

// Nobody rests for longer, however much it has done while nothing else was to be done.
const MAX_REST_MS = 1_000;
// So many results are made at the same time: each takes megabytes until it is serialized.
const MAX_BEGUN = 8;

/** A piece of work. */
export interface Piece {
  /** The key of its caller. */
  readonly callerOf: () => string;
  /** Whether it goes on with what has had a turn before, such as to serialize a result. */
  readonly goesOn: boolean;
}

/**
 * Does work that holds the event loop for long, such as parsing megabytes, piece by piece, and begins one of each caller in
 * turn. Now and then all callers pause, for as long as was worked since the last time: for new connections and small requests.
 * A caller whose work it was rests as long again. Pieces that are ready at the same time would otherwise hold the event loop
 * for the sum of their times.
 */
export class HeavyWork {
  readonly #time: LoopTime;
  readonly #beginning = new Turns<string, () => void>();
  readonly #goingOn: (() => void)[] = [];
  /** Until when callers rest: so long they begin nothing, unless nothing else is to be done. */
  readonly #rests = new Map<string, number>();
  #hasJustBegun = false;
  #isTaken = false;
  #isHurried = false;
  #isWaking = false;
  /** Since the last pause. */
  #workedMs = 0;

  constructor(time = new LoopTime()) {
    this.#time = time;
  }

  /**
   * Whether work of a few milliseconds need not wait for its turn: the event loop has not been kept for long, or the work
   * follows at once on what has just had its turn.
   */
  hasTime(): boolean {
    return this.#time.isLeft();
  }

  /** Does a piece in its turn. @throws what the work throws */
  async run<T>({ callerOf, goesOn }: Piece, work: () => T): Promise<T> {
    const caller = callerOf();
    const mustWait = this.#isTaken || (!goesOn && this.#isResting(caller));
    if (mustWait && !this.#isHurried) {
      await new Promise<void>((resolve) => {
        if (goesOn) this.#goingOn.push(resolve);
        else this.#beginning.add(caller, resolve);
        if (!this.#isTaken) void this.#wake();
      });
    }
    this.#isTaken = true;
    const start = performance.now();
    this.#time.begin();
    try {
      return work();
    } finally {
      // Behind all that is done with the result at once, such as the execution that waits for a response.
      queueMicrotask(() => process.nextTick(() => this.#ended(caller, performance.now() - start)));
    }
  }

  /**
   * Does all that waits without rests, and what comes later without a turn: there is no time left. One piece after the other,
   * since each may need the room of the one before.
   */
  async hurry(): Promise<void> {
    this.#isHurried = true;
    for (let next = this.#next(() => true); next !== undefined; next = this.#next(() => true)) {
      next();
      await nextTurn();
    }
  }

  #ended(caller: string, ms: number): void {
    const now = performance.now();
    this.#time.end();
    // A rest that had not ended when the piece began goes on behind it. The piece adds its time twice: for the pause of all
    // callers, and for a rest of its own caller behind that.
    const until = Math.max(now, (this.#rests.get(caller) ?? 0) + ms) + 2 * ms;
    for (const [resting, end] of this.#rests) if (end <= now) this.#rests.delete(resting);
    this.#rests.set(caller, Math.min(until, now + MAX_REST_MS));
    this.#workedMs += ms;
    if (this.#workedMs < SLICE_MS) this.#startNext();
    else {
      // Not one turn of the event loop: it accepts a single connection in each.
      void pause(this.#workedMs).then(() => this.#startNext());
      this.#workedMs = 0;
    }
  }

  #startNext(): void {
    if (this.#isHurried) return;
    const next = this.#next((caller) => !this.#isResting(caller));
    this.#isTaken = next !== undefined;
    if (next !== undefined) next();
    else if (!this.#beginning.isEmpty) void this.#wake();
  }

  /** Starts the next piece once a caller has rested, or there is nothing else to do. */
  async #wake(): Promise<void> {
    if (this.#isWaking) return;
    this.#isWaking = true;
    while (!this.#isTaken && !this.#isHurried && !this.#beginning.isEmpty) {
      const isIdle = await oneMs();
      if (this.#isTaken || this.#isHurried) break;
      const next = this.#next((caller) => isIdle || !this.#isResting(caller));
      this.#isTaken = next !== undefined;
      next?.();
    }
    this.#isWaking = false;
  }

  #isResting(caller: string): boolean {
    return (this.#rests.get(caller) ?? 0) > performance.now();
  }

  #next(mayBegin: (caller: string) => boolean): (() => void) | undefined {
    // However many begin, what goes on has every second turn at least, the oldest first.
    const maxGoingOn = this.#hasJustBegun ? 0 : MAX_BEGUN - 1;
    const begins = this.#goingOn.length <= maxGoingOn ? this.#beginning.take(mayBegin) : undefined;
    this.#hasJustBegun = begins !== undefined;
    return begins?.item ?? this.#goingOn.shift();
  }
}

/** Leaves the event loop to all else for so long; after short work, until nothing else is to be done. */
async function pause(ms: number): Promise<void> {
  if (ms > LONG_MS) return sleep(ms);
  const end = performance.now() + ms;
  for (let isIdle = false; !isIdle && performance.now() < end; ) isIdle = await oneMs();
}

/** Whether the event loop had nothing to do for a part of the time. */
async function oneMs(): Promise<boolean> {
  const { idle } = performance.eventLoopUtilization();
  await sleep(1);
  return performance.eventLoopUtilization().idle > idle;
}
