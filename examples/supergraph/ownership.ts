import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';

interface Owned {
  readonly id: string;
  readonly owner: string;
  readonly costCentre: string;
}

const register: readonly Owned[] = [
  { id: 'contosohr', owner: 'Adele Vance', costCentre: 'HR-1100' },
  { id: 'contososervicedesk', owner: 'Megan Bowen', costCentre: 'IT-2040' },
];

/**
 * A second team's subgraph: who owns a connection, and who pays for it. It repeats of the gateway's type what
 * it has to, the key, and asks the gateway for nothing.
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
        __resolveReference: ({ id }: Pick<Owned, 'id'>) =>
          register.find((owned) => owned.id === id) ?? { id },
      },
    },
  },
]);
