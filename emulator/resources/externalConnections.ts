import type { EntityType } from '../entityType.ts';
import type { GraphContext } from '../graphContext.ts';
import { conflict, GraphError } from '../graphErrors.ts';
import { type JsonObject, readJsonObject } from '../jsonBody.ts';
import { entityResponse, pageResponse } from '../odataResponses.ts';
import type { EmulatedResource } from '../resource.ts';
import { connectionChanges, newConnection } from './externalConnections/body.ts';
import {
  externalConnections,
  findConnection,
  type StoredConnection,
  underConnections,
} from './externalConnections/connections.ts';

declare module '../options.ts' {
  interface EmulatorOptions {
    /** Response to `POST …/connections/$ref`: 201 with the object (default), or an empty 204 as OData specifies. */
    refStatus?: 201 | 204;
    /** How long a deleted external connection stays readable after the 202. Default: 500 (invented). */
    deleteDelayMs?: number;
  }
}

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
  routes: ({ refStatus = 201, deleteDelayMs = 500 }) => ({
    ...underConnections('', { GET: list, POST: create }),
    // Before `:id`, which would match `$ref` as well.
    ...underConnections('/$ref', { POST: (c) => addReference(c, refStatus) }),
    ...underConnections('/:id', { GET: read, PATCH: update, DELETE: (c) => remove(c, deleteDelayMs) }),
  }),
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
  return entity(c, findConnection(c), 200);
}

/** @see https://learn.microsoft.com/graph/api/externalconnectors-externalconnection-update */
async function update(c: GraphContext): Promise<Response> {
  const body = await readJsonObject(c);
  // Looked up after the last await, so that concurrent updates do not overwrite each other.
  const connection = findConnection(c);
  externalConnections(c).set({ ...connection, ...connectionChanges(body, connection) });
  return c.body(null, 204);
}

/**
 * Accepts the deletion, which takes effect later.
 * @see https://learn.microsoft.com/graph/api/externalconnectors-externalconnection-delete
 */
function remove(c: GraphContext, delayMs: number): Response {
  const connections = externalConnections(c);
  const { id } = findConnection(c);
  if (connections.isBeingDeleted(id)) {
    // https://github.com/microsoftgraph/microsoft-graph-docs/issues/16582 reports an error without its details.
    throw conflict({
      code: 'OperationInProgress',
      source: 'Connection',
      message: `The deletion of the connection '${id}' is already in progress.`,
    });
  }
  connections.deleteAfter(id, delayMs);
  return c.body(null, 202);
}

function entity(c: GraphContext, connection: StoredConnection, status: 200 | 201): Response {
  return entityResponse(c, 'external/connections/$entity', externalConnection, connection, status);
}
