import type { ExternalConnectors } from '@microsoft/microsoft-graph-types-beta';
import type { EntityType } from '../entityType.ts';
import type { GraphContext } from '../graphContext.ts';
import { GraphError, notFound } from '../graphErrors.ts';
import { type JsonObject, readJsonObject } from '../jsonBody.ts';
import { entityResponse, pageResponse } from '../odataResponses.ts';
import { collectionPerTenant } from '../perTenant.ts';
import type { EmulatedResource } from '../resource.ts';
import type { Routes } from '../routes.ts';
import { connectionChanges, newConnection } from './externalConnections/body.ts';
import { samples } from './externalConnections/samples.ts';

declare module '../options.ts' {
  interface EmulatorOptions {
    /** Response to `POST …/connections/$ref`: 201 with the object (default), or an empty 204 as OData specifies. */
    refStatus?: 201 | 204;
    /** How long a deleted external connection stays readable after the 202. Default: 500 (invented). */
    deleteDelayMs?: number;
  }
}

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

const externalConnection: EntityType<StoredConnection> = {
  name: 'microsoft.graph.externalConnectors.externalConnection',
  properties: {
    id: {},
    name: { filterable: true },
    description: {},
    state: {},
    configuration: {},
    connectorId: {},
    contentCategory: {},
    enabledContentExperiences: {},
    ingestedItemsCount: {},
    activitySettings: {},
    searchSettings: {},
    complianceSettings: {},
  },
  toEntity: (connection) => ({
    ...connection,
    configuration: {
      '@odata.type': 'microsoft.graph.externalConnectors.configuration',
      ...connection.configuration,
    },
  }),
};

/**
 * External connections, under the documented root and the older one.
 * @see https://learn.microsoft.com/graph/api/resources/externalconnectors-externalconnection
 */
export const resource: EmulatedResource = {
  routes: ({ refStatus = 201, deleteDelayMs = 500 }) => {
    const under = (root: string): Routes => ({
      [root]: { GET: list, POST: create },
      // Before `:id`, which would match `$ref` as well.
      [`${root}/$ref`]: { POST: (c) => addReference(c, refStatus) },
      [`${root}/:id`]: { GET: read, PATCH: update, DELETE: (c) => remove(c, deleteDelayMs) },
    });
    return { ...under('/external/connections'), ...under('/connections') };
  },
};

/** @see https://learn.microsoft.com/graph/api/externalconnectors-externalconnection-list */
function list(c: GraphContext): Response {
  return pageResponse(c, 'external/connections', externalConnection, externalConnections(c));
}

/** @see https://learn.microsoft.com/graph/api/externalconnectors-external-post-connections */
async function create(c: GraphContext): Promise<Response> {
  return entity(c, add(c, await readJsonObject(c)), 201);
}

/** Follows a draft page: that `$ref` creates an object contradicts OData, which specifies links to existing ones. */
async function addReference(c: GraphContext, status: 201 | 204): Promise<Response> {
  const connection = add(c, await readJsonObject(c));
  return status === 201 ? entity(c, connection, 201) : c.body(null, 204);
}

function add(c: GraphContext, body: JsonObject): StoredConnection {
  const connections = externalConnections(c);
  const connection = newConnection(body, c.get('tenant').appId);
  if (connections.get(connection.id)) {
    // The status is on the page of create; code and messages are invented.
    throw new GraphError({
      status: 409,
      code: 'NameAlreadyExists',
      message: 'The specified resource name already exists.',
      inner: {
        code: 'ConnectionAlreadyExists',
        source: 'Connection',
        message: `A connection with the id '${connection.id}' already exists.`,
      },
    });
  }
  connections.set(connection);
  return connection;
}

/** @see https://learn.microsoft.com/graph/api/externalconnectors-externalconnection-get */
function read(c: GraphContext): Response {
  return entity(c, find(c), 200);
}

/** @see https://learn.microsoft.com/graph/api/externalconnectors-externalconnection-update */
async function update(c: GraphContext): Promise<Response> {
  const body = await readJsonObject(c);
  // Looked up after the last await, so that concurrent updates do not overwrite each other.
  const connection = find(c);
  externalConnections(c).set({ ...connection, ...connectionChanges(body, connection) });
  return c.body(null, 204);
}

/**
 * Accepts the deletion, which takes effect later.
 * @see https://learn.microsoft.com/graph/api/externalconnectors-externalconnection-delete
 */
function remove(c: GraphContext, delayMs: number): Response {
  const connections = externalConnections(c);
  const { id } = find(c);
  if (connections.isBeingDeleted(id)) {
    // https://github.com/microsoftgraph/microsoft-graph-docs/issues/16582 reports an error; its status, code and
    // messages are invented.
    throw new GraphError({
      status: 409,
      code: 'Conflict',
      message: 'The request conflicts with the current state of the resource.',
      inner: {
        code: 'OperationInProgress',
        source: 'Connection',
        message: `The deletion of the connection '${id}' is already in progress.`,
      },
    });
  }
  connections.deleteAfter(id, delayMs);
  return c.body(null, 202);
}

function find(c: GraphContext): StoredConnection {
  const connection = externalConnections(c).get(c.req.param('id') ?? '');
  if (!connection) throw notFound('Connection');
  return connection;
}

function entity(c: GraphContext, connection: StoredConnection, status: 200 | 201): Response {
  return entityResponse(c, 'external/connections/$entity', externalConnection, connection, status);
}
