import type { GraphQLSchema } from 'graphql';
import { createYoga, type Plugin } from 'graphql-yoga';
import type { ReportBug } from '../schema/errors.ts';
import type { RequestState } from './useResponseHeaders.ts';

/** Yoga, with these plugins in place of its own features. */
export function createYogaServer(
  schema: GraphQLSchema,
  reportBug: ReportBug,
  plugins: readonly Plugin<RequestState>[],
) {
  return createYoga<RequestState>({
    schema,
    plugins: [...plugins],
    // Nothing reaches Yoga's own error handling but a bug.
    maskedErrors: {
      maskError: (error) => {
        reportBug(error);
        return new Error('Unexpected error.');
      },
    },
    graphiql: false,
    cors: false,
    landingPage: false,
    logging: false,
    multipart: false,
    maxRequestBodySize: false,
    parserAndValidationCache: false,
    // Yoga's own check matches every URL that ends like this, so it gets an ending that no URL has.
    healthCheckEndpoint: '\n',
  });
}
