/**
 * The one place where a caller's string becomes part of a URL.
 *
 * The Graph client encodes nothing, and `encodeURIComponent` keeps `.` and `..`, which every URL parser
 * resolves: so an id passes an allow-list first and is encoded after.
 *
 * @see https://url.spec.whatwg.org/#double-dot-path-segment
 */

declare const resourceId: unique symbol;
declare const graphPath: unique symbol;

/** An id that is safe as one segment of a path: letters, digits, `-`, `_`, and `.` inside; 1 to 128 of them. */
export type ResourceId = string & { readonly [resourceId]: true };

/** A path below the Graph root, with its query; made here only. */
export type GraphPath = string & { readonly [graphPath]: true };

/** The rule for ids, for error messages. */
export const RESOURCE_ID_RULE = '1 to 128 letters, digits, "-", "_" or "." ("." neither first nor last)';

const RESOURCE_ID = /^[A-Za-z0-9_-](?:[A-Za-z0-9._-]{0,126}[A-Za-z0-9_-])?$/;

export function isResourceId(value: string): value is ResourceId {
  return RESOURCE_ID.test(value);
}

// What any path built here may consist of. Only a bug can violate it, and then nothing is sent.
const GRAPH_PATH = /^(?:\/(?!\.{1,2}(?:[/?]|$))[A-Za-z0-9$._~-]+)+(?:\?[A-Za-z0-9$=&%._~!*'()+-]+)?$/;

function isGraphPath(value: string): value is GraphPath {
  return GRAPH_PATH.test(value);
}

/** A path that an operator configured, or a fixed one such as `/$batch`. */
export function fixedPath(path: string): GraphPath {
  if (!isGraphPath(path)) throw new TypeError('Not a path below the Graph root.');
  return path;
}

/** One item of a collection: `/external/connections/contosohr`. */
export function itemPath(collection: GraphPath, id: ResourceId): GraphPath {
  return fixedPath(`${collection}/${encodeURIComponent(id)}`);
}

/** What is below an item or a collection: `/external/connections/contosohr/groups`, `/external/connections/$ref`. */
export function childPath(parent: GraphPath, segment: string): GraphPath {
  return fixedPath(`${parent}/${segment}`);
}

/**
 * The query option that selects the items with this value of a property: `$filter=name%20eq%20'Contoso''s'`.
 *
 * @param value - well-formed, as all texts of a request are: half of a surrogate pair has no encoding
 * @see https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part2-url-conventions.html#sec_URLComponents
 */
export function equalsFilter(property: string, value: string): string {
  return `$filter=${property}%20eq%20'${encodeURIComponent(value.replaceAll("'", "''"))}'`;
}

/** A collection with a query that is encoded already: `/external/connections?$top=10`. */
export function queryPath(collection: GraphPath, query: string): GraphPath {
  return query === '' ? collection : fixedPath(`${collection}?${query}`);
}
