import type { GraphQLError } from 'graphql';

/** One problem of a field. */
export interface Problem {
  /** The error of the field, with its place in the document and in the result. */
  readonly located: GraphQLError;
  readonly cause: Error;
  readonly message: string;
  readonly isFirst: boolean;
}

/** The problems that an error of a field stands for: one, or as many as its arguments have. */
export function problemsOf(located: GraphQLError): readonly Problem[] {
  const cause = located.originalError ?? located;
  if (!(cause instanceof AggregateError)) {
    return [{ located, cause, message: located.message, isFirst: true }];
  }
  const causes = cause.errors.filter((each) => each instanceof Error);
  return causes.map((each, index) => ({ located, cause: each, message: each.message, isFirst: index === 0 }));
}
