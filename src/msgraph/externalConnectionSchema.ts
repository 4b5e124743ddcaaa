import type { Session } from './calls/session.ts';
import { defineResource } from './defineResource.ts';
import { belowConnection, externalConnections } from './externalConnection.ts';
import { startOperation } from './longRunning.ts';
import type { ResourceId } from './protocol/path.ts';
import { find } from './resource.ts';
import { type NewSchemaProperty, schemaProperty } from './schemaProperty.ts';
import { idlessShape, listOf, type ShapeOf, text } from './shape.ts';

/**
 * The properties that the items of a connection can have.
 *
 * @see https://learn.microsoft.com/graph/api/resources/externalconnectors-schema?view=graph-rest-beta
 */
export type ExternalConnectionSchema = ShapeOf<typeof shape>;

// Twice what Graph accepts: https://learn.microsoft.com/graph/connecting-external-content-manage-schema
const MAX_PROPERTIES = 256;

const shape = idlessShape({ baseType: text, properties: listOf(schemaProperty, MAX_PROPERTIES) });

const schemas = defineResource({ parent: externalConnections, shape });

/** The only type that the items of a connection can have. */
const BASE_TYPE = 'microsoft.graph.externalItem';

/** `GET /external/connections/{id}/schema`; also readable while its registration is in progress. */
export async function getExternalConnectionSchema(graph: Session, connectionId: string) {
  return await find(graph, belowConnection(graph, connectionId, 'schema'), schemas);
}

/**
 * `PATCH /external/connections/{id}/schema`: Graph accepts it (202), and registers the schema within 5 to 15 minutes.
 *
 * @see https://learn.microsoft.com/graph/api/externalconnectors-externalconnection-patch-schema?view=graph-rest-beta
 */
export function registerExternalConnectionSchema(
  graph: Session,
  connectionId: ResourceId,
  properties: readonly NewSchemaProperty[],
) {
  const path = belowConnection(graph, connectionId, 'schema');
  const body = { baseType: BASE_TYPE, properties };
  return startOperation(graph, { method: 'PATCH', path, body, id: connectionId }, externalConnections);
}
