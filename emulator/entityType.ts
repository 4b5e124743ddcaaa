import { badRequest } from './graphErrors.ts';

/**
 * What a resource declares about its entities.
 * @typeParam T - an item as it is stored
 * @typeParam Sent - what responses have of it. Default: all
 */
export interface EntityType<T extends object, Sent extends object = T> {
  /** Qualified name, such as `microsoft.graph.externalConnectors.externalConnection`. */
  readonly name: string;
  /** Every property that responses have. `$filter` can compare the ones marked `filterable`, which are strings. */
  readonly properties: Readonly<Record<keyof Sent & string, { readonly filterable?: true }>>;
  /** Maps a stored item to its JSON. Default: the item itself. */
  readonly toEntity?: (item: T) => object;
}

/**
 * The names in a `$select`; undefined without one.
 *
 * @see https://learn.microsoft.com/graph/query-parameters#select
 * @remarks The message is Graph's, as in https://github.com/microsoftgraph/msgraph-beta-sdk-dotnet/issues/563.
 * Invented: `*`, paths and names in another case are rejected.
 */
export function selectedProperties<T extends object>(
  { name, properties }: EntityType<T, object>,
  select: string | undefined,
): string[] | undefined {
  const names = select?.split(',').map((selected) => selected.trim());
  const unknown = names?.find((selected) => !Object.hasOwn(properties, selected));
  if (unknown === undefined) return names;
  throw badRequest(
    `Parsing OData Select and Expand failed: Could not find a property named '${unknown}' on type '${name}'.`,
  );
}

/**
 * The condition in a `$filter`; without one, every item matches. The emulator knows one expression: a string property
 * `eq` a literal, in which `''` is a quote.
 *
 * @see https://learn.microsoft.com/graph/filter-query-parameter
 * @see https://github.com/pnp/cli-microsoft365, which finds connections by `name eq '…'`
 * @remarks Invented: which properties can be compared, that case counts, and the message.
 */
export function filterCondition<T extends object>(
  { properties }: EntityType<T, object>,
  filter: string | undefined,
): (item: T) => boolean {
  if (filter === undefined) return () => true;
  const [, property = '', literal = ''] = /^\s*(\w+)\s+eq\s+'((?:[^']|'')*)'\s*$/.exec(filter) ?? [];
  if (!isFilterable(properties, property)) {
    throw badRequest(
      `Invalid filter clause: '${filter}'. The emulator supports ${expressionsOf(properties)}.`,
    );
  }
  const value = literal.replaceAll("''", "'");
  return (item) => Object.is(Reflect.get(item, property), value);
}

function isFilterable(properties: EntityType<object>['properties'], name: string): boolean {
  return filterableNames(properties).includes(name);
}

function expressionsOf(properties: EntityType<object>['properties']): string {
  const expressions = filterableNames(properties).map((name) => `${name} eq '…'`);
  return expressions.join(', ') || 'no $filter for this collection';
}

function filterableNames(properties: Readonly<Record<string, { readonly filterable?: true }>>): string[] {
  return Object.entries(properties).flatMap(([name, { filterable }]) => (filterable ? [name] : []));
}
