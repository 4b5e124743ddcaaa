import {
  defaultFieldResolver,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isInterfaceType,
  isLeafType,
  isListType,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from 'graphql';
import type { GatewayContext } from './builder.ts';

/**
 * Makes each field that is a list count its values, which are all fields of all items, and wait for its turn where they are
 * many. Once a result has too many, its lists are empty: those in a list of lists are as many as the product of their
 * lengths, and nobody will see them.
 */
export function countListValues(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) {
      if (!isListType(getNullableType(field.type))) continue;
      const { resolve = defaultFieldResolver } = field;
      const hasLeaves = isLeafType(getNamedType(field.type));
      field.resolve = (source, args, context: GatewayContext, info) => {
        if (context.valueBudget.problem !== undefined) return [];
        const list: unknown = resolve(source, args, context, info);
        if (list instanceof Promise) return list.then((items: unknown) => admitted(items, context, info));
        if (!hasLeaves || !Array.isArray(list)) return admitted(list, context, info);
        return context.valueBudget.admit(list, list.length);
      };
    }
  }
}

function admitted(list: unknown, { valueBudget }: GatewayContext, info: GraphQLResolveInfo): unknown {
  if (!Array.isArray(list)) return list;
  return valueBudget.admit(list, list.length * valuesPerItem(info));
}

/** For a field that reads from Graph: to wait, and to fail, takes as long as so many values. */
export const READS_GRAPH = { extensions: { values: 50 } } as const;

/** The item itself and every field selected in it, whatever directives say. */
function valuesPerItem(info: GraphQLResolveInfo): number {
  const type = getNamedType(info.returnType);
  return info.fieldNodes.reduce((sum, { selectionSet }) => sum + valuesIn(selectionSet, type, info), 1);
}

const valueCounts = new WeakMap<SelectionSetNode, number>();

function valuesIn(
  selectionSet: SelectionSetNode | undefined,
  type: GraphQLNamedType | undefined,
  info: GraphQLResolveInfo,
): number {
  if (selectionSet === undefined) return 0;
  const known = valueCounts.get(selectionSet);
  if (known !== undefined) return known;
  let count = 0;
  for (const selection of selectionSet.selections) {
    if (selection.kind === Kind.FIELD) {
      const field = fieldOf(type, selection.name.value);
      count += valuesOf(field) + valuesIn(selection.selectionSet, field && getNamedType(field.type), info);
    } else {
      const fragment =
        selection.kind === Kind.FRAGMENT_SPREAD ? info.fragments[selection.name.value] : selection;
      const condition = fragment?.typeCondition?.name.value;
      const inner = condition === undefined ? type : info.schema.getType(condition);
      count += valuesIn(fragment?.selectionSet, inner, info);
    }
  }
  valueCounts.set(selectionSet, count);
  return count;
}

function fieldOf(type: GraphQLNamedType | undefined, name: string) {
  return isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
}

function valuesOf(field: GraphQLField<unknown, unknown> | undefined): number {
  const values = field?.extensions.values;
  return typeof values === 'number' ? values : 1;
}
