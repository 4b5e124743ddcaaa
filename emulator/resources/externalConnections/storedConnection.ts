import type { ExternalConnectors } from '@microsoft/microsoft-graph-types-beta';
import type { JsonObject } from '../../jsonBody.ts';

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
  /** The app that created it. */
  ownerAppId: string;
  name: string;
  configuration: StoredConfiguration;
  contentCategory: string;
  enabledContentExperiences: string | null;
  activitySettings: JsonObject | null;
  searchSettings: JsonObject | null;
  complianceSettings: JsonObject | null;
}
