import { z } from 'zod';
import type { PageRequest } from './page.ts';
import { childPath, isResourceId, itemPath, type ResourceId } from './path.ts';
import { defineResource, find, list, write } from './resource.ts';
import type { Session } from './session.ts';
import { complexShape, entityShape } from './shape.ts';

/**
 * A connection that brings content of an external system into Microsoft Search and Copilot.
 *
 * @see https://learn.microsoft.com/graph/api/resources/externalconnectors-externalconnection?view=graph-rest-beta
 */
export type ExternalConnection = z.infer<typeof shape>;

export const CONNECTION_STATES = [
  'draft',
  'ready',
  'obsolete',
  'limitExceeded',
  'unknownFutureValue',
] as const;
export type ConnectionState = (typeof CONNECTION_STATES)[number];

const state = z.string().transform((value): ConnectionState => {
  return CONNECTION_STATES.find((known) => known === value) ?? 'unknownFutureValue';
});

const configuration = complexShape({
  authorizedAppIds: z.array(z.string()),
  authorizedApps: z.array(z.string()),
})
  // The service renamed the property in 2021; older deployments send the former name.
  .transform(({ authorizedAppIds, authorizedApps }) => ({
    authorizedAppIds: authorizedAppIds ?? authorizedApps,
  }));

const shape = entityShape({
  name: z.string(),
  description: z.string(),
  state,
  configuration,
});

export const externalConnections = defineResource({
  name: 'externalConnections',
  path: '/external/connections',
  // The older root of the same collection.
  otherPaths: ['/connections'],
  shape,
});

/** The properties of a new connection; an absent one is not sent. */
export interface NewExternalConnection {
  readonly id: ResourceId;
  readonly name: string;
  readonly description?: string;
  readonly configuration?: { readonly authorizedAppIds?: string[] } | { readonly authorizedApps: string[] };
  readonly state?: ConnectionState;
}

// The service rejects these without a reason. Whether case counts is documented nowhere; Microsoft 365's command line,
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

/** `GET /external/connections/{id}` */
export function getExternalConnection(graph: Session, id: ResourceId) {
  return find(graph, itemPath(graph.path(externalConnections), id), externalConnections);
}

/** `GET /external/connections` */
export function listExternalConnections(graph: Session, page: PageRequest) {
  return list(graph, graph.path(externalConnections), externalConnections, page);
}

/**
 * `POST /external/connections`, or `POST /connections` where the operator chose the older root.
 *
 * @see https://learn.microsoft.com/graph/api/externalconnectors-external-post-connections?view=graph-rest-beta
 */
export function createExternalConnection(graph: Session, body: NewExternalConnection) {
  return write(
    graph,
    { method: 'POST', path: graph.path(externalConnections), body, id: body.id },
    externalConnections,
  );
}

/** `POST /external/connections/$ref`: Graph responds with the object or, as OData has it, with 204. */
export function addExternalConnection(graph: Session, body: NewExternalConnection) {
  const collection = graph.path(externalConnections);
  const path = childPath(collection, '$ref');
  const reread = itemPath(collection, body.id);
  return write(graph, { method: 'POST', path, body, id: body.id, reread }, externalConnections);
}
