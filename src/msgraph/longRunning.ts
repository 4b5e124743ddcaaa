import type { Session } from './calls/session.ts';
import type { WriteRequest } from './calls/writeRequest.ts';
import type { Endpoint } from './defineResource.ts';
import { type OperationLink, readOperationLink } from './operationLink.ts';
import type { GraphFailure } from './protocol/errors.ts';
import { invalidResponse } from './protocol/errors.ts';
import type { Reply } from './protocol/reply.ts';
import { failedWrite } from './resource.ts';

/** One write that Graph carries out in the background, as documented. */
export interface LongRunningWrite extends Omit<WriteRequest, 'confirmedBy'> {
  readonly method: 'POST' | 'PATCH';
  /** The id of the item that it is for. */
  readonly id: string;
}

/**
 * Sends a long-running write, and returns the operation that its `Location` names: to be read by its id, since the
 * gateway never requests a URL from a response. The id is nowhere else, and operations cannot be listed.
 *
 * @returns the operation, or a failure if the write was accepted but its operation is unknown
 * @throws {GraphFailure} if the write was not accepted, or may not have been
 * @see https://learn.microsoft.com/graph/long-running-actions-overview
 */
export async function startOperation(
  graph: Session,
  operation: LongRunningWrite,
  resource: Endpoint,
): Promise<OperationLink | GraphFailure> {
  const result = await graph.write({ ...operation, confirmedBy: 'acceptance' });
  const { reply, outcome } = result;
  if (outcome !== 'APPLIED') throw failedWrite(graph, result, operation, resource);
  const link = readOperationLink(locationOf(reply), graph.url);
  const isSafe = link && !graph.revealsSecret(link.id) && !graph.revealsSecret(link.parentId);
  return isSafe ? link : invalidResponse('it accepts the write, but has no valid Location of an operation');
}

function locationOf(reply: Reply): unknown {
  return reply.kind === 'none' ? undefined : reply.headers.location;
}
