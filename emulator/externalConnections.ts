import type { ExternalConnectors } from '@microsoft/microsoft-graph-types-beta';
import type { Hono } from 'hono';
import { connectionChanges, newConnection } from './externalConnectionBody.ts';
import type { GraphContext, GraphEnv } from './graphContext.ts';
import { GraphError, notFound } from './graphErrors.ts';
import { graphJson } from './graphResponses.ts';
import { type JsonObject, readJsonObject } from './jsonBody.ts';
import { readPage } from './paging.ts';
import { resource } from './routes.ts';

/** Both names of the list are known: it was `authorizedApps` until March 2021. */
export interface StoredConfiguration extends Record<string, unknown> {
  authorizedAppIds?: string[];
  authorizedApps?: string[];
}

type Documented = ExternalConnectors.ExternalConnection;

/**
 * An external connection as it is kept. The package of types lacks `contentCategory`, knows the flags of
 * `enabledContentExperiences` only one at a time, and the settings are kept as they came.
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

export interface ExternalConnectionsOptions {
  refStatus: 201 | 204;
  deleteDelayMs: number;
}

/**
 * External connections, served under the documented root and under the older one.
 * @see https://learn.microsoft.com/graph/api/resources/externalconnectors-externalconnection
 */
export function serveExternalConnections(app: Hono<GraphEnv>, options: ExternalConnectionsOptions): void {
  for (const root of ['/beta/external/connections', '/beta/connections']) {
    resource(app, root, { GET: list, POST: create });
    // Ahead of the ids, which would take `$ref` for one of theirs.
    resource(app, `${root}/$ref`, { POST: (c) => addReference(c, options.refStatus) });
    resource(app, `${root}/:id`, {
      GET: read,
      PATCH: update,
      DELETE: (c) => remove(c, options.deleteDelayMs),
    });
  }
}

/** @see https://learn.microsoft.com/graph/api/externalconnectors-externalconnection-list */
function list(c: GraphContext): Response {
  const url = new URL(c.req.url);
  const { items, nextLink } = readPage(c.get('tenant').connections, url);
  return graphJson(c, {
    '@odata.context': `${url.origin}/beta/$metadata#external/connections`,
    value: items.map(annotated),
    ...(nextLink !== undefined && { '@odata.nextLink': nextLink }),
  });
}

async function create(c: GraphContext): Promise<Response> {
  return entity(c, add(c, await readJsonObject(c)), 201);
}

async function addReference(c: GraphContext, status: 201 | 204): Promise<Response> {
  const connection = add(c, await readJsonObject(c));
  return status === 201 ? entity(c, connection, 201) : c.body(null, 204);
}

function add(c: GraphContext, body: JsonObject): StoredConnection {
  const { connections, appId } = c.get('tenant');
  const connection = newConnection(body, appId);
  if (connections.get(connection.id)) {
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
  connections.set(connection.id, connection);
  return connection;
}

/** @see https://learn.microsoft.com/graph/api/externalconnectors-externalconnection-get */
function read(c: GraphContext): Response {
  return entity(c, find(c), 200);
}

async function update(c: GraphContext): Promise<Response> {
  const body = await readJsonObject(c);
  // Looked up after the last wait, so that two updates at once cannot undo each other.
  const connection = find(c);
  const changes = connectionChanges(body, connection);
  c.get('tenant').connections.set(connection.id, { ...connection, ...changes });
  return c.body(null, 204);
}

/**
 * Accepts the deletion, which then takes a while.
 * @see https://learn.microsoft.com/graph/api/externalconnectors-externalconnection-delete
 */
function remove(c: GraphContext, delayMs: number): Response {
  const { connections } = c.get('tenant');
  const { id } = find(c);
  if (connections.isBeingRemoved(id)) {
    // https://github.com/microsoftgraph/microsoft-graph-docs/issues/16582
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
  connections.removeAfter(id, delayMs);
  return c.body(null, 202);
}

function find(c: GraphContext): StoredConnection {
  const connection = c.get('tenant').connections.get(c.req.param('id') ?? '');
  if (!connection) throw notFound('Connection');
  return connection;
}

function entity(c: GraphContext, connection: StoredConnection, status: 200 | 201): Response {
  const context = `${new URL(c.req.url).origin}/beta/$metadata#external/connections/$entity`;
  return graphJson(c, { '@odata.context': context, ...annotated(connection) }, status);
}

function annotated(connection: StoredConnection): object {
  return {
    '@odata.type': '#microsoft.graph.externalConnectors.externalConnection',
    ...connection,
    configuration: {
      '@odata.type': 'microsoft.graph.externalConnectors.configuration',
      ...connection.configuration,
    },
  };
}
