import { GraphQLError } from 'graphql';
import { MAX_ERRORS } from './errors.ts';

type Checks = Readonly<Record<string, () => unknown>>;
type Results<C extends Checks> = { -readonly [Name in keyof C]: ReturnType<C[Name]> };

/**
 * Runs every check of an input and returns their results by name, so that a client learns all that is wrong at once.
 *
 * @throws {GraphQLError} the one problem, made by `badUserInput`
 * @throws {AggregateError} several of them: each becomes an error of the field. Beyond `MAX_ERRORS`, nothing more is
 * checked, since a response has no room for it: one more problem stands for the rest.
 */
export function checkAll<C extends Checks>(checks: C): Results<C> {
  const entries = checkEach(Object.entries(checks), ([name, check]) => [name, check()] as const);
  // The names are those of the checks, each with what its own check returned.
  return Object.fromEntries(entries) as Results<C>;
}

/** The same for the items of a list: the results in their order. */
export function checkEach<T, R>(items: readonly T[], check: (item: T, index: number) => R): R[] {
  const results: R[] = [];
  const problems: unknown[] = [];
  for (const [index, item] of items.entries()) {
    if (problems.length > MAX_ERRORS) break;
    try {
      results.push(check(item, index));
    } catch (error) {
      problems.push(...problemsIn(error));
    }
  }
  const [problem, ...others] = problems;
  if (problem === undefined) return results;
  if (others.length === 0) throw problem;
  throw new AggregateError(problems.slice(0, MAX_ERRORS + 1), 'Several arguments are invalid.');
}

/** @throws what is no problem of the input, but a bug */
function problemsIn(error: unknown): readonly unknown[] {
  if (error instanceof AggregateError) return error.errors;
  if (error instanceof GraphQLError && error.extensions.code === 'BAD_USER_INPUT') return [error];
  throw error;
}
