import type { Route } from './calls/route.ts';
import { endpoints } from './defineResource.ts';
import type { GraphPath } from './protocol/path.ts';

const BATCH: Route = { resource: '$batch', path: '/$batch' };
const OTHER: Route = { resource: 'other', path: 'other' };

/**
 * Makes the function that finds the route of a path. Below the path of a resource, ids and fixed segments alternate,
 * as `itemPath` and `childPath` add them; the route of a path that is below none contains nothing of its text.
 *
 * @param graphPaths - the configured paths of resources, by resource name
 */
export function createRoutes(graphPaths: Readonly<Record<string, string>>): (path: GraphPath) => Route {
  const roots = [...endpoints.values()]
    .map(({ name, path: documented }) => {
      const path = graphPaths[name] ?? documented;
      const item = { resource: name, path: `${path}/{id}` };
      return { collection: { resource: name, path }, item, below: `${path}/` };
    })
    // The longest first, since the path of one resource may be below that of another.
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

/** Replaces an id by `{id}`. No id begins with `$`, as in `$ref`. */
function withoutId(segment: string, index: number): string {
  return index % 2 === 0 && !segment.startsWith('$') ? '{id}' : segment;
}
