import type { GraphQLSchema } from 'graphql';
import type { Session } from '../../msgraph/calls/session.ts';
import { isResourceId, RESOURCE_ID_RULE } from '../../msgraph/protocol/path.ts';
import { type Entity, entities } from './entities.ts';
import { type InvalidKey, type Key, keysComplexity, resolveEach } from './keys.ts';
import { type QueryField, withQueryFields } from './queryFields.ts';

/**
 * The schema with the plural lookup of each entity: `externalConnectionsById(ids: [ID!]!): [ExternalConnection]`, in
 * the order of the ids. The list is nullable as every root field is.
 */
export function withLookups(schema: GraphQLSchema): GraphQLSchema {
  const fields: Record<string, QueryField> = {};
  for (const entity of entities.values()) {
    const { type, lookup, description } = entity;
    if (lookup === undefined) continue;
    fields[lookup] = {
      sdl: `"${description}" ${lookup}("Identifiers. Beyond the maximum number of different ones, each is null with LIMIT_EXCEEDED." ids: [ID!]!): [${type}]`,
      complexity: ({ ids = [] }) => keysComplexity(ids),
      resolve: (_root, { ids }: { readonly ids: readonly string[] }, context) =>
        resolveEach(['ids', ids], context, (id) => parseId(id, entity, context.graph)),
    };
  }
  return withQueryFields(schema, fields);
}

function parseId(id: unknown, { load }: Entity, graph: Session): Key<object | null> | InvalidKey {
  return typeof id === 'string' && isResourceId(id)
    ? { identity: id, read: () => load(graph, { id }) }
    : { field: '', expected: `expected ${RESOURCE_ID_RULE}.` };
}
