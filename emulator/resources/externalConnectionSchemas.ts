import type { EntityType } from '../entityType.ts';
import type { GraphContext } from '../graphContext.ts';
import { conflict, GraphError, notFound } from '../graphErrors.ts';
import { readJsonObject } from '../jsonBody.ts';
import { entityResponse } from '../odataResponses.ts';
import { perItem } from '../perTenant.ts';
import type { EmulatedResource } from '../resource.ts';
import {
  acceptedResponse,
  type StoredOperation,
  startOperation,
  statusOf,
} from './externalConnectionOperations.ts';
import { type StoredSchema, schemaOf } from './externalConnectionSchemas/body.ts';
import { asSent, label, propertyType } from './externalConnectionSchemas/enumerations.ts';
import { sampleSchemas } from './externalConnectionSchemas/samples.ts';
import { checkUpdate } from './externalConnectionSchemas/update.ts';
import {
  externalConnections,
  findConnection,
  rejectInStates,
  underConnections,
} from './externalConnections/connections.ts';
import type { StoredConnection } from './externalConnections/storedConnection.ts';

/** The registrations of a connection's schema: the last one that completed, and the latest one. */
interface Registrations {
  completed: StoredSchema | undefined;
  latest?: { readonly schema: StoredSchema; readonly operation: StoredOperation };
}

const defaultOperationMs = 5000;

/** Invented: a schema with a property of this name is accepted, and its operation fails. */
const failingProperty = 'failsRegistration';

// From the example of https://learn.microsoft.com/graph/api/externalconnectors-connectionoperation-get
const failure = { message: 'Server error, something went wrong' };

const schema: EntityType<StoredSchema> = {
  name: 'microsoft.graph.externalConnectors.schema',
  properties: { baseType: {}, properties: {} },
};

/** Only the samples start in another state than draft: an id that is used again has no sample's schema. */
const registrations = perItem(
  externalConnections,
  ({ id, state }): Registrations => ({ completed: state === 'draft' ? undefined : sampleSchemas.get(id) }),
);

/**
 * The schemas of external connections. The response has no id.
 * @see https://learn.microsoft.com/graph/api/externalconnectors-schema-get
 * @see https://learn.microsoft.com/graph/api/externalconnectors-externalconnection-patch-schema
 * @see https://learn.microsoft.com/graph/api/externalconnectors-schema-update
 * @see https://learn.microsoft.com/graph/api/externalconnectors-externalconnection-post-schema for the older verb
 */
export const resource: EmulatedResource = {
  routes: ({ operationMs = defaultOperationMs }) => {
    const register = (c: GraphContext) => registerSchema(c, operationMs);
    return underConnections('/:id/schema', { GET: read, PATCH: register, POST: register, DELETE: remove });
  },
};

/**
 * A schema can be read while its registration is in progress.
 * @see https://github.com/microsoftgraph/msgraph-metadata/issues/438 for this, updates and deletions, as recorded
 */
function read(c: GraphContext): Response {
  const connection = findConnection(c);
  const current = currentSchema(registrations(c, connection));
  if (!current) throw notFound('Schema');
  const fragment = `external/connections('${connection.id}')/schema/$entity`;
  return entityResponse(c, fragment, schema, asRead(c, current));
}

async function registerSchema(c: GraphContext, operationMs: number): Promise<Response> {
  const body = await readJsonObject(c);
  // Looked up after the last await, so that two registrations cannot both find none in progress.
  const connection = findConnection(c);
  const state = registrations(c, connection);
  checkState(connection, state);
  const next = schemaOf(body);
  const current = currentSchema(state);
  if (current) checkUpdate(current, next);
  const fails = next.properties.some(({ name }) => name === failingProperty);
  if (!fails) externalConnections(c).changeAfter(connection.id, operationMs, asReady);
  const operation = startOperation(c, connection, operationMs, fails ? failure : null);
  state.completed = current;
  state.latest = { schema: next, operation };
  return acceptedResponse(c, connection, operation);
}

/** A schema cannot be deleted. Invented: the message. */
function remove(): never {
  throw new GraphError({ status: 404, code: 'UnknownError', message: '' });
}

/**
 * Rejects a registration that the connection's state does not allow.
 * @see https://learn.microsoft.com/graph/connecting-external-content-manage-connections#states-and-operations
 * @remarks Invented: that one registration at a time is possible. The table does not allow updates in
 * any state; the pages of the schema do, so the emulator allows them in `ready`.
 */
function checkState(connection: StoredConnection, { latest }: Registrations): void {
  rejectInStates(connection, ['obsolete', 'limitExceeded'], 'registrations of its schema');
  if (latest && statusOf(latest.operation) === 'inprogress') {
    throw conflict({
      code: 'OperationInProgress',
      source: 'Schema',
      message: `The registration of a schema for the connection '${connection.id}' is already in progress.`,
    });
  }
}

/** Invented: after a registration that failed, the schema is the one before it. */
function currentSchema({ completed, latest }: Registrations): StoredSchema | undefined {
  return latest && statusOf(latest.operation) !== 'failed' ? latest.schema : completed;
}

/** A connection without a schema is a draft, and its items are not counted. */
function asReady(connection: StoredConnection): StoredConnection {
  return connection.state === 'draft' ? { ...connection, state: 'ready', ingestedItemsCount: 0 } : connection;
}

function asRead(c: GraphContext, { baseType, properties }: StoredSchema): StoredSchema {
  const asksForUnknown = /\binclude-unknown-enum-members\b/i.test(c.req.header('prefer') ?? '');
  return {
    baseType,
    properties: properties.map((property) => ({
      ...property,
      type: asSent(propertyType, property.type, asksForUnknown),
      labels: property.labels.map((member) => asSent(label, member, asksForUnknown)),
    })),
  };
}
