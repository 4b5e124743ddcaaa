import { z } from 'zod';
import { complexShape, isString, listOf } from './shape.ts';

/**
 * How the URL of an item leads to its id. Of a resolver of another type, which Microsoft may add, only what every type
 * has is read.
 *
 * @see https://learn.microsoft.com/graph/api/resources/externalconnectors-itemidresolver?view=graph-rest-beta
 */
export type ItemIdResolver = z.infer<typeof itemIdResolver>;

const TYPE = '#microsoft.graph.externalConnectors.itemIdResolver';

const properties = complexShape({
  priority: z.int32(),
  itemId: z.string(),
  urlMatchInfo: complexShape({ baseUrls: listOf(isString), urlPattern: z.string() }),
});

export const itemIdResolver = z.looseObject({}).transform(({ '@odata.type': type = TYPE, ...resolver }) => {
  return properties.parse(type === TYPE ? resolver : { priority: resolver.priority });
});

export interface NewItemIdResolver {
  readonly priority?: number;
  readonly itemId: string;
  readonly urlMatchInfo: UrlMatchInfo;
}

export interface UrlMatchInfo {
  readonly baseUrls: readonly string[];
  readonly urlPattern: string;
}

/** A resolver as Graph needs it: the property that holds it is of an abstract type, so it has to name its own. */
export function writtenResolver(resolver: NewItemIdResolver): object {
  return { '@odata.type': TYPE, ...resolver };
}
