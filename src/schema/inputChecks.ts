import type { ErrorBudget } from '../msgraph/protocol/errorBudget.ts';
import { badUserInput } from './errors.ts';

/** Why one argument is rejected. */
interface Problem {
  readonly argument: string;
  readonly expected: string;
}

/**
 * What a check returns in place of its result: all problems that it has found. An Error is made of each only if the
 * response has room for it, since the stack traces of thousands would cost more than the request.
 */
export class Invalid {
  readonly #problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    this.#problems = problems;
  }

  get problems(): readonly Problem[] {
    return this.#problems;
  }
}

/** The result of a check that fails: the path of the argument, as `input.id`, and what was expected of it. */
export function invalid(argument: string, expected: string): Invalid {
  return new Invalid([{ argument, expected }]);
}

/** Checks a condition: `undefined` if it is met. */
export function rule(isMet: boolean, argument: string, expected: string): Invalid | undefined {
  return isMet ? undefined : invalid(argument, expected);
}

type Valid<R> = { -readonly [Name in keyof R]: Exclude<R[Name], Invalid> };

/** The results of several checks by name, or all their problems in this order. */
export function checkAll<R extends Readonly<Record<string, unknown>>>(results: R): Valid<R> | Invalid {
  const problems = Object.values(results).flatMap(problemsIn);
  // Without problems, no result is an Invalid.
  return problems.length > 0 ? new Invalid(problems) : (results as Valid<R>);
}

/** The results of the checks of a list's items, or all their problems. */
export function checkEach<T, R>(
  items: readonly T[],
  check: (item: T, index: number) => R | Invalid,
): R[] | Invalid {
  const results: R[] = [];
  const problems: Problem[] = [];
  for (const [index, item] of items.entries()) {
    const result = check(item, index);
    if (result instanceof Invalid) problems.push(...result.problems);
    else results.push(result);
  }
  return problems.length > 0 ? new Invalid(problems) : results;
}

function problemsIn(result: unknown): readonly Problem[] {
  return result instanceof Invalid ? result.problems : [];
}

/**
 * Returns the checked arguments of a field, or throws their problems.
 *
 * @param budget - the operation's; the first problem of a field is always reported
 * @throws {GraphQLError} the problem, if there is one
 * @throws {AggregateError} of the problems, if there are several: each becomes an error of the field
 */
export function accepted<T>(checked: T | Invalid, budget: ErrorBudget): T {
  if (!(checked instanceof Invalid)) return checked;
  const reported = checked.problems.filter((_, index) => index === 0 || budget.take());
  const errors = reported.map(({ argument, expected }) => badUserInput(argument, expected));
  throw errors.length === 1 ? errors[0] : new AggregateError(errors, 'Several arguments are invalid.');
}
