import type { Session } from './calls/session.ts';
import { defineResource } from './defineResource.ts';
import { belowConnection, externalConnections } from './externalConnection.ts';
import { find } from './resource.ts';
import { idlessShape, integer, type ShapeOf } from './shape.ts';

/**
 * How many items a connection can still take. It is in the beta alone.
 *
 * @see https://learn.microsoft.com/graph/api/resources/externalconnectors-connectionquota?view=graph-rest-beta
 */
export type ExternalConnectionQuota = ShapeOf<typeof shape>;

const shape = idlessShape({ itemsRemaining: integer });

const quotas = defineResource({ parent: externalConnections, shape });

/** `GET /external/connections/{id}/quota` */
export async function getExternalConnectionQuota(graph: Session, connectionId: string) {
  return await find(graph, belowConnection(graph, connectionId, 'quota'), quotas);
}
