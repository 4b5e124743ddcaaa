import type { GraphQLSchema } from 'graphql';
import type { Session } from '../../msgraph/calls/session.ts';
import { entities } from './entities.ts';
import { type Key, keysComplexity, resolveEach } from './keys.ts';
import { type QueryField, withQueryFields } from './queryFields.ts';
import { parseRepresentation, type Representation } from './representation.ts';
import { federationSdl, stitchingSdl } from './sdl.ts';

/** The fields that return the schema itself: `INTROSPECTION` governs them too. */
export const SDL_FIELDS = ['_service', '_sdl'] as const;
export const SDL_TYPE = '_Service';

// `_Any` accepts any value, so that an invalid representation fails alone and not together with all variables.
const TYPES = `
  "A subgraph, as federated gateways see it."
  type ${SDL_TYPE} { "The schema with the directives of federation." sdl: String! }
  "What a federated gateway knows of an entity: its \`__typename\` and its key."
  scalar _Any
  "Any entity of this subgraph."
  union _Entity =`;

/**
 * The served schema: the gateway's own, and the fields that supergraph gateways ask of a subgraph. The SDL that they
 * compose is printed from the gateway's own, so neither dialect sees the fields of the other: a `_sdl` would collide
 * with the next subgraph's.
 *
 * @see https://www.apollographql.com/docs/graphos/schema-design/federated-schemas/reference/subgraph-spec
 */
export function subgraphSchema(schema: GraphQLSchema): GraphQLSchema {
  let federation: string | undefined;
  let stitching: string | undefined;
  const fields = {
    _service: {
      sdl: `"This schema, to compose into a federated supergraph." _service: ${SDL_TYPE}!`,
      resolve: () => {
        federation ??= federationSdl(schema);
        return { sdl: federation };
      },
    },
    _sdl: {
      sdl: '"This schema, for a gateway that stitches schemas." _sdl: String!',
      resolve: () => {
        stitching ??= stitchingSdl(schema);
        return stitching;
      },
    },
    _entities: {
      // The list is non-null by the specification.
      sdl: `"Entities by their keys, in the order of the representations; null where none is found."
        _entities("Representations of the entities. Beyond the maximum number of different ones, each is null with LIMIT_EXCEEDED." representations: [_Any!]!): [_Entity]!`,
      complexity: ({ representations = [] }) => keysComplexity(representations),
      resolve: (_root, { representations }: { readonly representations: readonly unknown[] }, context) =>
        resolveEach(['representations', representations], context, (value) => {
          const parsed = parseRepresentation(value);
          return 'expected' in parsed ? parsed : entityKey(parsed, context.graph);
        }),
    },
  } satisfies Record<string, QueryField>;
  return withQueryFields(schema, fields, `${TYPES} ${[...entities.keys()].join(' | ')}`);
}

function entityKey({ entity, key }: Representation, graph: Session): Key<object | null> {
  return {
    // No id contains a slash.
    identity: [entity.type, ...Object.values(key)].join('/'),
    read: async () => {
      const found = await entity.load(graph, key);
      // Read for this representation alone, so it is safe to modify.
      return found && Object.assign(found, { __typename: entity.type });
    },
  };
}
