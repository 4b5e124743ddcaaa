/** The schema of the peers whose schema is written by hand: as much of the gateway's as the scenarios ask for. */
export const typeDefs = /* GraphQL */ `
  type Query {
    externalConnection(id: ID!): ExternalConnection
    externalConnections(first: Int): ExternalConnectionPage
  }

  type Mutation {
    createExternalConnection(input: CreateExternalConnectionInput!): ExternalConnection
  }

  type ExternalConnection {
    id: ID!
    name: String
    description: String
    state: ExternalConnectionState
    configuration: ExternalConnectionConfiguration
  }

  enum ExternalConnectionState {
    DRAFT
    READY
    OBSOLETE
    LIMIT_EXCEEDED
    UNKNOWN_FUTURE_VALUE
  }

  type ExternalConnectionConfiguration {
    authorizedAppIds: [String!]
  }

  type ExternalConnectionPage {
    nodes: [ExternalConnection!]!
  }

  input CreateExternalConnectionInput {
    id: ID!
    name: String!
    description: String
    configuration: ExternalConnectionConfigurationInput
  }

  input ExternalConnectionConfigurationInput {
    authorizedAppIds: [String!]
  }
`;

const STATES = {
  draft: 'DRAFT',
  ready: 'READY',
  obsolete: 'OBSOLETE',
  limitExceeded: 'LIMIT_EXCEEDED',
};

/** Resolvers over a context with the three calls as `graph`. */
export const resolvers = {
  Query: {
    externalConnection: (_root, { id }, { graph }) => graph.connection(id),
    externalConnections: (_root, { first }, { graph }) => graph.connections(first),
  },
  Mutation: {
    createExternalConnection: (_root, { input }, { graph }) => graph.createConnection(input),
  },
  ExternalConnectionPage: {
    nodes: ({ value }) => value,
  },
  ExternalConnection: {
    state: ({ state }) => STATES[state] ?? 'UNKNOWN_FUTURE_VALUE',
  },
};
