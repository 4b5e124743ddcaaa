import { buildSubgraphSchema } from '@apollo/subgraph';
import { type GraphQLSchema, parse } from 'graphql';
import { createSchema, createYoga, type YogaInitialContext } from 'graphql-yoga';
import { type Service, startService } from './service.ts';

// The other teams of a supergraph, each with something that a careless subgraph would collide with.

interface CallerContext {
  /** The token of the call: results contain it, so that one of another caller is noticed. */
  readonly token: string;
}

interface Keyed {
  readonly id: string;
}

const owner = ({ id }: Keyed, _args: unknown, { token }: CallerContext) => ({ id: `${id}'s for ${token}` });
const costCentre = ({ id }: Keyed) => (id.startsWith('contoso') ? `CC-${id.length}` : null);

/** Has Relay's PageInfo, of four fields, and scalars of the gateway's names. */
const people = buildSubgraphSchema([
  {
    typeDefs: parse(`
      extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@shareable"])
      type Query { people(first: Int, after: String): PersonConnection! }
      type PersonConnection { edges: [PersonEdge!]! pageInfo: PageInfo! }
      type PersonEdge { node: Person! cursor: String! }
      type PageInfo @shareable {
        hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String endCursor: String
      }
      type Person @key(fields: "id") { id: ID! name: String! badge: JSON steps: SafeInt }
      scalar JSON
      scalar SafeInt
    `),
    resolvers: {
      Query: { people: () => ({ edges: [], pageInfo: { hasNextPage: false, hasPreviousPage: false } }) },
      Person: { name: ({ id }: Keyed) => `Owner ${id}` },
    },
  },
]);

/** Has a `_sdl`, because another supergraph stitches it. */
const legacy = buildSubgraphSchema([
  {
    typeDefs: parse('type Query { _sdl: String! motto: String! }'),
    resolvers: { Query: { motto: () => 'Old.' } },
  },
]);

/** Says more about both of the gateway's entities, and refers to them. */
const ownership = buildSubgraphSchema([
  {
    typeDefs: parse(`
      extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])
      type Query { owned(ids: [ID!]!): [ExternalConnection!]! guarded(ids: [ID!]!): [PrivateEndpointConnection!]! }
      type ExternalConnection @key(fields: "id") { id: ID! owner: Person costCentre: String }
      type PrivateEndpointConnection @key(fields: "id") { id: ID! owner: Person }
      type Person @key(fields: "id", resolvable: false) { id: ID! }
    `),
    resolvers: {
      Query: {
        owned: (_root, { ids }: { ids: string[] }) => ids.map((id) => ({ id })),
        guarded: (_root, { ids }: { ids: string[] }) => ids.map((id) => ({ id })),
      },
      ExternalConnection: { owner, costCentre },
      PrivateEndpointConnection: { owner },
    },
  },
]);

const stitchedTypeDefs = `
  directive @key(selectionSet: String!) on OBJECT
  directive @merge(keyField: String!) on FIELD_DEFINITION
  type Query {
    ownershipById(ids: [ID!]!): [ExternalConnection] @merge(keyField: "id")
    owned(ids: [ID!]!): [ExternalConnection!]!
    _sdl: String!
  }
  type ExternalConnection @key(selectionSet: "{ id }") { id: ID! owner: Person costCentre: String }
  type Person { id: ID! name: String! badge: JSON steps: SafeInt }
  scalar JSON
  scalar SafeInt
  type PageInfo { hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String endCursor: String }
`;

/** The same for a supergraph that is stitched. */
const stitchedOwnership: GraphQLSchema = createSchema<CallerContext>({
  typeDefs: stitchedTypeDefs,
  resolvers: {
    Query: {
      ownershipById: (_root, { ids }: { ids: string[] }) => ids.map((id) => ({ id })),
      owned: (_root, { ids }: { ids: string[] }) => ids.map((id) => ({ id })),
      _sdl: () => stitchedTypeDefs,
    },
    ExternalConnection: { owner, costCentre },
    Person: { name: ({ id }: Keyed) => `Owner ${id}` },
  },
});

const neighbours = { people, legacy, ownership, stitchedOwnership };

/** Serves a neighbour over HTTP. */
export function startNeighbour(name: keyof typeof neighbours): Promise<Service> {
  const yoga = createYoga<object, CallerContext>({
    schema: neighbours[name],
    logging: false,
    context: ({ request }: YogaInitialContext) => ({
      token: (request.headers.get('authorization') ?? 'nobody').replace('Bearer ', ''),
    }),
  });
  return startService(name, yoga);
}
