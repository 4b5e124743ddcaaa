const WINDOWS = 10;
const WINDOW_MS = 1_000;

interface Window {
  readonly startedAt: number;
  calls: number;
  failures: number;
}

/** Counts calls and failures of the last ten seconds, or, below one call a second, of about the last ten calls. */
export class CallSample {
  readonly #windows: Window[] = [];

  add(hasFailed: boolean): void {
    const now = performance.now();
    let window = this.#windows.at(-1);
    if (window === undefined || now - window.startedAt >= WINDOW_MS) {
      window = { startedAt: now, calls: 0, failures: 0 };
      this.#windows.push(window);
      if (this.#windows.length > WINDOWS) this.#windows.shift();
    }
    window.calls += 1;
    if (hasFailed) window.failures += 1;
  }

  /** Whether there are at least `minCalls` calls, and more than half of them failed. */
  isFailing(minCalls: number): boolean {
    const calls = this.#sum(({ calls }) => calls);
    return calls >= minCalls && this.#sum(({ failures }) => failures) > calls / 2;
  }

  clear(): void {
    this.#windows.length = 0;
  }

  #sum(count: (window: Window) => number): number {
    return this.#windows.reduce((sum, window) => sum + count(window), 0);
  }
}
