import type { Session } from './calls/session.ts';
import { defineResource } from './defineResource.ts';
import { type NewSettings, settingsShape, toGraphSettings } from './externalConnectionSettings.ts';
import type { PageRequest } from './page.ts';
import { invalidResponse } from './protocol/errors.ts';
import {
  childPath,
  equalsFilter,
  type GraphPath,
  isResourceId,
  itemPath,
  type ResourceId,
} from './protocol/path.ts';
import { find, list, remove, write } from './resource.ts';
import { entityShape, enumShape, integer, type ShapeOf, text } from './shape.ts';

/**
 * A connection that brings content of an external system into Microsoft Search and Copilot.
 *
 * @see https://learn.microsoft.com/graph/api/resources/externalconnectors-externalconnection?view=graph-rest-beta
 */
export type ExternalConnection = ShapeOf<typeof shape>;

export const CONNECTION_STATES = ['draft', 'ready', 'obsolete', 'limitExceeded'] as const;
export type ConnectionState = (typeof CONNECTION_STATES)[number];

const shape = entityShape({
  name: text,
  description: text,
  state: enumShape(CONNECTION_STATES),
  connectorId: text,
  ingestedItemsCount: integer,
  ...settingsShape,
});

export const externalConnections = defineResource({
  name: 'externalConnections',
  path: '/external/connections',
  // The older root of the same collection.
  otherPaths: ['/connections'],
  // https://github.com/microsoftgraph/microsoft-graph-docs/issues/15737
  unauthorizedHint:
    'Either the token is invalid or expired, or the calling app does not own this connection: it neither created ' +
    'the connection nor is one of its authorizedAppIds.',
  shape,
});

/** Changes of a connection; an absent property is not sent. */
export interface ExternalConnectionChanges extends NewSettings {
  readonly name?: string;
  readonly description?: string;
  readonly connectorId?: string;
}

/** The properties of a new connection; an absent one is not sent. */
export interface NewExternalConnection extends ExternalConnectionChanges {
  readonly id: ResourceId;
  readonly name: string;
  readonly state?: ConnectionState;
}

// Graph rejects these without giving a reason. Whether case matters is not documented; Microsoft 365's command line,
// https://github.com/pnp/cli-microsoft365, assumes that it does.
const RESERVED_IDS = new Set(
  (
    'None Directory Exchange ExchangeArchive LinkedIn Mailbox OneDriveBusiness SharePoint Teams Yammer ' +
    'Connectors TaskFabric PowerBI Assistant TopicEngine MSFT_All_Connectors'
  ).split(' '),
);

/** Whether a connection may be created under this id: 3 to 32 letters or digits, none of the reserved words. */
export function isNewConnectionId(id: string): id is ResourceId {
  return isResourceId(id) && /^(?!Microsoft)[A-Za-z0-9]{3,32}$/.test(id) && !RESERVED_IDS.has(id);
}

/** Whether a value can be a ticket: 1 to 4,096 visible ASCII characters, so that it cannot inject a header. */
export function isConnectorTicket(value: string): boolean {
  return /^[\x21-\x7e]{1,4096}$/.test(value);
}

/** The header with which a Teams app proves that an administrator has enabled its connector. */
function ticketHeader(ticket: string | undefined): Readonly<Record<string, string>> {
  return ticket === undefined ? {} : { 'GraphConnectors-Ticket': ticket };
}

/**
 * The path of a segment below a connection: `/external/connections/{id}/schema`.
 *
 * @param id - from a caller or from Graph: both are checked
 * @throws {GraphFailure} if the id cannot be part of a path
 */
export function belowConnection(graph: Session, id: string, segment: string): GraphPath {
  if (!isResourceId(id)) throw invalidResponse('"id" cannot be a part of a path');
  return childPath(itemPath(graph.path(externalConnections), id), segment);
}

/** `GET /external/connections/{id}` */
export function getExternalConnection(graph: Session, id: ResourceId) {
  return find(graph, itemPath(graph.path(externalConnections), id), externalConnections, id);
}

/** The filter for the connections of one name; names are not unique. */
export function nameFilter(name: string): string {
  return equalsFilter('name', name);
}

/** `GET /external/connections`, or those that a filter selects: `?$filter=name eq '…'`. */
export function listExternalConnections(graph: Session, page: PageRequest, filter?: string) {
  return list(graph, graph.path(externalConnections), externalConnections, page, filter);
}

/**
 * `POST /external/connections`, or `POST /connections` where the operator chose the older root.
 *
 * @see https://learn.microsoft.com/graph/api/externalconnectors-external-post-connections?view=graph-rest-beta
 */
export function createExternalConnection(graph: Session, connection: NewExternalConnection, ticket?: string) {
  const path = graph.path(externalConnections);
  const creation = { ...newConnection(connection, ticket), path };
  return write(graph, creation, externalConnections);
}

/**
 * `POST /external/connections/$ref`: Graph responds with the object or, as OData defines it, with 204. Without an id,
 * the object cannot be read after a 204.
 */
export function addExternalConnection(
  graph: Session,
  connection: Omit<NewExternalConnection, 'id'> & { readonly id?: ResourceId },
  ticket?: string,
) {
  const collection = graph.path(externalConnections);
  const { id } = connection;
  const addition = { ...newConnection(connection, ticket), path: childPath(collection, '$ref') };
  const reread = id === undefined ? {} : { reread: itemPath(collection, id) };
  return write(graph, { ...addition, ...reread }, externalConnections);
}

function newConnection(connection: ExternalConnectionChanges & { readonly id?: string }, ticket?: string) {
  const { id } = connection;
  const secretHeaders = ticketHeader(ticket);
  return { method: 'POST', body: toGraphSettings(connection), secretHeaders, ...(id && { id }) } as const;
}

/**
 * `PATCH /external/connections/{id}`, and a read after its 204; absent properties keep their values.
 *
 * @see https://learn.microsoft.com/graph/api/externalconnectors-externalconnection-update?view=graph-rest-beta
 */
export function updateExternalConnection(
  graph: Session,
  id: ResourceId,
  changes: ExternalConnectionChanges,
  ticket?: string,
) {
  const path = itemPath(graph.path(externalConnections), id);
  const secretHeaders = ticketHeader(ticket);
  const update = {
    method: 'PATCH',
    path,
    body: toGraphSettings(changes),
    secretHeaders,
    id,
    reread: path,
  } as const;
  return write(graph, update, externalConnections);
}

/**
 * `DELETE /external/connections/{id}`: Graph accepts it with 202, and the connection can be read until it is gone.
 *
 * @see https://learn.microsoft.com/graph/api/externalconnectors-externalconnection-delete?view=graph-rest-beta
 */
export function deleteExternalConnection(graph: Session, id: ResourceId, ticket?: string) {
  const path = itemPath(graph.path(externalConnections), id);
  const removal = { method: 'DELETE', path, secretHeaders: ticketHeader(ticket), id } as const;
  return remove(graph, removal, externalConnections);
}
