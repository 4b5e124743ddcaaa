import type { Route } from './calls/route.ts';
import { endpoints } from './defineResource.ts';
import type { GraphPath } from './protocol/path.ts';

const BATCH: Route = { resource: '$batch', path: '/$batch' };
const OTHER: Route = { resource: 'other', path: 'other' };

/**
 * Makes the function that finds the route of a path. Below the path of a resource, ids and fixed segments take turns,
 * as `itemPath` and `childPath` put them there; a path that is below none has nothing of its text in its route.
 *
 * @param graphPaths - where the operator has moved resources to, by resource name
 */
export function createRoutes(graphPaths: Readonly<Record<string, string>>): (path: GraphPath) => Route {
  const roots = [...endpoints.values()]
    .map(({ name, path: documented }) => {
      const path = graphPaths[name] ?? documented;
      const item = { resource: name, path: `${path}/{id}` };
      return { collection: { resource: name, path }, item, below: `${path}/` };
    })
    // One may be below another.
    .sort((a, b) => b.below.length - a.below.length);
  return (path) => {
    const query = path.indexOf('?');
    const plain = query < 0 ? path : path.slice(0, query);
    if (plain === BATCH.path) return BATCH;
    for (const { collection, item, below } of roots) {
      if (plain === collection.path) return collection;
      if (!plain.startsWith(below)) continue;
      const rest = plain.slice(below.length);
      if (!rest.includes('/') && !rest.startsWith('$')) return item;
      return { ...collection, path: below + rest.split('/').map(withoutId).join('/') };
    }
    return OTHER;
  };
}

/** No id begins with `$`, as in `$ref`. */
function withoutId(segment: string, index: number): string {
  return index % 2 === 0 && !segment.startsWith('$') ? '{id}' : segment;
}
