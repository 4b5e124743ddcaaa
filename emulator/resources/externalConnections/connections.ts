import type { ExternalConnectors } from '@microsoft/microsoft-graph-types-beta';
import type { GraphContext } from '../../graphContext.ts';
import { notFound } from '../../graphErrors.ts';
import type { JsonObject } from '../../jsonBody.ts';
import { collectionPerTenant } from '../../perTenant.ts';
import type { Routes } from '../../routes.ts';
import { samples } from './samples.ts';

/** Either name of the list is stored as sent: `authorizedAppIds` was `authorizedApps` until March 2021. */
export interface StoredConfiguration extends Record<string, unknown> {
  authorizedAppIds?: string[];
  authorizedApps?: string[];
}

type Documented = ExternalConnectors.ExternalConnection;

/**
 * An external connection as stored. The published types lack `contentCategory` and allow only one flag in
 * `enabledContentExperiences`. The settings are stored as sent.
 */
export interface StoredConnection
  extends Required<Pick<Documented, 'state' | 'description' | 'connectorId' | 'ingestedItemsCount'>> {
  id: string;
  name: string;
  configuration: StoredConfiguration;
  contentCategory: string;
  enabledContentExperiences: string | null;
  activitySettings: JsonObject | null;
  searchSettings: JsonObject | null;
  complianceSettings: JsonObject | null;
}

/** The external connections of a request's tenant. */
export const externalConnections = collectionPerTenant<StoredConnection>(samples);

/** The connection in a request's path. */
export function findConnection(c: GraphContext): StoredConnection {
  const connection = externalConnections(c).get(c.req.param('id') ?? '');
  if (!connection) throw notFound('Connection');
  return connection;
}

/** Routes under the documented root and the older one. */
export function underConnections(path: string, handlers: Routes[string]): Routes {
  return { [`/external/connections${path}`]: handlers, [`/connections${path}`]: handlers };
}
