import { execute, type GraphQLSchema, parse } from 'graphql';
import { type CallerContext, stitch } from '../../../../examples/supergraph/stitching.ts';
import { callerKey, type Front } from './front.ts';

export interface StitchedFront extends Front {
  readonly schema: GraphQLSchema;
}

/**
 * The stitching gateway of the example, over services that have a `_sdl`; all of them get the token, which those of the
 * tests put into their results.
 */
export async function startStitched(urls: readonly string[]): Promise<StitchedFront> {
  const schema = stitch(
    await Promise.all(urls.map(async (url) => ({ url, sdl: await stitchingSdlOf(url), isForGraph: true }))),
  );
  return {
    name: 'stitched',
    schema,
    execute: async (query, variableValues = {}, token = 'demo') => {
      const contextValue: CallerContext = callerKey(token);
      const result = await execute({ schema, document: parse(query), variableValues, contextValue });
      return JSON.parse(JSON.stringify(result));
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
