import { createHash } from 'node:crypto';
import { Collection } from './collection.ts';
import type { StoredConnection } from './externalConnections.ts';
import type { StoredPrivateEndpointConnection } from './privateEndpointConnections.ts';
import { sampleConnections, samplePrivateEndpointConnections } from './samples.ts';

/** The state behind one token. */
export interface Tenant {
  /** The app registration the token is taken to be for. */
  readonly appId: string;
  readonly connections: Collection<StoredConnection>;
  readonly privateEndpointConnections: Collection<StoredPrivateEndpointConnection>;
  /** The singleton of `/privateEndpointConnection`. */
  privateEndpointConnection: StoredPrivateEndpointConnection;
}

/** The tenant that starts with sample data. */
export const demoToken = 'demo';

/** One tenant per token, made when the token is first seen. */
export class Tenants {
  readonly #byToken = new Map<string, Tenant>();

  of(token: string): Tenant {
    const known = this.#byToken.get(token);
    if (known) return known;
    const tenant = newTenant(token);
    this.#byToken.set(token, tenant);
    return tenant;
  }
}

function newTenant(token: string): Tenant {
  const tenant: Tenant = {
    appId: guidOf(`app of ${token}`),
    connections: new Collection(),
    privateEndpointConnections: new Collection(),
    privateEndpointConnection: {
      id: guidOf(`private endpoint connection of ${token}`),
      externalPrivateEndpointId: `/subscriptions/${guidOf(`subscription of ${token}`)}/resourceGroups/identity/providers/Microsoft.Network/privateEndpoints/entra-id`,
      privateLinkIds: [16777221],
    },
  };
  if (token === demoToken) {
    for (const connection of sampleConnections) tenant.connections.set(connection.id, connection);
    for (const connection of samplePrivateEndpointConnections) {
      tenant.privateEndpointConnections.set(connection.id, connection);
    }
  }
  return tenant;
}

/** A GUID that is always the same for the same text. */
function guidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `a${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
