import {
  defaultFieldResolver,
  type FragmentDefinitionNode,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isLeafType,
  isListType,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from 'graphql';
import type { GatewayContext } from './builder.ts';

/** The most values in a result: to serialize small ones takes ten times as long as texts of as many bytes. */
export const MAX_VALUES = 500_000;

/** How many values the lists of one result may still have. How long they are is known only once Graph has sent them. */
export class ValueBudget {
  #left = MAX_VALUES;

  /** Whether the result has more, and is to be rejected. */
  get isUsedUp(): boolean {
    return this.#left < 0;
  }

  take(values: number): void {
    this.#left -= values;
  }
}

/**
 * Makes each field that is a list count its values, which are all fields of all items. Once a result has too many, its lists
 * are empty: those in a list of lists are as many as the product of their lengths, and nobody will see them.
 */
export function countListValues(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) {
      if (!isListType(getNullableType(field.type))) continue;
      const { resolve = defaultFieldResolver } = field;
      const hasLeaves = isLeafType(getNamedType(field.type));
      field.resolve = (source, args, context: GatewayContext, info) => {
        const { valueBudget } = context;
        if (valueBudget.isUsedUp) return [];
        const list: unknown = resolve(source, args, context, info);
        if (Array.isArray(list)) return counted(list, valueBudget, hasLeaves ? 1 : valuesPerItem(info));
        if (!(list instanceof Promise)) return list;
        return list.then((items: unknown) => {
          return Array.isArray(items) ? counted(items, valueBudget, valuesPerItem(info)) : items;
        });
      };
    }
  }
}

function counted(list: readonly unknown[], budget: ValueBudget, valuesPerItem: number): readonly unknown[] {
  budget.take(list.length * valuesPerItem);
  return budget.isUsedUp ? [] : list;
}

/** The item itself and every field selected in it, whatever directives say. */
function valuesPerItem({ fieldNodes, fragments }: GraphQLResolveInfo): number {
  return fieldNodes.reduce((sum, { selectionSet }) => sum + fieldsIn(selectionSet, fragments), 1);
}

type Fragments = Readonly<Record<string, FragmentDefinitionNode>>;

const fieldCounts = new WeakMap<SelectionSetNode, number>();

function fieldsIn(selectionSet: SelectionSetNode | undefined, fragments: Fragments): number {
  if (selectionSet === undefined) return 0;
  const known = fieldCounts.get(selectionSet);
  if (known !== undefined) return known;
  let count = 0;
  for (const selection of selectionSet.selections) {
    if (selection.kind === Kind.FRAGMENT_SPREAD) {
      count += fieldsIn(fragments[selection.name.value]?.selectionSet, fragments);
    } else count += (selection.kind === Kind.FIELD ? 1 : 0) + fieldsIn(selection.selectionSet, fragments);
  }
  fieldCounts.set(selectionSet, count);
  return count;
}
