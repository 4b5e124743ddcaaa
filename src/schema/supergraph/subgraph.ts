import type { GraphQLSchema } from 'graphql';
import { entities } from './entities.ts';
import { keysComplexity, MAX_KEYS, resolveEach } from './keys.ts';
import { type QueryField, withQueryFields } from './queryFields.ts';
import { parseRepresentation } from './representation.ts';
import { federationSdl, stitchingSdl } from './sdl.ts';

/** The fields that return the schema itself: `INTROSPECTION` governs them too. */
export const SDL_FIELDS = ['_service', '_sdl'] as const;

// `_Any` accepts any value, so that an invalid representation fails alone and not together with all variables.
const TYPES = `
  "A subgraph, as federated gateways see it."
  type _Service { "The schema with the directives of federation." sdl: String! }
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
      sdl: '"This schema, to compose into a federated supergraph." _service: _Service!',
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
        _entities("Representations of the entities, at most ${MAX_KEYS}." representations: [_Any!]!): [_Entity]!`,
      complexity: ({ representations = [] }) => keysComplexity(representations),
      resolve: (
        _root,
        { representations }: { readonly representations: readonly unknown[] },
        { graph, errorBudget },
      ) =>
        resolveEach(
          ['representations', representations],
          errorBudget,
          parseRepresentation,
          async ({ entity, key }) => {
            const found = await entity.load(graph, key);
            return found && { ...found, __typename: entity.type };
          },
        ),
    },
  } satisfies Record<string, QueryField>;
  return withQueryFields(schema, fields, `${TYPES} ${[...entities.keys()].join(' | ')}`);
}
