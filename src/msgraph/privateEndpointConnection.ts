import type { Session } from './calls/session.ts';
import { defineResource } from './defineResource.ts';
import type { PageRequest } from './page.ts';
import { itemPath, type ResourceId } from './protocol/path.ts';
import { find, list, remove, write } from './resource.ts';
import { entityShape, int32, listOf, type ShapeOf, text } from './shape.ts';

/**
 * The directory's side of an Azure private endpoint. It is not published in the public beta: its pages exist as
 * drafts only, so its paths are settings.
 */
export type PrivateEndpointConnection = ShapeOf<typeof shape>;

const shape = entityShape({
  externalPrivateEndpointId: text,
  privateLinkIds: listOf(int32),
});

const collection = defineResource({
  name: 'privateEndpointConnections',
  path: '/privateLinkPolicy/privateEndpointConnections',
  shape,
});

const singleton = defineResource({
  name: 'privateEndpointConnection',
  path: '/privateEndpointConnection',
  shape,
});

export interface NewPrivateEndpointConnection {
  readonly externalPrivateEndpointId: string;
  readonly privateLinkIds: readonly number[];
}

/** `GET /privateLinkPolicy/privateEndpointConnections/{id}` */
export function getPrivateEndpointConnection(graph: Session, id: ResourceId) {
  return find(graph, itemPath(graph.path(collection), id), collection, id);
}

/** `GET /privateEndpointConnection`: the tenant's single one. */
export function getSingletonPrivateEndpointConnection(graph: Session) {
  return find(graph, graph.path(singleton), singleton);
}

/** `GET /privateLinkPolicy/privateEndpointConnections` */
export function listPrivateEndpointConnections(graph: Session, page: PageRequest) {
  return list(graph, graph.path(collection), collection, page);
}

/** `POST /privateLinkPolicy/privateEndpointConnections` */
export function createPrivateEndpointConnection(graph: Session, body: NewPrivateEndpointConnection) {
  return write(graph, { method: 'POST', path: graph.path(collection), body }, collection);
}

/** `PATCH /privateLinkPolicy/privateEndpointConnections/{id}`; absent properties keep their values. */
export function updatePrivateEndpointConnection(
  graph: Session,
  id: ResourceId,
  body: Partial<NewPrivateEndpointConnection>,
) {
  const path = itemPath(graph.path(collection), id);
  return write(graph, { method: 'PATCH', path, body, id, reread: path }, collection);
}

/** `PATCH /privateEndpointConnection`: the tenant's single one. */
export function updateSingletonPrivateEndpointConnection(
  graph: Session,
  body: Partial<NewPrivateEndpointConnection>,
) {
  const path = graph.path(singleton);
  return write(graph, { method: 'PATCH', path, body, reread: path }, singleton);
}

/** `DELETE /privateLinkPolicy/privateEndpointConnections/{id}` */
export function deletePrivateEndpointConnection(graph: Session, id: ResourceId) {
  const path = itemPath(graph.path(collection), id);
  return remove(graph, { method: 'DELETE', path, id }, collection);
}

/** `DELETE /privateEndpointConnection`: the tenant's single one. */
export function deleteSingletonPrivateEndpointConnection(graph: Session) {
  return remove(graph, { method: 'DELETE', path: graph.path(singleton) }, singleton);
}
