import type { Session } from './calls/session.ts';
import { defineResource } from './defineResource.ts';
import { labels } from './label.ts';
import type { Page, PageRequest } from './page.ts';
import { childPath, itemPath, type ResourceId } from './protocol/path.ts';
import { find, list } from './resource.ts';
import { entityShape, type ShapeOf, text } from './shape.ts';

/** A label below another one; its id is unique below that one only. */
export interface Sublabel extends ShapeOf<typeof shape> {
  readonly labelId: string;
}

const shape = entityShape({ name: text });

const sublabels = defineResource({ parent: labels, shape });

function sublabelsOf(graph: Session, labelId: ResourceId) {
  return childPath(itemPath(graph.path(labels), labelId), 'sublabels');
}

/** `GET /external/labels/{id}/sublabels/{id}` */
export async function getSublabel(
  graph: Session,
  labelId: ResourceId,
  id: ResourceId,
): Promise<Sublabel | null> {
  const found = await find(graph, itemPath(sublabelsOf(graph, labelId), id), sublabels, id);
  return found && Object.assign(found, { labelId });
}

/** `GET /external/labels/{id}/sublabels` */
export async function listSublabels(
  graph: Session,
  labelId: ResourceId,
  page: PageRequest,
): Promise<Page<Sublabel>> {
  const { items, next } = await list(graph, sublabelsOf(graph, labelId), sublabels, page);
  return { items: items.map((item) => Object.assign(item, { labelId })), next };
}
