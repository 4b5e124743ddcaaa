import { buildHTTPExecutor } from '@graphql-tools/executor-http';
import { stitchSchemas } from '@graphql-tools/stitch';
import { stitchingDirectives } from '@graphql-tools/stitching-directives';
import { buildSchema, execute, type GraphQLSchema, parse } from 'graphql';
import type { Front } from './front.ts';

interface CallerContext {
  readonly authorization?: string;
}

export interface StitchedFront extends Front {
  readonly schema: GraphQLSchema;
}

/** A stitching gateway as `docs/supergraph.md` sets it up: schemas from `_sdl`, calls over HTTP. */
export async function startStitched(urls: readonly string[]): Promise<StitchedFront> {
  const { stitchingDirectivesTransformer } = stitchingDirectives();
  const schema = stitchSchemas({
    subschemas: await Promise.all(
      urls.map(async (url) => ({
        schema: buildSchema(await stitchingSdlOf(url)),
        batch: true,
        executor: buildHTTPExecutor({
          endpoint: url,
          // Never in a custom `fetch`: the executor tells the requests in flight apart by these headers.
          headers: (request): Record<string, string> => {
            const authorization: unknown = request?.context?.authorization;
            return typeof authorization === 'string' ? { authorization } : {};
          },
        }),
      })),
    ),
    subschemaConfigTransforms: [stitchingDirectivesTransformer],
  });
  return {
    name: 'stitched',
    schema,
    ask: async (query, variableValues = {}, token = 'demo') => {
      const contextValue: CallerContext = { authorization: `Bearer ${token}` };
      const answer = await execute({ schema, document: parse(query), variableValues, contextValue });
      return JSON.parse(JSON.stringify(answer));
    },
    close: async () => {},
  };
}

async function stitchingSdlOf(url: string): Promise<string> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ _sdl }' }),
  });
  const { data } = await response.json();
  return data._sdl;
}
