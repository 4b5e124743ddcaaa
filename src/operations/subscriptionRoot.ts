import {
  type DirectiveNode,
  GraphQLError,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  type SelectionSetNode,
} from 'graphql';
import type { Fragments } from './measure.ts';

/**
 * Returns an error for each condition on the root of a subscription, which the next version of the specification
 * rejects: variables must not decide which field a subscription has. It runs before validation, because graphql-js's
 * rule of the single field throws on such a condition.
 *
 * @see https://spec.graphql.org/draft/#sec-Single-Root-Field
 */
export function rootConditions(
  { operation, selectionSet }: OperationDefinitionNode,
  fragments: Fragments,
): GraphQLError[] {
  if (operation !== OperationTypeNode.SUBSCRIPTION) return [];
  const message = 'The root of a subscription must not have "@skip" or "@include".';
  return conditionsIn(selectionSet, fragments, new Set()).map(
    (nodes) => new GraphQLError(message, { nodes }),
  );
}

function conditionsIn(
  { selections }: SelectionSetNode,
  fragments: Fragments,
  visited: Set<string>,
): DirectiveNode[] {
  return selections.flatMap((selection) => {
    const own = selection.directives?.filter(
      ({ name: { value } }) => value === 'skip' || value === 'include',
    );
    if (selection.kind === Kind.FIELD) return own ?? [];
    const isSpread = selection.kind === Kind.FRAGMENT_SPREAD;
    const fragment = isSpread ? fragments.get(selection.name.value) : selection;
    if (isSpread && visited.has(selection.name.value)) return own ?? [];
    if (isSpread) visited.add(selection.name.value);
    const inner = fragment === undefined ? [] : conditionsIn(fragment.selectionSet, fragments, visited);
    return [...(own ?? []), ...inner];
  });
}
