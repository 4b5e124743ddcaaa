import type { EntityType } from '../entityType.ts';
import type { GraphContext } from '../graphContext.ts';
import { entityResponse } from '../odataResponses.ts';
import type { EmulatedResource } from '../resource.ts';
import { findConnection, underConnections } from './externalConnections/connections.ts';

interface ConnectionQuota {
  itemsRemaining: number;
}

const connectionQuota: EntityType<ConnectionQuota> = {
  name: 'microsoft.graph.externalConnectors.connectionQuota',
  properties: { itemsRemaining: {} },
};

// https://learn.microsoft.com/graph/connecting-external-content-api-limits
const maxItemsPerConnection = 5_000_000;

/**
 * The number of items that a connection still has room for. The response has no id.
 * @see https://learn.microsoft.com/graph/api/externalconnectors-connectionquota-get
 * @remarks Delegated tokens are accepted, which the real service rejects: the emulator does not know what a token is.
 */
export const resource: EmulatedResource = {
  routes: () => underConnections('/:id/quota', { GET: read }),
};

function read(c: GraphContext): Response {
  const { id, ingestedItemsCount } = findConnection(c);
  const itemsRemaining = Math.max(0, maxItemsPerConnection - (ingestedItemsCount ?? 0));
  return entityResponse(c, `external/connections('${id}')/quota/$entity`, connectionQuota, {
    itemsRemaining,
  });
}
