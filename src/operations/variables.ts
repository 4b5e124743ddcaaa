import { type GraphQLSchema, getVariableValues, type OperationDefinitionNode } from 'graphql';
import { hasMoreCharacters, hasMoreValues } from '../json/valueCount.ts';
import { isMutation } from './authorize.ts';
import { Rejection } from './errors.ts';
import type { PreparedOperation } from './prepare.ts';
import type { SecretFilter } from './secrets.ts';

export type Variables = Readonly<Record<string, unknown>>;

/** The variables of one request: as they came, and coerced where the gateway itself needs that. */
export interface GivenVariables {
  readonly raw: Variables;
  /** Coerced at the first call. @throws {Rejection} where they are invalid */
  readonly coerced: () => Variables;
}

export interface VariableOptions {
  /** Whether errors suggest names. */
  readonly suggestions: boolean;
}

// Each of these errors quotes the whole value of its variable, before it is clipped.
const MAX_VARIABLE_ERRORS = 10;
const MAX_QUOTED_CHARACTERS = 50_000;
// Coercing fewer takes at most a millisecond or two, even if each of these errors quotes all of them.
const FEW_VALUES = 100;

/** Whether coercing them may take several milliseconds. */
export function areLarge(variables: Variables): boolean {
  return hasMoreValues(variables, FEW_VALUES) || hasMoreCharacters(variables, MAX_QUOTED_CHARACTERS);
}

/** Makes the variables of a request. They are coerced when that is needed, because graphql-js's `execute` does it, too. */
export function createGivenVariables(
  schema: GraphQLSchema,
  { suggestions }: VariableOptions,
  secretFilter: SecretFilter,
): (operation: PreparedOperation, raw: Variables) => GivenVariables {
  return (operation, raw) => {
    let known: Variables | undefined;
    return {
      raw,
      coerced: () => {
        known ??= coerce(operation, raw);
        return known;
      },
    };
  };

  function coerce({ document, node }: PreparedOperation, raw: Variables): Variables {
    const { variableDefinitions } = node;
    if (!variableDefinitions?.length) return {};
    const coerceAll = (maxErrors: number) =>
      getVariableValues(schema, variableDefinitions, raw, { maxErrors, hideSuggestions: !suggestions });
    const first = coerceAll(1);
    if (first.errors === undefined) return first.coerced;
    const isLong = hasMoreCharacters(raw, MAX_QUOTED_CHARACTERS);
    const { errors = first.errors } = isLong ? first : coerceAll(MAX_VARIABLE_ERRORS);
    const outcome = isMutation(node) ? { outcome: 'NOT_APPLIED' as const } : {};
    throw new Rejection(errors.map(secretFilter(document, raw)), { code: 'BAD_USER_INPUT', ...outcome });
  }
}

/** The variables that an operation declares: a stream keeps them for as long as it lasts. */
export function declared({ variableDefinitions = [] }: OperationDefinitionNode, raw: Variables): Variables {
  const names = variableDefinitions.map(({ variable }) => variable.name.value);
  return Object.fromEntries(names.flatMap((name) => (Object.hasOwn(raw, name) ? [[name, raw[name]]] : [])));
}
