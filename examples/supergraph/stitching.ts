import { buildHTTPExecutor } from '@graphql-tools/executor-http';
import { stitchSchemas } from '@graphql-tools/stitch';
import { stitchingDirectives } from '@graphql-tools/stitching-directives';
import { buildSchema, type GraphQLSchema } from 'graphql';

/** A service to stitch: the URL of its endpoint, and its SDL with stitching directives. */
export interface StitchedService {
  readonly url: string;
  readonly sdl: string;
  /** Whether it calls Microsoft Graph: the caller's token is for no other service. */
  readonly isForGraph: boolean;
}

/** The context value of each execution of the stitched schema. */
export interface CallerContext {
  /** The caller's `Authorization` header, forwarded to the services that call Microsoft Graph. */
  readonly authorization?: string | undefined;
}

/** Stitches services into one schema that forwards the caller's token. */
export function stitch(services: readonly StitchedService[]): GraphQLSchema {
  const { stitchingDirectivesTransformer } = stitchingDirectives();
  return stitchSchemas({
    subschemas: services.map(({ url, sdl, isForGraph }) => ({
      schema: buildSchema(sdl),
      batch: true,
      executor: buildHTTPExecutor({
        endpoint: url,
        // Not in a custom `fetch`: the executor deduplicates requests in flight by these headers.
        headers: (request): Record<string, string> => {
          const authorization: unknown = request?.context?.authorization;
          return isForGraph && typeof authorization === 'string' ? { authorization } : {};
        },
      }),
    })),
    subschemaConfigTransforms: [stitchingDirectivesTransformer],
  });
}
