import type { OperationRecord } from './record.ts';

const MAX_NAMES = 100;
const ANONYMOUS = '(anonymous)';
const OTHER = '(other)';

/**
 * The operation names that metrics have as labels: those given at the start, then the first 100 of operations that got
 * any response but a 401 from Graph, so that failing operations can be found, too. Callers choose names, even without a
 * valid token, so all other names share one label. Its parentheses cannot be in a name.
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
