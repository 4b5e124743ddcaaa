const MAX_LINES = 10;
const PERIOD_MS = 10_000;

/**
 * Rate limit for log lines that anybody can cause: ten of each kind in ten seconds, so that one kind does not hide another,
 * and one with the counts of the others.
 */
export class LineBudget {
  readonly #report: (counts: Readonly<Record<string, number>>, seconds: number) => void;
  readonly #counts = new Map<string, number>();
  readonly #lines = new Map<string, number>();
  #timer: NodeJS.Timeout | undefined;
  #startedAt = 0;

  constructor(report: (counts: Readonly<Record<string, number>>, seconds: number) => void) {
    this.#report = report;
  }

  /** Whether a line may be written now; counts it otherwise. There are few kinds, such as error codes. */
  take(kind: string): boolean {
    this.#start();
    const lines = (this.#lines.get(kind) ?? 0) + 1;
    this.#lines.set(kind, lines);
    if (lines <= MAX_LINES) return true;
    this.count(kind);
    return false;
  }

  /** Counts an event that has no line of its own. */
  count(kind: string): void {
    this.#start();
    this.#counts.set(kind, (this.#counts.get(kind) ?? 0) + 1);
  }

  /** Ends the period, and reports what was counted in it. */
  close(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#lines.clear();
    if (this.#counts.size === 0) return;
    const counts = Object.fromEntries(this.#counts);
    this.#counts.clear();
    const seconds = Math.round((performance.now() - this.#startedAt) / 1_000);
    this.#report(counts, Math.max(1, seconds));
  }

  #start(): void {
    if (this.#timer !== undefined) return;
    this.#startedAt = performance.now();
    this.#timer = setTimeout(() => this.close(), PERIOD_MS).unref();
  }
}
