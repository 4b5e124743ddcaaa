import { listOf, type Shape } from './shape.ts';

/** A path that an operator can set. */
export interface Endpoint {
  /** The name, from which its setting is derived: `externalConnections`. */
  readonly name: string;
  /** The documented path below the Graph root. */
  readonly path: string;
  /** The only other paths an operator may set; any path is allowed if absent. */
  readonly otherPaths?: readonly string[];
  /** What a 401 on one item can mean, including an invalid token, as a sentence for the caller. */
  readonly unauthorizedHint?: string;
}

/** One kind of Graph resource: all that is needed to read, list and write it. */
export interface Resource<T> extends Endpoint {
  /** Whether it is below the items of another resource, whose endpoint it shares. */
  readonly nested: boolean;
  readonly shape: Shape<T>;
  /** The shape of the items on a page of its collection. */
  readonly items: Shape<T[]>;
}

const defined = new Map<string, Endpoint>();

/** The endpoint of every resource, by its name. */
export const endpoints: ReadonlyMap<string, Endpoint> = defined;

// The largest page that any service of Graph makes: https://learn.microsoft.com/graph/query-parameters#top
const MAX_PAGE_ITEMS = 999;

/**
 * Defines a resource, which brings its path setting, its pages and its not-found rule. One below the items of another
 * names its `parent` instead of an endpoint: its paths are made of the parent's by `childPath`.
 */
export function defineResource<T>(
  definition: { readonly shape: Shape<T> } & (Endpoint | { readonly parent: Endpoint }),
): Resource<T> {
  const { shape } = definition;
  const items = listOf(shape, MAX_PAGE_ITEMS);
  if ('parent' in definition) return { ...definition.parent, nested: true, shape, items };
  if (defined.has(definition.name)) throw new TypeError(`${definition.name} is defined already.`);
  defined.set(definition.name, definition);
  return { ...definition, nested: false, items };
}
