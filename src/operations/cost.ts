import {
  type FieldNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getArgumentValues,
  getNamedType,
  getNullableType,
  isLeafType,
  isListType,
  Kind,
  type ValueNode,
} from 'graphql';

/** What one field costs, how often the fields below it count, and whether that depends on absent variables. */
export interface FieldCost {
  readonly own: number;
  readonly multiplier: number;
  readonly varies: boolean;
}

// For a list whose field declares no size.
const LIST_MULTIPLIER = 10;
// How many objects a field of introspection returns on average; one, where it is not named here.
const INTROSPECTION_MULTIPLIERS: ReadonlyMap<string, number> = new Map([
  ['directives', 5],
  ['fields', 3],
  // The caller chooses the type, so it may be the largest.
  ['__type', 3],
  // Half of the types wrap another one.
  ['ofType', 0.5],
]);

/**
 * The cost of a field by its `complexity` in the schema: a number, `{ field, multiplier }`, or a function of arguments.
 *
 * @see https://pothos-graphql.dev/docs/plugins/complexity
 */
export function fieldCost(
  schema: GraphQLSchema,
  field: GraphQLField<unknown, unknown> | undefined,
  node: FieldNode,
  variables: Readonly<Record<string, unknown>> | undefined,
): FieldCost {
  const plain = { own: 1, multiplier: multiplierOf(schema, field), varies: false };
  if (field === undefined) return plain;
  let declared: unknown = field.extensions.complexity;
  if (typeof declared === 'function') {
    const varies = variables === undefined && node.arguments?.some(({ value }) => hasVariable(value));
    if (varies) return { ...plain, varies };
    try {
      declared = declared(getArgumentValues(field, node, variables));
    } catch {
      // Invalid arguments, which validation or execution reports.
    }
  }
  if (typeof declared === 'number') return { ...plain, own: declared };
  if (!isSized(declared)) return plain;
  const { field: own, multiplier } = declared;
  // A list of leaves has no fields below it whose cost could be multiplied instead.
  return { own: isLeafType(getNamedType(field.type)) ? own * multiplier : own, multiplier, varies: false };
}

function multiplierOf(schema: GraphQLSchema, field: GraphQLField<unknown, unknown> | undefined): number {
  if (field === undefined) return 1;
  const { name, type } = field;
  if (isIntrospection(getNamedType(type))) {
    if (name === 'types') return Object.keys(schema.getTypeMap()).length;
    return INTROSPECTION_MULTIPLIERS.get(name) ?? 1;
  }
  return isListType(getNullableType(type)) ? LIST_MULTIPLIER : 1;
}

/** Whether a type is one of introspection: only their names begin with `__`. */
export function isIntrospection({ name }: GraphQLNamedType): boolean {
  return name.startsWith('__');
}

function isSized(value: unknown): value is { readonly field: number; readonly multiplier: number } {
  return typeof value === 'object' && value !== null && 'field' in value && 'multiplier' in value;
}

function hasVariable(value: ValueNode): boolean {
  if (value.kind === Kind.VARIABLE) return true;
  if (value.kind === Kind.LIST) return value.values.some(hasVariable);
  return value.kind === Kind.OBJECT && value.fields.some((field) => hasVariable(field.value));
}
