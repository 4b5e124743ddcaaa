import type { Collection } from './collection.ts';
import { type EntityType, filterCondition, selectedProperties } from './entityType.ts';
import type { GraphContext } from './graphContext.ts';
import { badRequest } from './graphErrors.ts';
import { graphJson } from './graphResponses.ts';
import { readPage } from './paging.ts';

/**
 * A response with one entity, or with the properties of it that `$select` names.
 * @param fragment - of `@odata.context`, such as `external/connections/$entity`
 */
export function entityResponse<T extends object>(
  c: GraphContext,
  fragment: string,
  type: EntityType<T, object>,
  item: T,
  status: 200 | 201 = 200,
): Response {
  const { $select, ...collectionOptions } = c.get('queryOptions');
  const [option] = Object.keys(collectionOptions);
  if (option !== undefined) {
    throw badRequest(`The query parameter '${option}' is not supported for a single entity.`);
  }
  const selected = selectedProperties(type, $select);
  const context = { '@odata.context': odataContext(c, fragment, selected) };
  return graphJson(c, { ...context, ...entityOf(type, item, selected) }, status);
}

/**
 * A response with one page of a collection, with `@odata.nextLink` unless it is the last.
 * @param fragment - of `@odata.context`, such as `external/connections`
 * @param isVisible - the items that the caller can see. Default: all
 */
export function pageResponse<T extends { readonly id: string }>(
  c: GraphContext,
  fragment: string,
  type: EntityType<T, object>,
  collection: Collection<T>,
  isVisible: (item: T) => boolean = () => true,
): Response {
  const options = c.get('queryOptions');
  const selected = selectedProperties(type, options.$select);
  const isSelected = filterCondition(type, options.$filter);
  const matches = (item: T) => isVisible(item) && isSelected(item);
  const { items, nextLink } = readPage(collection, matches, options, new URL(c.req.url));
  return graphJson(c, {
    '@odata.context': odataContext(c, fragment, selected),
    value: items.map((item) => entityOf(type, item, selected)),
    ...(nextLink !== undefined && { '@odata.nextLink': nextLink }),
  });
}

/** An entity's JSON: its type, and its properties or the selected ones. */
function entityOf<T extends object>(
  { name, toEntity = (entity) => entity }: EntityType<T, object>,
  item: T,
  selected: readonly string[] | undefined,
): object {
  const properties = Object.entries(toEntity(item));
  const kept = selected ? properties.filter(([property]) => selected.includes(property)) : properties;
  return { '@odata.type': `#${name}`, ...Object.fromEntries(kept) };
}

/**
 * The context URL, which lists selected properties: `#external/connections(id,name)/$entity`.
 * @see https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part1-protocol.html#sec_ContextURL
 */
function odataContext(c: GraphContext, fragment: string, selected: readonly string[] | undefined): string {
  const list = selected ? `(${selected.join(',')})` : '';
  return `${new URL(c.req.url).origin}/beta/$metadata#${fragment.replace(/(?=\/\$entity$)|$/, list)}`;
}
