import type { Session } from './calls/session.ts';
import { defineResource } from './defineResource.ts';
import type { PageRequest } from './page.ts';
import { itemPath, type ResourceId } from './protocol/path.ts';
import { find, list, write } from './resource.ts';
import { entityShape, listOf, type ShapeOf, text } from './shape.ts';

/** A label for external content. */
export type Label = ShapeOf<typeof shape>;

const shape = entityShape({ name: text, words: listOf(text) });

export const labels = defineResource({ name: 'labels', path: '/external/labels', shape });

/** `GET /external/labels/{id}` */
export function getLabel(graph: Session, id: ResourceId) {
  return find(graph, itemPath(graph.path(labels), id), labels, id);
}

/** `GET /external/labels` */
export function listLabels(graph: Session, page: PageRequest) {
  return list(graph, graph.path(labels), labels, page);
}

/** `POST /external/labels` */
export function createLabel(graph: Session, body: { readonly name: string }) {
  return write(graph, { method: 'POST', path: graph.path(labels), body }, labels);
}
