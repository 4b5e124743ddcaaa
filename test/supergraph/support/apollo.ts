import { ApolloGateway, RemoteGraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import type { Front } from './front.ts';

interface CallerContext {
  readonly authorization?: string;
}

/** Apollo Gateway in Apollo Server, as Apollo documents it. */
export async function startApollo(supergraphSdl: string): Promise<Front> {
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
  const server = new ApolloServer<CallerContext>({ gateway });
  await server.start();
  return {
    name: 'Apollo Gateway',
    ask: async (query, variables = {}, token = 'demo') => {
      const contextValue = { authorization: `Bearer ${token}` };
      const { body } = await server.executeOperation({ query, variables }, { contextValue });
      if (body.kind !== 'single') throw new Error('Expected one answer.');
      const { data, errors } = body.singleResult;
      return JSON.parse(JSON.stringify({ data, errors }));
    },
    close: () => server.stop(),
  };
}
