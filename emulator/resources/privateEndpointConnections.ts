import { randomUUID } from 'node:crypto';
import type { EntityType } from '../entityType.ts';
import type { GraphContext } from '../graphContext.ts';
import { invalidRequest, notFound } from '../graphErrors.ts';
import { guidOf } from '../guid.ts';
import { type JsonObject, readJsonObject, rejectUnknownProperties, withoutAnnotations } from '../jsonBody.ts';
import { entityResponse, pageResponse } from '../odataResponses.ts';
import { rejectUnknownTypes, type TypeModel } from '../odataTypes.ts';
import { collectionPerTenant, perTenant } from '../perTenant.ts';
import { int32sOf, stringOf } from '../properties.ts';
import type { EmulatedResource } from '../resource.ts';

declare module '../options.ts' {
  interface EmulatorOptions {
    /** Response to a PATCH of a private endpoint connection: 200 with the object (default), or an empty 204. */
    privateEndpointPatchStatus?: 200 | 204;
  }
}

/** A private endpoint connection as stored. No published package has a type for it. */
interface StoredPrivateEndpointConnection {
  readonly id: string;
  readonly externalPrivateEndpointId: string;
  readonly privateLinkIds: readonly number[];
}

const collectionPath = '/privateLinkPolicy/privateEndpointConnections';
const singletonPath = '/privateEndpointConnection';

const privateEndpointConnection: EntityType<StoredPrivateEndpointConnection> = {
  name: 'microsoft.graph.privateEndpointConnection',
  properties: { id: {}, externalPrivateEndpointId: {}, privateLinkIds: {} },
};

const serviceType = 'Microsoft.DirectoryServices.privateEndpointConnection';
const model: TypeModel = {
  types: new Set([privateEndpointConnection.name, serviceType]),
  untyped: new Set(),
  serviceName: (type) => type.replace(/^microsoft\.graph\b/, 'Microsoft.DirectoryServices'),
};

const privateEndpointConnections = collectionPerTenant<StoredPrivateEndpointConnection>([
  {
    id: '5543b42f-b42f-5543-2fb4-43552fb44355',
    externalPrivateEndpointId:
      '/subscriptions/7c1e4a52-3f0b-4f0d-9a57-2d1c6b8e9f34/resourceGroups/rg-identity-weu/providers/Microsoft.Network/privateEndpoints/pe-entra-weu',
    privateLinkIds: [33554437, 33554438],
  },
  {
    id: 'd93180c3-80c3-d931-c380-31d9c38031d9',
    externalPrivateEndpointId:
      '/subscriptions/7c1e4a52-3f0b-4f0d-9a57-2d1c6b8e9f34/resourceGroups/rg-identity-neu/providers/Microsoft.Network/privateEndpoints/pe-entra-neu',
    privateLinkIds: [50331653],
  },
]);

/** The private endpoint connection that every tenant has until it deletes it, without an id in its path. */
const singleton = perTenant(({ name }): { current: StoredPrivateEndpointConnection | undefined } => ({
  current: {
    id: guidOf(`private endpoint connection of ${name}`),
    externalPrivateEndpointId: `/subscriptions/${guidOf(`subscription of ${name}`)}/resourceGroups/identity/providers/Microsoft.Network/privateEndpoints/entra-id`,
    privateLinkIds: [16777221],
  },
}));

/**
 * The private endpoint connections of the tenant's private link policy, and the singleton.
 *
 * @remarks Microsoft has not published pages for these two paths, and the public beta metadata has not had them
 * since April 2021; the emulator follows drafts of the pages, and its errors are invented. The supported API for this feature is in Azure:
 * https://github.com/Azure/azure-rest-api-specs/tree/main/specification/azureactivedirectory/resource-manager/Microsoft.Aadiam/stable/2020-03-01
 */
export const resource: EmulatedResource = {
  routes: ({ privateEndpointPatchStatus = 200 }) => ({
    [collectionPath]: { GET: list, POST: create },
    [`${collectionPath}/:id`]: {
      GET: (c) => entity(c, find(c)),
      PATCH: async (c) => {
        const body = await readJsonObject(c);
        const updated = changed(find(c), body);
        privateEndpointConnections(c).set(updated);
        return updateResponse(c, updated, privateEndpointPatchStatus);
      },
      DELETE: (c) => {
        privateEndpointConnections(c).deleteAfter(find(c).id, 0);
        return c.body(null, 204);
      },
    },
    [singletonPath]: {
      GET: (c) => entity(c, findSingleton(c)),
      PATCH: async (c) => {
        const body = await readJsonObject(c);
        const updated = changed(findSingleton(c), body);
        singleton(c).current = updated;
        return updateResponse(c, updated, privateEndpointPatchStatus);
      },
      DELETE: (c) => {
        findSingleton(c);
        singleton(c).current = undefined;
        return c.body(null, 204);
      },
    },
  }),
};

function list(c: GraphContext): Response {
  const collection = privateEndpointConnections(c);
  return pageResponse(c, collectionPath.slice(1), privateEndpointConnection, collection);
}

async function create(c: GraphContext): Promise<Response> {
  const { id, externalPrivateEndpointId, privateLinkIds } = fieldsOf(await readJsonObject(c));
  if (id !== undefined) {
    throw invalidRequest({
      code: 'InvalidPropertyValue',
      message: "The property 'id' is set by the service.",
    });
  }
  if (externalPrivateEndpointId === undefined) throw missing('externalPrivateEndpointId');
  if (privateLinkIds === undefined) throw missing('privateLinkIds');
  const connection = { id: randomUUID(), externalPrivateEndpointId, privateLinkIds };
  privateEndpointConnections(c).set(connection);
  return entity(c, connection, 201);
}

function find(c: GraphContext): StoredPrivateEndpointConnection {
  const connection = privateEndpointConnections(c).get(c.req.param('id') ?? '');
  if (!connection) throw notFound('PrivateEndpointConnection');
  return connection;
}

function findSingleton(c: GraphContext): StoredPrivateEndpointConnection {
  const { current } = singleton(c);
  if (!current) throw notFound('PrivateEndpointConnection');
  return current;
}

function changed(
  current: StoredPrivateEndpointConnection,
  body: JsonObject,
): StoredPrivateEndpointConnection {
  const { id, ...fields } = fieldsOf(body);
  // The draft page lists `id` among the properties of an update, so sending the current id is valid.
  if (id !== undefined && id !== current.id) {
    throw invalidRequest({ code: 'InvalidPropertyValue', message: "The property 'id' cannot be changed." });
  }
  return { ...current, ...fields };
}

/** The properties in a request body. Null is treated as omitted, because no property is nullable. */
function fieldsOf(sent: JsonObject): Partial<StoredPrivateEndpointConnection> {
  rejectUnknownTypes(sent, model);
  const body = withoutAnnotations(sent);
  const properties = new Set(Object.keys(privateEndpointConnection.properties));
  rejectUnknownProperties(body, serviceType, properties);
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

function updateResponse(
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
  const isSingleton = new URL(c.req.url).pathname === `/beta${singletonPath}`;
  const fragment = isSingleton ? singletonPath : `${collectionPath}/$entity`;
  return entityResponse(c, fragment.slice(1), privateEndpointConnection, connection, status);
}
