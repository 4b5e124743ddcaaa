import { z } from 'zod';
import { list, type PageRequest } from './page.ts';
import { fixedPath, isResourceId, itemPath, type ResourceId, referencePath } from './path.ts';
import { find } from './read.ts';
import { defineResource } from './resource.ts';
import type { Session } from './session.ts';
import { write } from './write.ts';

/**
 * A connection that brings content of an outside system into Microsoft Search and Copilot.
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

const configuration = z
  .object({ authorizedAppIds: z.array(z.string()).nullish(), authorizedApps: z.array(z.string()).nullish() })
  // The service renamed the property in 2021; which name an answer has depends on its age.
  .transform(({ authorizedAppIds, authorizedApps }) => ({
    authorizedAppIds: authorizedAppIds ?? authorizedApps,
  }));

const shape = z.object({
  id: z.string(),
  name: z.string().nullish(),
  description: z.string().nullish(),
  state: state.nullish(),
  configuration: configuration.nullish(),
});

const resource = defineResource(shape, 'GRAPH_EXTERNAL_CONNECTIONS_PATH');

/** What a connection is made of; a property that is absent is not sent. */
export interface NewExternalConnection {
  readonly id: ResourceId;
  readonly name: string;
  readonly description?: string;
  readonly configuration?: { readonly authorizedAppIds?: string[] } | { readonly authorizedApps: string[] };
  readonly state?: ConnectionState;
}

// The service refuses these without saying why.
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
  return find(graph, itemPath(graph.paths.externalConnections, id), resource);
}

/** `GET /external/connections` */
export function listExternalConnections(graph: Session, page: PageRequest) {
  return list(graph, graph.paths.externalConnections, resource, page);
}

/**
 * `POST /external/connections`, or `POST /connections` where the operator chose the older root.
 *
 * @see https://learn.microsoft.com/graph/api/externalconnectors-external-post-connections?view=graph-rest-beta
 */
export function createExternalConnection(graph: Session, body: NewExternalConnection) {
  const path = fixedPath(graph.paths.externalConnections);
  return write(graph, { method: 'POST', path, body, id: body.id }, resource);
}

/** `POST /external/connections/$ref`: answered with the object, or, as OData has it, with nothing. */
export function addExternalConnection(graph: Session, body: NewExternalConnection) {
  const collection = graph.paths.externalConnections;
  const path = referencePath(collection);
  return write(
    graph,
    { method: 'POST', path, body, id: body.id, reread: itemPath(collection, body.id) },
    resource,
  );
}
