import { createGatewayRuntime } from '@graphql-hive/gateway-runtime';

/**
 * A Hive Gateway that hands each caller's token on.
 *
 * @param supergraph the composed SDL
 */
export function createHive(supergraph: string) {
  return createGatewayRuntime({
    supergraph,
    propagateHeaders: {
      fromClientToSubgraphs: ({ request }) => ({ authorization: request.headers.get('authorization') }),
    },
    logging: false,
  });
}
