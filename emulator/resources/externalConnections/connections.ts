import type { GraphContext } from '../../graphContext.ts';
import { conflict, GraphError, notFound } from '../../graphErrors.ts';
import { collectionPerTenant } from '../../perTenant.ts';
import type { Routes } from '../../routes.ts';
import { samples } from './samples.ts';
import type { StoredConnection } from './storedConnection.ts';

/** The external connections of a request's tenant. */
export const externalConnections = collectionPerTenant<StoredConnection>(samples);

/**
 * The connection in a request's path.
 * @see https://github.com/microsoftgraph/microsoft-graph-docs/issues/15737 for the 401; its code and message are invented
 */
export function findConnection(c: GraphContext): StoredConnection {
  const connection = externalConnections(c).get(c.req.param('id') ?? '');
  if (!connection) throw notFound('Connection');
  if (isAuthorized(c, connection)) return connection;
  throw new GraphError({
    status: 401,
    code: 'Unauthorized',
    message: 'The app is not authorized to access this connection.',
  });
}

/**
 * Whether the app of a request can see and manage a connection: because it created it, or is authorized in its
 * configuration. Every token is assumed to have the permission `ExternalConnection.ReadWrite.OwnedBy` and no other.
 * @see https://learn.microsoft.com/graph/connecting-external-content-manage-connections
 */
export function isAuthorized(c: GraphContext, { ownerAppId, configuration }: StoredConnection): boolean {
  const { authorizedAppIds = [], authorizedApps = [] } = configuration;
  const appIds = [ownerAppId, ...authorizedAppIds, ...authorizedApps];
  return appIds.some((id) => id.toLowerCase() === c.get('appId'));
}

/**
 * Rejects a request that is not possible in some states of a connection.
 * @param what - is not possible
 * @see https://learn.microsoft.com/graph/connecting-external-content-manage-connections#states-and-operations
 * @remarks Invented: status, code and message.
 */
export function rejectInStates(
  { id, state }: StoredConnection,
  states: readonly StoredConnection['state'][],
  what: string,
): void {
  if (!states.includes(state)) return;
  throw conflict({
    code: 'InvalidConnectionState',
    source: 'Connection',
    message: `The state of the connection '${id}' is '${state}', which does not allow ${what}.`,
  });
}

/** Routes under the documented root and the older one. */
export function underConnections(path: string, handlers: Routes[string]): Routes {
  return { [`/external/connections${path}`]: handlers, [`/connections${path}`]: handlers };
}
