import { type GraphQLFieldConfig, GraphQLID, GraphQLList, GraphQLNonNull, type GraphQLSchema } from 'graphql';
import type { GatewayContext } from '../../context.ts';
import { resourceId } from '../arguments.ts';
import { type Entity, entities } from './entities.ts';
import { answerEach, keysComplexity, MAX_KEYS } from './keys.ts';
import { objectType, type QueryFields } from './queryFields.ts';

interface Keys {
  readonly ids: readonly string[];
}
type Lookup = GraphQLFieldConfig<unknown, GatewayContext, Keys>;

/**
 * The plural lookup of each entity: `externalConnectionsById(ids: [ID!]!): [ExternalConnection]`, in the order
 * of the ids. An item is null where nothing is found; the list as a whole can be null as every root field can,
 * so that too many ids do not take the other fields of a document along.
 */
export function lookupFields(schema: GraphQLSchema): QueryFields {
  return Object.fromEntries([...entities.values()].map((entity) => [entity.lookup, lookup(schema, entity)]));
}

function lookup(schema: GraphQLSchema, { type, description, load }: Entity): Lookup {
  return {
    type: new GraphQLList(objectType(schema, type)),
    description,
    args: {
      ids: {
        type: new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(GraphQLID))),
        description: `The ids to look up, at most ${MAX_KEYS}.`,
      },
    },
    extensions: { complexity: ({ ids }: Keys) => keysComplexity(ids) },
    resolve: (_root, { ids }, { graph }) =>
      answerEach(ids, async (id, index) => load(graph, resourceId(id, `ids[${index}]`))),
  };
}
