import { isRecord } from '../json/values.ts';
import { complexShape, int32, listOf, type ShapeOf, text } from './shape.ts';

/**
 * How the URL of an item is resolved to its id. Of a resolver of another type, which Microsoft may add, only `priority`
 * is read, which every type has.
 *
 * @see https://learn.microsoft.com/graph/api/resources/externalconnectors-itemidresolver?view=graph-rest-beta
 */
export type ItemIdResolver = ShapeOf<typeof itemIdResolver>;

const NAME = 'microsoft.graph.externalConnectors.itemIdResolver';
const TYPE = `#${NAME}`;

const properties = complexShape({
  priority: int32,
  itemId: text,
  urlMatchInfo: complexShape({ baseUrls: listOf(text), urlPattern: text }),
});

export const itemIdResolver: typeof properties = (json, errors) => {
  return properties(isRecord(json) && isOther(json) ? { priority: json.priority } : json, errors);
};

/** Whether a resolver is of another type. Microsoft's documentation has types with and without the `#`. */
function isOther({ '@odata.type': type }: Record<string, unknown>): boolean {
  return type !== undefined && type !== null && type !== TYPE && type !== NAME;
}

export interface NewItemIdResolver {
  readonly priority?: number;
  readonly itemId: string;
  readonly urlMatchInfo: UrlMatchInfo;
}

export interface UrlMatchInfo {
  readonly baseUrls: readonly string[];
  readonly urlPattern: string;
}

/** A resolver as Graph needs it: with the name of its type, since the property that holds it is of an abstract one. */
export function writtenResolver(resolver: NewItemIdResolver): object {
  return { '@odata.type': TYPE, ...resolver };
}
