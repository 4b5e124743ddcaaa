import {
  defaultFieldResolver,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isLeafType,
  isListType,
  isObjectType,
} from 'graphql';
import type { GatewayContext } from './builder.ts';
import { LEAF, sizeOfItem } from './valueSize.ts';

/**
 * Makes each list field count its values, that is, all fields of all items, and wait for its turn if they are many. A
 * result with too many values is rejected, and its further lists stay empty, since nested lists may have millions.
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
        return context.valueBudget.admit(list, LEAF);
      };
    }
  }
}

function admitted(list: unknown, { valueBudget }: GatewayContext, info: GraphQLResolveInfo): unknown {
  if (!Array.isArray(list)) return list;
  return valueBudget.admit(list, sizeOfItem(info));
}
