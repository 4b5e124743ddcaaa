import type { OperationRecord } from './record.ts';

const MAX_NAMES = 100;
const ANONYMOUS = '(anonymous)';
const OTHER = '(other)';

/**
 * The names that metrics tell apart: those given at the start, then the first 100 whose operations Graph has answered
 * and that succeeded. Callers choose names, so all others share one; parentheses are in no name of theirs.
 */
export class OperationNames {
  readonly #known: Set<string>;
  readonly #max: number;

  constructor(names: Iterable<string> = []) {
    this.#known = new Set(names);
    this.#max = this.#known.size + MAX_NAMES;
  }

  labelOf({ name, errors, successfulCalls, isDisconnected }: OperationRecord): string {
    if (name === undefined) return ANONYMOUS;
    if (this.#known.has(name)) return name;
    const succeeded = successfulCalls > 0 && errors.size === 0 && !isDisconnected;
    // A name with brackets is a redacted one.
    if (!succeeded || this.#known.size >= this.#max || name.includes('[')) return OTHER;
    this.#known.add(name);
    return name;
  }
}
