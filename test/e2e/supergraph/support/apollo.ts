import { ApolloGateway, RemoteGraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import type { GraphQLFormattedError } from 'graphql';
import { callerKey, type Front } from './front.ts';

interface CallerContext {
  readonly authorization?: string;
}

type FormatError = (error: GraphQLFormattedError) => GraphQLFormattedError;

/** Removes what Apollo Gateway discloses of a subgraph's response, and of a failed call. */
export const withoutUrls: FormatError = (error) => {
  const { response: _, ...extensions } = error.extensions ?? {};
  const message = extensions.code === 'INTERNAL_SERVER_ERROR' ? 'Unexpected error.' : error.message;
  return { ...error, message, extensions };
};

/** Apollo Gateway in Apollo Server, as Apollo documents it. */
export async function startApollo(supergraphSdl: string, formatError?: FormatError): Promise<Front> {
  const gateway = new ApolloGateway({
    supergraphSdl,
    buildService: ({ url = '' }) =>
      new RemoteGraphQLDataSource<CallerContext>({
        url,
        willSendRequest: ({ request, context }) => {
          const { authorization } = context;
          if (authorization !== undefined) request.http?.headers.set('authorization', authorization);
        },
      }),
  });
  const server = new ApolloServer<CallerContext>({ gateway, ...(formatError && { formatError }) });
  await server.start();
  return {
    name: 'Apollo Gateway',
    execute: async (query, variables = {}, token = 'demo') => {
      const contextValue = callerKey(token);
      const { body } = await server.executeOperation({ query, variables }, { contextValue });
      if (body.kind !== 'single') throw new Error('Expected one result.');
      const { data, errors } = body.singleResult;
      return JSON.parse(JSON.stringify({ data, errors }));
    },
    close: () => server.stop(),
  };
}
