import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';

interface Ownership {
  readonly id: string;
  readonly owner: string;
  readonly costCentre: string;
}

const register: readonly Ownership[] = [
  { id: 'contosohr', owner: 'Adele Vance', costCentre: 'HR-1100' },
  { id: 'contososervicedesk', owner: 'Megan Bowen', costCentre: 'IT-2040' },
];

/**
 * Another team's subgraph, with the owner and the cost centre of a connection. It declares only the key of the
 * gateway's type, and never calls the gateway.
 */
export const ownership = buildSubgraphSchema([
  {
    typeDefs: parse(`
    extend schema @link(url: "https://specs.apollo.dev/federation/v2.0", import: ["@key"])

    type ExternalConnection @key(fields: "id") {
      id: ID!
      owner: String
      costCentre: String
    }
  `),
    resolvers: {
      ExternalConnection: {
        __resolveReference: ({ id }: Pick<Ownership, 'id'>) =>
          register.find((entry) => entry.id === id) ?? { id },
      },
    },
  },
]);
