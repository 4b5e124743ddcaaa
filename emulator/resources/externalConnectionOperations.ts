import { randomUUID } from 'node:crypto';
import type { EntityType } from '../entityType.ts';
import type { GraphContext } from '../graphContext.ts';
import { notFound } from '../graphErrors.ts';
import { entityResponse } from '../odataResponses.ts';
import { perItem } from '../perTenant.ts';
import type { EmulatedResource } from '../resource.ts';
import { externalConnections, findConnection, underConnections } from './externalConnections/connections.ts';
import type { StoredConnection } from './externalConnections/storedConnection.ts';

declare module '../options.ts' {
  interface EmulatorOptions {
    /** How long an operation on an external connection takes. Default: 5000; the real service takes 5 to 15 minutes. */
    operationMs?: number;
  }
}

/** A long-running operation. Its status follows from the time: nothing runs meanwhile. */
export interface StoredOperation {
  readonly id: string;
  /** On the clock of `performance.now()`. */
  readonly endsAt: number;
  /** Why it fails, once it has ended; null if it completes. */
  readonly error: { readonly message: string } | null;
}

interface ConnectionOperation {
  id: string;
  status: 'inprogress' | 'completed' | 'failed';
  error: StoredOperation['error'];
}

const connectionOperation: EntityType<ConnectionOperation> = {
  name: 'microsoft.graph.externalConnectors.connectionOperation',
  properties: { id: {}, status: {}, error: {} },
};

/** Invented: that the registration of a sample's schema can still be read. An id that is used again starts as a draft. */
const operations = perItem(
  externalConnections,
  ({ id, state }) => new Map(id === 'contosohr' && state !== 'draft' ? [[sample.id, sample]] : []),
);

const sample: StoredOperation = {
  id: '1.weu-b.0251D560C889F660594C3F098392B322.98B2D9481B87CDDEBDF3DABCB52A9D22',
  endsAt: 0,
  error: null,
};

/**
 * The operations of external connections. They cannot be listed, and end with their connection.
 * @see https://learn.microsoft.com/graph/api/externalconnectors-connectionoperation-get
 * @remarks Invented: that an operation can be read as long as its connection exists.
 */
export const resource: EmulatedResource = {
  routes: () => underConnections('/:id/operations/:operationId', { GET: read }),
};

function read(c: GraphContext): Response {
  const connection = findConnection(c);
  const operation = operations(c, connection).get(c.req.param('operationId') ?? '');
  if (!operation) throw notFound('Operation');
  const fragment = `external/connections('${connection.id}')/operations/$entity`;
  return entityResponse(c, fragment, connectionOperation, asRead(operation));
}

/** The response that accepts a request, with the only link to the operation that it started. */
export function acceptedResponse(
  c: GraphContext,
  { id }: StoredConnection,
  operation: StoredOperation,
): Response {
  const { origin } = new URL(c.req.url);
  const Location = `${origin}/beta/external/connections/${id}/operations/${operation.id}`;
  return c.body(null, 202, { Location });
}

/** @param error - why the operation is going to fail; null if it is not */
export function startOperation(
  c: GraphContext,
  connection: StoredConnection,
  durationMs: number,
  error: StoredOperation['error'],
): StoredOperation {
  const operation = { id: newId(), endsAt: performance.now() + durationMs, error };
  operations(c, connection).set(operation.id, operation);
  return operation;
}

export function statusOf({ endsAt, error }: StoredOperation): ConnectionOperation['status'] {
  if (performance.now() < endsAt) return 'inprogress';
  return error ? 'failed' : 'completed';
}

function asRead(operation: StoredOperation): ConnectionOperation {
  const status = statusOf(operation);
  return { id: operation.id, status, error: status === 'failed' ? operation.error : null };
}

/**
 * An id of the real service's form, as https://github.com/pnp/cli-microsoft365 recorded it; the GUIDs on the pages are
 * placeholders.
 */
function newId(): string {
  const [first, second] = [randomUUID(), randomUUID()].map((uuid) => uuid.replaceAll('-', '').toUpperCase());
  return `1.weu-b.${first}.${second}`;
}
