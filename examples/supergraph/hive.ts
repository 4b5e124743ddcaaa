import { createGatewayRuntime } from '@graphql-hive/gateway-runtime';

/**
 * A Hive Gateway that forwards the caller's token.
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
