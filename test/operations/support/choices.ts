import fc from 'fast-check';

/** A list that something can be chosen from. */
export type Options<T> = readonly [T, ...T[]];

/**
 * Choices that a builder takes one after the other. The first option of each is the simplest, and the one
 * that is taken once there are no more choices: so what is built shrinks with the list of the choices.
 */
export class Choices {
  readonly #numbers: readonly number[];
  #at = 0;

  constructor(numbers: readonly number[]) {
    this.#numbers = numbers;
  }

  /** Whether every further choice is the simplest. */
  get areOver(): boolean {
    return this.#at >= this.#numbers.length;
  }

  /** An integer below a limit. */
  below(limit: number): number {
    const number = this.#numbers[this.#at] ?? 0;
    this.#at += 1;
    return number % limit;
  }

  /** True in this percentage of cases. */
  chance(percent: number): boolean {
    return this.below(100) >= 100 - percent;
  }

  of<T>(options: Options<T>): T {
    return options[this.below(options.length)] ?? options[0];
  }

  /** One of a list that may be empty. */
  maybeOf<T>(options: readonly T[]): T | undefined {
    const [first, ...others] = options;
    return first === undefined ? undefined : this.of([first, ...others]);
  }
}

/** Values that a builder makes from choices. */
export function chosen<T>(build: (choices: Choices) => T): fc.Arbitrary<T> {
  const number = fc.noBias(fc.nat(9_999));
  return fc.array(number, { maxLength: 600, size: 'max' }).map((numbers) => build(new Choices(numbers)));
}
