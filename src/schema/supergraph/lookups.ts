import type { GraphQLSchema } from 'graphql';
import { isResourceId, RESOURCE_ID_RULE, type ResourceId } from '../../msgraph/path.ts';
import { entities } from './entities.ts';
import { type InvalidKey, keysComplexity, MAX_KEYS, resolveEach } from './keys.ts';
import { type QueryField, withQueryFields } from './queryFields.ts';

/**
 * The schema with the plural lookup of each entity: `externalConnectionsById(ids: [ID!]!): [ExternalConnection]`, in
 * the order of the ids. The list is nullable as every root field is, so that too many ids leave the other fields of a
 * document alone.
 */
export function withLookups(schema: GraphQLSchema): GraphQLSchema {
  const fields: Record<string, QueryField> = {};
  for (const { type, lookup, description, load } of entities.values()) {
    if (lookup === undefined) continue;
    fields[lookup] = {
      sdl: `"${description}" ${lookup}("Identifiers, at most ${MAX_KEYS}." ids: [ID!]!): [${type}]`,
      complexity: ({ ids = [] }) => keysComplexity(ids),
      resolve: (_root, { ids }: { readonly ids: readonly string[] }, { graph, errorBudget }) =>
        resolveEach(['ids', ids], errorBudget, parseId, (id) => load(graph, { id })),
    };
  }
  return withQueryFields(schema, fields);
}

function parseId(id: unknown): ResourceId | InvalidKey {
  return typeof id === 'string' && isResourceId(id)
    ? id
    : { field: '', expected: `expected ${RESOURCE_ID_RULE}.` };
}
