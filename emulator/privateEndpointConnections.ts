import { randomUUID } from 'node:crypto';
import type { Hono } from 'hono';
import type { GraphContext, GraphEnv } from './graphContext.ts';
import { invalidRequest, notFound } from './graphErrors.ts';
import { graphJson } from './graphResponses.ts';
import {
  int32sOf,
  type JsonObject,
  readJsonObject,
  refuseOthers,
  stringOf,
  withoutAnnotations,
} from './jsonBody.ts';
import { readPage } from './paging.ts';
import { resource } from './routes.ts';

/** A private endpoint connection as it is kept; no published package has a type for it. */
export interface StoredPrivateEndpointConnection {
  readonly id: string;
  readonly externalPrivateEndpointId: string;
  readonly privateLinkIds: readonly number[];
}

export interface PrivateEndpointConnectionsOptions {
  privateEndpointPatchStatus: 200 | 204;
}

const collectionPath = '/privateLinkPolicy/privateEndpointConnections';
const singletonPath = '/privateEndpointConnection';
const properties = new Set(['id', 'externalPrivateEndpointId', 'privateLinkIds']);

/**
 * The private endpoint connections of a tenant's private link policy, and the one that is a singleton.
 *
 * @remarks Microsoft never published pages for these two paths, and they have not been in the beta metadata
 * since April 2021; their drafts are what is imitated. The supported API of the feature is Azure's:
 * https://github.com/Azure/azure-rest-api-specs/tree/main/specification/azureactivedirectory/resource-manager/Microsoft.Aadiam/stable/2020-03-01
 */
export function servePrivateEndpointConnections(
  app: Hono<GraphEnv>,
  { privateEndpointPatchStatus }: PrivateEndpointConnectionsOptions,
): void {
  resource(app, `/beta${collectionPath}`, { GET: list, POST: create });
  resource(app, `/beta${collectionPath}/:id`, {
    GET: (c) => entity(c, find(c)),
    PATCH: async (c) => {
      const body = await readJsonObject(c);
      const updated = changed(find(c), body);
      c.get('tenant').privateEndpointConnections.set(updated.id, updated);
      return answerUpdate(c, updated, privateEndpointPatchStatus);
    },
  });
  resource(app, `/beta${singletonPath}`, {
    GET: (c) => entity(c, c.get('tenant').privateEndpointConnection),
    PATCH: async (c) => {
      const body = await readJsonObject(c);
      const tenant = c.get('tenant');
      tenant.privateEndpointConnection = changed(tenant.privateEndpointConnection, body);
      return answerUpdate(c, tenant.privateEndpointConnection, privateEndpointPatchStatus);
    },
  });
}

function list(c: GraphContext): Response {
  const url = new URL(c.req.url);
  const { items, nextLink } = readPage(c.get('tenant').privateEndpointConnections, url);
  return graphJson(c, {
    '@odata.context': `${url.origin}/beta/$metadata#${collectionPath.slice(1)}`,
    value: items.map(annotated),
    ...(nextLink !== undefined && { '@odata.nextLink': nextLink }),
  });
}

async function create(c: GraphContext): Promise<Response> {
  const { externalPrivateEndpointId, privateLinkIds } = fieldsOf(await readJsonObject(c));
  if (externalPrivateEndpointId === undefined) throw missing('externalPrivateEndpointId');
  if (privateLinkIds === undefined) throw missing('privateLinkIds');
  const connection = { id: randomUUID(), externalPrivateEndpointId, privateLinkIds };
  c.get('tenant').privateEndpointConnections.set(connection.id, connection);
  return entity(c, connection, 201);
}

function find(c: GraphContext): StoredPrivateEndpointConnection {
  const connection = c.get('tenant').privateEndpointConnections.get(c.req.param('id') ?? '');
  if (!connection) throw notFound('PrivateEndpointConnection');
  return connection;
}

function changed(
  current: StoredPrivateEndpointConnection,
  body: JsonObject,
): StoredPrivateEndpointConnection {
  const { id, ...fields } = fieldsOf(body);
  // The draft lists `id` among the properties to send with an update, so sending it is not a mistake.
  if (id !== undefined && id !== current.id) {
    throw invalidRequest({ code: 'InvalidPropertyValue', message: "The property 'id' cannot be changed." });
  }
  return { ...current, ...fields };
}

/** The properties that were sent; one sent as null counts as not sent, since none of them can be null. */
function fieldsOf(sent: JsonObject): Partial<StoredPrivateEndpointConnection> {
  const body = withoutAnnotations(sent);
  refuseOthers(body, 'Microsoft.DirectoryServices.privateEndpointConnection', properties);
  const id = stringOf(body, 'id') ?? undefined;
  const externalPrivateEndpointId = stringOf(body, 'externalPrivateEndpointId') ?? undefined;
  const privateLinkIds = int32sOf(body, 'privateLinkIds') ?? undefined;
  return {
    ...(id !== undefined && { id }),
    ...(externalPrivateEndpointId !== undefined && { externalPrivateEndpointId }),
    ...(privateLinkIds !== undefined && { privateLinkIds }),
  };
}

function missing(name: string): Error {
  return invalidRequest({ code: 'MissingProperty', message: `The property '${name}' is required.` });
}

function answerUpdate(
  c: GraphContext,
  updated: StoredPrivateEndpointConnection,
  status: 200 | 204,
): Response {
  return status === 200 ? entity(c, updated) : c.body(null, 204);
}

function entity(
  c: GraphContext,
  connection: StoredPrivateEndpointConnection,
  status: 200 | 201 = 200,
): Response {
  const { origin, pathname } = new URL(c.req.url);
  const fragment = pathname === `/beta${singletonPath}` ? singletonPath : `${collectionPath}/$entity`;
  const context = `${origin}/beta/$metadata#${fragment.slice(1)}`;
  return graphJson(c, { '@odata.context': context, ...annotated(connection) }, status);
}

function annotated(connection: StoredPrivateEndpointConnection): object {
  return { '@odata.type': '#microsoft.graph.privateEndpointConnection', ...connection };
}
