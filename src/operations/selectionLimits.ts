import type { GraphQLError } from 'graphql';
import type { Limit } from '../client/errorContract.ts';
import { limitExceeded } from '../schema/errors.ts';
import type { OperationSize } from './measure.ts';

/** How much a document may ask for at once. */
export interface SelectionLimits {
  /** Levels of fields; introspection has a bound of its own. */
  readonly maxDepth: number;
  readonly maxAliases: number;
  readonly maxRootFields: number;
  readonly maxDirectives: number;
}

// graphql-js's own introspection query is 15 levels deep; chains of `ofType` could go on forever.
const MAX_INTROSPECTION_DEPTH = 20;
// Tools probe the features of a server with one `__type` for each of the eight types of introspection. Eight of the
// largest type cost about as much as one introspection query (75 kB, 10 ms of CPU), and have its cost and byte limits.
const MAX_TYPE_FIELDS = 8;

/** The limits that an operation exceeds, whatever its variables. */
export function overSelectionLimits(operation: OperationSize, limits: SelectionLimits): GraphQLError[] {
  const limited: readonly (readonly [Limit, number, number])[] = [
    ['depth', operation.depth, limits.maxDepth],
    ['introspectionDepth', operation.introspectionDepth, MAX_INTROSPECTION_DEPTH],
    ['schemaFields', operation.schemaFields, 1],
    ['typeFields', operation.typeFields, MAX_TYPE_FIELDS],
    ['introspectionAliases', operation.introspectionAliases, 0],
    ['aliases', operation.aliases, limits.maxAliases],
    ['rootFields', operation.fields, limits.maxRootFields],
    ['directives', operation.directives, limits.maxDirectives],
  ];
  return limited.filter(([, size, max]) => size > max).map(([limit, , max]) => limitExceeded(limit, max));
}
