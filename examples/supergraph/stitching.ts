import { buildHTTPExecutor } from '@graphql-tools/executor-http';
import { stitchSchemas } from '@graphql-tools/stitch';
import { stitchingDirectives } from '@graphql-tools/stitching-directives';
import { buildSchema, type GraphQLSchema } from 'graphql';

/** A service to stitch: its address, and its SDL with stitching directives. */
export interface StitchedService {
  readonly url: string;
  readonly sdl: string;
}

/** What each execution of the stitched schema gets as its context value. */
export interface CallerContext {
  /** The caller's `Authorization` header, handed on to every service. */
  readonly authorization?: string | undefined;
}

/** One schema of several services, each asked with the token of the caller. */
export function stitch(services: readonly StitchedService[]): GraphQLSchema {
  const { stitchingDirectivesTransformer } = stitchingDirectives();
  return stitchSchemas({
    subschemas: services.map(({ url, sdl }) => ({
      schema: buildSchema(sdl),
      batch: true,
      executor: buildHTTPExecutor({
        endpoint: url,
        // Never in a custom `fetch`: by these headers the executor tells the requests in flight apart.
        headers: (request): Record<string, string> => {
          const authorization: unknown = request?.context?.authorization;
          return typeof authorization === 'string' ? { authorization } : {};
        },
      }),
    })),
    subschemaConfigTransforms: [stitchingDirectivesTransformer],
  });
}
