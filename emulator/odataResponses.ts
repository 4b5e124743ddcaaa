import type { Collection } from './collection.ts';
import type { GraphContext } from './graphContext.ts';
import { graphJson } from './graphResponses.ts';
import { readPage } from './paging.ts';

/**
 * A response with one entity.
 * @param fragment - of `@odata.context`, such as `external/connections/$entity`
 */
export function entityResponse(
  c: GraphContext,
  fragment: string,
  entity: object,
  status: 200 | 201 = 200,
): Response {
  return graphJson(c, { '@odata.context': odataContext(c, fragment), ...entity }, status);
}

/**
 * A response with one page of a collection, with `@odata.nextLink` unless it is the last.
 * @param fragment - of `@odata.context`, such as `external/connections`
 * @param toEntity - maps an item to what is sent
 */
export function pageResponse<T extends { readonly id: string }>(
  c: GraphContext,
  fragment: string,
  collection: Collection<T>,
  toEntity: (item: T) => object,
): Response {
  const { items, nextLink } = readPage(collection, new URL(c.req.url));
  return graphJson(c, {
    '@odata.context': odataContext(c, fragment),
    value: items.map(toEntity),
    ...(nextLink !== undefined && { '@odata.nextLink': nextLink }),
  });
}

function odataContext(c: GraphContext, fragment: string): string {
  return `${new URL(c.req.url).origin}/beta/$metadata#${fragment}`;
}
