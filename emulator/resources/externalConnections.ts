import { randomUUID } from 'node:crypto';
import type { EntityType } from '../entityType.ts';
import type { GraphContext } from '../graphContext.ts';
import { conflict, defaultError, GraphError } from '../graphErrors.ts';
import { readJsonObject } from '../jsonBody.ts';
import { entityResponse, pageResponse } from '../odataResponses.ts';
import type { EmulatedResource } from '../resource.ts';
import { connectionChanges, newConnection } from './externalConnections/body.ts';
import {
  externalConnections,
  findConnection,
  isAuthorized,
  rejectInStates,
  underConnections,
} from './externalConnections/connections.ts';
import { hasBrokenCard } from './externalConnections/settings.ts';
import type { StoredConnection } from './externalConnections/storedConnection.ts';
import { draftModel } from './externalConnections/types.ts';

declare module '../options.ts' {
  interface EmulatorOptions {
    /** Response to `POST …/connections/$ref`: 201 with the object (default), or an empty 204 as OData specifies. */
    refStatus?: 201 | 204;
    /** How long a deleted external connection stays readable after the 202. Default: 500 (invented). */
    deleteDelayMs?: number;
    /** How many external connections a tenant can have. Default: 30. */
    maxConnections?: number;
  }
}

const externalConnection: EntityType<StoredConnection, Omit<StoredConnection, 'ownerAppId'>> = {
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
  toEntity: ({ ownerAppId: _owner, ...connection }) => ({
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
  routes: ({ refStatus = 201, deleteDelayMs = 500, maxConnections = 30 }) => ({
    ...underConnections('', { GET: list, POST: (c) => create(c, maxConnections) }),
    // Before `:id`, which would match `$ref` as well.
    ...underConnections('/$ref', { POST: (c) => addReference(c, maxConnections, refStatus) }),
    ...underConnections('/:id', { GET: read, PATCH: update, DELETE: (c) => remove(c, deleteDelayMs) }),
  }),
};

/**
 * Lists the connections that the app can manage, which can be none.
 * @see https://learn.microsoft.com/graph/api/externalconnectors-externalconnection-list
 * @see https://github.com/microsoftgraph/msgraph-sdk-dotnet/issues/758
 */
function list(c: GraphContext): Response {
  const isVisible = (connection: StoredConnection) => isAuthorized(c, connection);
  return pageResponse(c, 'external/connections', externalConnection, externalConnections(c), isVisible);
}

/**
 * Creates a connection. With a broken Adaptive Card, it is created nevertheless.
 * @see https://learn.microsoft.com/graph/api/externalconnectors-external-post-connections#response
 */
async function create(c: GraphContext, maxConnections: number): Promise<Response> {
  const body = await readJsonObject(c);
  const connection = newConnection(body, { appId: c.get('appId') });
  add(c, connection, maxConnections);
  if (hasBrokenCard(connection.searchSettings)) {
    throw new GraphError({ status: 503, ...defaultError(503) });
  }
  return entity(c, connection, 201);
}

/**
 * Follows a draft page: that `$ref` creates an object contradicts OData, which specifies links to existing ones. As in
 * the page's example, the type names are those of 2019, and an id that is omitted becomes a GUID.
 */
async function addReference(c: GraphContext, maxConnections: number, status: 201 | 204): Promise<Response> {
  const body = await readJsonObject(c);
  const connection = newConnection(body, { appId: c.get('appId'), id: randomUUID(), model: draftModel });
  add(c, connection, maxConnections);
  return status === 201 ? entity(c, connection, 201) : c.body(null, 204);
}

function add(c: GraphContext, connection: StoredConnection, maxConnections: number): void {
  const connections = externalConnections(c);
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
  if (connections.size >= maxConnections) {
    // https://learn.microsoft.com/graph/connecting-external-content-api-limits; status, code and message are invented.
    throw new GraphError({
      status: 403,
      code: 'QuotaExceeded',
      message: `A tenant can have at most ${maxConnections} connections.`,
    });
  }
  connections.set(connection);
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
  rejectInStates(connection, ['obsolete'], 'updates');
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
