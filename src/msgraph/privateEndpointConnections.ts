import { z } from 'zod';
import { list, type PageRequest } from './page.ts';
import { fixedPath, itemPath, type ResourceId } from './path.ts';
import { find } from './read.ts';
import { defineResource } from './resource.ts';
import type { Session } from './session.ts';
import { write } from './write.ts';

/**
 * The directory's side of an Azure private endpoint. Microsoft has not published it in the public beta;
 * its pages exist as drafts only, so an operator sets where it is.
 */
export type PrivateEndpointConnection = z.infer<typeof shape>;

const shape = z.object({
  id: z.string(),
  externalPrivateEndpointId: z.string().nullish(),
  privateLinkIds: z.array(z.int32()).nullish(),
});

const collection = defineResource(shape, 'GRAPH_PRIVATE_ENDPOINT_CONNECTIONS_PATH');
const singleton = defineResource(shape, 'GRAPH_PRIVATE_ENDPOINT_CONNECTION_PATH');

export interface NewPrivateEndpointConnection {
  readonly externalPrivateEndpointId: string;
  readonly privateLinkIds: readonly number[];
}

/** `GET /privateLinkPolicy/privateEndpointConnections/{id}` */
export function getPrivateEndpointConnection(graph: Session, id: ResourceId) {
  return find(graph, itemPath(graph.paths.privateEndpointConnections, id), collection);
}

/** `GET /privateLinkPolicy/privateEndpointConnections` */
export function listPrivateEndpointConnections(graph: Session, page: PageRequest) {
  return list(graph, graph.paths.privateEndpointConnections, collection, page);
}

/** `POST /privateLinkPolicy/privateEndpointConnections` */
export function createPrivateEndpointConnection(graph: Session, body: NewPrivateEndpointConnection) {
  const path = fixedPath(graph.paths.privateEndpointConnections);
  return write(graph, { method: 'POST', path, body }, collection);
}

/** `PATCH /privateLinkPolicy/privateEndpointConnections/{id}`; an absent property stays as it is. */
export function updatePrivateEndpointConnection(
  graph: Session,
  id: ResourceId,
  body: Partial<NewPrivateEndpointConnection>,
) {
  const path = itemPath(graph.paths.privateEndpointConnections, id);
  return write(graph, { method: 'PATCH', path, body, id, reread: path }, collection);
}

/** `PATCH /privateEndpointConnection`: the tenant's single one. */
export function updateSingletonPrivateEndpointConnection(
  graph: Session,
  body: Partial<NewPrivateEndpointConnection>,
) {
  const path = fixedPath(graph.paths.privateEndpointConnection);
  return write(graph, { method: 'PATCH', path, body, reread: path }, singleton);
}
