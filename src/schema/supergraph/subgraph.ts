import {
  type GraphQLFieldConfig,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLScalarType,
  type GraphQLSchema,
  GraphQLString,
  GraphQLUnionType,
} from 'graphql';
import type { GatewayContext } from '../../context.ts';
import { entities } from './entities.ts';
import { answerEach, keysComplexity, MAX_KEYS } from './keys.ts';
import { objectType, withQueryFields } from './queryFields.ts';
import { parseRepresentation } from './representation.ts';
import { federationSdl, stitchingSdl } from './sdl.ts';

/** The fields that answer with the schema itself: as public, or as closed, as introspection is. */
export const SDL_FIELDS = ['_service', '_sdl'] as const;

interface Keys {
  readonly representations: readonly unknown[];
}
type EntitiesField = GraphQLFieldConfig<unknown, GatewayContext, Keys>;

/**
 * The schema as it is served: the clean one, and beside it what gateways of a supergraph ask of a subgraph. The
 * SDL that they compose is printed from the clean one, so neither dialect sees the fields of the other: a `_sdl`
 * would collide with the next subgraph's.
 *
 * @see https://www.apollographql.com/docs/graphos/schema-design/federated-schemas/reference/subgraph-spec
 */
export function subgraphSchema(schema: GraphQLSchema): GraphQLSchema {
  const federation = once(() => federationSdl(schema));
  const stitching = once(() => stitchingSdl(schema));
  return withQueryFields(schema, {
    _service: {
      type: new GraphQLNonNull(Service),
      description: 'This schema, for composing it into a federated supergraph.',
      resolve: () => ({ sdl: federation() }),
    },
    _sdl: {
      type: new GraphQLNonNull(GraphQLString),
      description: 'This schema, for a gateway that stitches schemas.',
      resolve: stitching,
    },
    _entities: entitiesField(schema),
  });
}

const Service = new GraphQLObjectType({
  name: '_Service',
  description: 'A subgraph, as federated gateways see it.',
  fields: {
    sdl: {
      type: new GraphQLNonNull(GraphQLString),
      description: 'The schema with the directives of federation.',
    },
  },
});

// It takes any value: what is wrong with a representation is to be said of that one alone, not of all variables.
const Any = new GraphQLScalarType({
  name: '_Any',
  description: 'What a federated gateway knows of an entity: its `__typename` and its `id`.',
});

// The list cannot be null: it is the specification's type, and gateways know no other.
function entitiesField(schema: GraphQLSchema): EntitiesField {
  const types = [...entities.keys()].map((name) => objectType(schema, name));
  const Entity = new GraphQLUnionType({
    name: '_Entity',
    description: 'Everything that other subgraphs can refer to.',
    types,
  });
  return {
    type: new GraphQLNonNull(new GraphQLList(Entity)),
    description: 'Entities by their keys, in the order of the representations; null where nothing is found.',
    args: {
      representations: {
        type: new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(Any))),
        description: `The keys to look up, at most ${MAX_KEYS}.`,
      },
    },
    extensions: { complexity: ({ representations }: Keys) => keysComplexity(representations) },
    resolve: (_root, { representations }, { graph }) =>
      answerEach(representations, async (representation, index) => {
        const { entity, id } = parseRepresentation(representation, index);
        const found = await entity.load(graph, id);
        return found && { ...found, __typename: entity.type };
      }),
  };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
