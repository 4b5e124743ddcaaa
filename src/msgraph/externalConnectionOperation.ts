import type { Session } from './calls/session.ts';
import { defineResource } from './defineResource.ts';
import { externalConnections } from './externalConnection.ts';
import { childPath, itemPath, type ResourceId } from './protocol/path.ts';
import { find } from './resource.ts';
import { complexShape, entityShape, enumShape, listOf, type ShapeOf, text } from './shape.ts';

/**
 * A long-running operation of a connection, such as the registration of its schema. Its id is unique below the
 * connection only, and has a region, dots and 70 characters: `1.weu-b.0251D5….98B2D9…`.
 *
 * @see https://learn.microsoft.com/graph/api/resources/externalconnectors-connectionoperation?view=graph-rest-beta
 */
export interface ExternalConnectionOperation extends ShapeOf<typeof shape> {
  readonly connectionId: string;
}

/** Why an operation failed: Graph's `publicError`. */
export type OperationError = ShapeOf<typeof publicError>;

export const OPERATION_STATUSES = ['unspecified', 'inprogress', 'completed', 'failed'] as const;
export type OperationStatus = (typeof OPERATION_STATUSES)[number];

const texts = { code: text, message: text, target: text };
const publicError = complexShape({
  ...texts,
  innerError: complexShape(texts),
  details: listOf(complexShape(texts)),
});

const shape = entityShape({ status: enumShape(OPERATION_STATUSES), error: publicError });

const operations = defineResource({ parent: externalConnections, shape });

/**
 * `GET /external/connections/{id}/operations/{id}`
 *
 * @see https://learn.microsoft.com/graph/api/externalconnectors-connectionoperation-get?view=graph-rest-beta
 */
export async function getExternalConnectionOperation(
  graph: Session,
  connectionId: ResourceId,
  id: ResourceId,
): Promise<ExternalConnectionOperation | null> {
  const connection = itemPath(graph.path(externalConnections), connectionId);
  const found = await find(graph, itemPath(childPath(connection, 'operations'), id), operations, id);
  // The properties are getters of the prototype, so spreading the object would lose them.
  return found && Object.assign(found, { connectionId });
}

/** Whether an operation has ended. An unknown status is not final, since another one may follow. */
export function isEnded({ status }: ExternalConnectionOperation): boolean {
  return status === 'completed' || status === 'failed';
}
