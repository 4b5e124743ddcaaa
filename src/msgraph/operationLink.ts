import { isResourceId, type ResourceId } from './protocol/path.ts';

/** The operation that a `Location` names. */
export interface OperationLink {
  readonly id: ResourceId;
  /** The item below which the link has it, usually the one that was written to. */
  readonly parentId: ResourceId;
}

const OPERATION = /\/([^/]+)\/operations\/([^/]+)$/;
// Nothing, or an origin without credentials: so the path behind it is in normal form, and nothing is behind the path.
const ORIGIN = /^(?:https?:\/\/[^/\\?#@]+)?$/i;

/**
 * Reads the link to an operation of the configured Graph: `https://graph.microsoft.com/beta/…/{id}/operations/{id}`, or
 * the same without its origin. All that is taken out of it are ids, which can be part of a path.
 *
 * @param location - the header as received: a repeated one is a list
 * @param graphUrl - root of a Graph version; a link to another origin or version is none
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
