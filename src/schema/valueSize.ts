import {
  type FieldNode,
  type GraphQLNamedType,
  type GraphQLResolveInfo,
  getNamedType,
  isInterfaceType,
  isLeafType,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from 'graphql';

/** An upper bound for the size of a part of a result. */
export interface ValueSize {
  readonly values: number;
  /** The memory that it takes until the result is serialized. */
  readonly bytes: number;
}

const NOTHING: ValueSize = { values: 0, bytes: 0 };
/** A scalar or an enum value, with its place in an object or a list. */
export const LEAF: ValueSize = { values: 1, bytes: 50 };
// As a hash table, which graphql-js creates. The objects of compiled queries are smaller.
const OBJECT: ValueSize = { values: 1, bytes: 200 };

// The CPU time of waiting, or of failing, is that of this many values.
const GRAPH_READ: ValueSize = { values: 50, bytes: 2_500 };

/** For a field that reads from Graph. */
export const READS_GRAPH = { extensions: { readsGraph: true } } as const;

type Names = Pick<GraphQLResolveInfo, 'schema' | 'fragments'>;

// All lists of a field have the same nodes in an execution, and in all executions of a compiled query.
const itemSizes = new WeakMap<readonly FieldNode[], ValueSize>();

/** The size of one item of a list field: the item and every field selected in it, ignoring `@skip` and `@include`. */
export function sizeOfItem(info: GraphQLResolveInfo): ValueSize {
  const known = itemSizes.get(info.fieldNodes);
  if (known !== undefined) return known;
  const type = getNamedType(info.returnType);
  const size = info.fieldNodes.reduce(
    (sum, node) => plus(sum, sizeOfFields(node.selectionSet, type, info)),
    OBJECT,
  );
  itemSizes.set(info.fieldNodes, size);
  return size;
}

// A fragment may be spread in many places.
const sizes = new WeakMap<SelectionSetNode, ValueSize>();

function sizeOfFields(
  selectionSet: SelectionSetNode | undefined,
  type: GraphQLNamedType | undefined,
  names: Names,
): ValueSize {
  if (selectionSet === undefined) return NOTHING;
  const known = sizes.get(selectionSet);
  if (known !== undefined) return known;
  let size = NOTHING;
  for (const selection of selectionSet.selections) {
    if (selection.kind === Kind.FIELD) {
      size = plus(size, sizeOfField(selection, type, names));
    } else {
      const fragment =
        selection.kind === Kind.FRAGMENT_SPREAD ? names.fragments[selection.name.value] : selection;
      const condition = fragment?.typeCondition?.name.value;
      const inner = condition === undefined ? type : names.schema.getType(condition);
      size = plus(size, sizeOfFields(fragment?.selectionSet, inner, names));
    }
  }
  sizes.set(selectionSet, size);
  return size;
}

function sizeOfField(
  { name, selectionSet }: FieldNode,
  parent: GraphQLNamedType | undefined,
  names: Names,
): ValueSize {
  const isComposite = isObjectType(parent) || isInterfaceType(parent);
  const field = isComposite ? parent.getFields()[name.value] : undefined;
  // `__typename`
  if (field === undefined) return LEAF;
  const type = getNamedType(field.type);
  if (isLeafType(type)) return LEAF;
  const own = field.extensions.readsGraph === true ? GRAPH_READ : OBJECT;
  return plus(own, sizeOfFields(selectionSet, type, names));
}

function plus(one: ValueSize, other: ValueSize): ValueSize {
  return { values: one.values + other.values, bytes: one.bytes + other.bytes };
}
