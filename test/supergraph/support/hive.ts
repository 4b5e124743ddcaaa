import { createGatewayRuntime } from '@graphql-hive/gateway-runtime';
import { type Front, httpFront } from './front.ts';

/** Hive Gateway as `docs/supergraph.md` sets it up. */
export function startHive(supergraph: string): Front {
  const hive = createGatewayRuntime({
    supergraph,
    propagateHeaders: {
      fromClientToSubgraphs: ({ request }) => ({ authorization: request.headers.get('authorization') }),
    },
    logging: false,
  });
  return {
    ...httpFront('Hive Gateway', 'http://hive/graphql', (url, init) => hive.fetch(url, init)),
    close: async () => hive[Symbol.asyncDispose](),
  };
}
