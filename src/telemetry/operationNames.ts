import type { OperationRecord } from './record.ts';

const MAX_NAMES = 100;
const ANONYMOUS = '(anonymous)';
const OTHER = '(other)';

/**
 * The names that metrics tell apart: those given at the start, then the first 100 of operations that Graph has answered
 * with anything but a 401, since an operation that fails has to be found too. Callers choose names, also those without a
 * token that Graph accepts, so all others share one; parentheses are in no name of theirs.
 */
export class OperationNames {
  readonly #known: Set<string>;
  readonly #max: number;

  constructor(names: Iterable<string> = []) {
    this.#known = new Set(names);
    this.#max = this.#known.size + MAX_NAMES;
  }

  labelOf({ name, acceptedCalls }: OperationRecord): string {
    if (name === undefined) return ANONYMOUS;
    if (this.#known.has(name)) return name;
    // A name with brackets is a redacted one.
    if (acceptedCalls === 0 || this.#known.size >= this.#max || name.includes('[')) return OTHER;
    this.#known.add(name);
    return name;
  }
}
