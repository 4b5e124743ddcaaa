import { createGatewayRuntime } from '@graphql-hive/gateway-runtime';

/**
 * A Hive Gateway that forwards the caller's token.
 *
 * @param supergraph the composed SDL
 * @param isForGraph whether a subgraph calls Microsoft Graph: the token is for no other
 */
export function createHive(supergraph: string, isForGraph: (subgraph: string) => boolean = isGateway) {
  return createGatewayRuntime({
    supergraph,
    propagateHeaders: {
      fromClientToSubgraphs: ({ request, subgraphName }) =>
        isForGraph(subgraphName) ? { authorization: request.headers.get('authorization') } : {},
    },
    logging: false,
  });
}

function isGateway(subgraph: string): boolean {
  return subgraph === 'msgraph';
}
