import { isResourceId, type ResourceId } from './protocol/path.ts';

/** The operation that a `Location` names. */
export interface OperationLink {
  readonly id: ResourceId;
  /** The item above it in the link, usually the one that was written to. */
  readonly parentId: ResourceId;
}

const OPERATION = /\/([^/]+)\/operations\/([^/]+)$/;
// What may precede the path: nothing, or an origin without credentials. Nothing may follow it, and URL parsing must not
// have changed it.
const ORIGIN = /^(?:https?:\/\/[^/\\?#@]+)?$/i;

/**
 * Parses a link to an operation of the configured Graph: `https://graph.microsoft.com/beta/…/{id}/operations/{id}`, or
 * the same without its origin. Only the ids are taken from it, and only if they are safe in a path.
 *
 * @param location - the header as received: an array if it is repeated
 * @param graphUrl - root of a Graph version; a link to another origin or version yields `undefined`
 */
export function readOperationLink(location: unknown, graphUrl: string): OperationLink | undefined {
  if (typeof location !== 'string' || !URL.canParse(location, graphUrl)) return undefined;
  const { origin, pathname } = new URL(location, graphUrl);
  const root = new URL(graphUrl);
  const isPlain = location.endsWith(pathname) && ORIGIN.test(location.slice(0, -pathname.length));
  if (!isPlain || origin !== root.origin || !pathname.startsWith(`${root.pathname}/`)) return undefined;
  const [, parentId = '', id = ''] = OPERATION.exec(pathname.slice(root.pathname.length)) ?? [];
  return isResourceId(parentId) && isResourceId(id) ? { id, parentId } : undefined;
}
