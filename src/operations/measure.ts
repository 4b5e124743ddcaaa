import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  SchemaMetaFieldDef,
  type SelectionSetNode,
  TypeMetaFieldDef,
} from 'graphql';
import { SDL_FIELDS, SDL_TYPE } from '../schema/supergraph/subgraph.ts';
import { fieldCost, isIntrospection } from './cost.ts';

/** The size of an operation or of a part of it. What a fragment contains counts wherever it is spread. */
export class OperationSize {
  /** Fields of the largest possible result: each counts 1 or more, times the maximum sizes of the lists around it. */
  cost = 0;
  /** Whether the cost depends on variables that were not given. */
  costVaries = false;
  /** Levels of fields, apart from introspection. */
  depth = 0;
  introspectionDepth = 0;
  aliases = 0;
  /** Aliases inside `__schema`, `__type` and `_service`: each would repeat a value for every element of the schema. */
  introspectionAliases = 0;
  /** The most response keys that `__schema`, `_service` or `_sdl` has; `typeFields` has those of `__type`. */
  schemaFields = 0;
  typeFields = 0;
  directives = 0;
  /** Fields of the outermost level, and of all levels. */
  fields = 0;
  allFields = 0;
  /** Whether the outermost fields read nothing but the schema itself. */
  schemaOnly = true;

  /** Adds the size of a sibling. */
  add(part: OperationSize): void {
    this.cost += part.cost;
    this.costVaries ||= part.costVaries;
    this.depth = Math.max(this.depth, part.depth);
    this.introspectionDepth = Math.max(this.introspectionDepth, part.introspectionDepth);
    this.aliases += part.aliases;
    this.introspectionAliases += part.introspectionAliases;
    this.directives += part.directives;
    this.fields += part.fields;
    this.allFields += part.allFields;
    this.schemaOnly &&= part.schemaOnly;
  }
}

export type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;
type Type = GraphQLNamedType | undefined | null;

// A response key costs one more for each such length, since a list repeats it in each of its items.
const KEY_LENGTH = 64;
const INTROSPECTION = new Map([SchemaMetaFieldDef, TypeMetaFieldDef].map((field) => [field.name, field]));
const SCHEMA_FIELDS = [SchemaMetaFieldDef.name, ...SDL_FIELDS];
const SCHEMA_ONLY = new Set([...SCHEMA_FIELDS, TypeMetaFieldDef.name, '__typename']);

/**
 * Measures an operation in one walk, each fragment once. The document need not be valid: limits apply before
 * validation, because OverlappingFieldsCanBeMerged is quadratic.
 *
 * @param variables - coerced; without them, a cost that depends on them is marked as varying
 */
export function measure(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  fragments: Fragments,
  variables?: Readonly<Record<string, unknown>>,
): OperationSize {
  const measured = new Map<string, OperationSize>();
  // The response keys of the fields that read the schema, by name; all selections of one key are merged.
  const schemaKeys = new Map([...SCHEMA_ONLY].map((name) => [name, new Set<string>()]));

  const ofSelectionSet = (set: SelectionSetNode | undefined, type: Type): OperationSize => {
    const sum = new OperationSize();
    for (const selection of set?.selections ?? []) {
      sum.directives += selection.directives?.length ?? 0;
      if (selection.kind === Kind.FIELD) addField(sum, selection, type);
      else if (selection.kind === Kind.FRAGMENT_SPREAD) sum.add(ofFragment(selection.name.value));
      else {
        const condition = selection.typeCondition?.name.value;
        const inner = condition === undefined ? type : schema.getType(condition);
        sum.add(ofSelectionSet(selection.selectionSet, inner));
      }
    }
    return sum;
  };

  const addField = (sum: OperationSize, node: FieldNode, type: Type): void => {
    const name = node.name.value;
    const key = (node.alias ?? node.name).value;
    const introspection = INTROSPECTION.get(name);
    const field = introspection ?? (hasFields(type) ? type.getFields()[name] : undefined);
    const inner = ofSelectionSet(node.selectionSet, field && getNamedType(field.type));
    const { own, multiplier, varies } = fieldCost(schema, field, node, variables);
    inner.cost = own + Math.floor(key.length / KEY_LENGTH) + multiplier * inner.cost;
    inner.costVaries ||= varies;
    if (introspection) inner.introspectionDepth = inner.depth + 1;
    inner.depth = introspection ? 0 : inner.depth + 1;
    if (node.alias !== undefined) {
      inner.aliases += 1;
      if (describesSchema(type)) inner.introspectionAliases += 1;
    }
    inner.fields = 1;
    inner.allFields += 1;
    inner.schemaOnly = SCHEMA_ONLY.has(name);
    schemaKeys.get(name)?.add(key);
    sum.add(inner);
  };

  const ofFragment = (name: string): OperationSize => {
    const known = measured.get(name);
    if (known !== undefined) return known;
    // A fragment that spreads itself adds nothing there.
    measured.set(name, new OperationSize());
    const fragment = fragments.get(name);
    const type = fragment && schema.getType(fragment.typeCondition.name.value);
    const size = ofSelectionSet(fragment?.selectionSet, type);
    size.directives += fragment?.directives?.length ?? 0;
    measured.set(name, size);
    return size;
  };

  const result = ofSelectionSet(operation.selectionSet, schema.getRootType(operation.operation));
  for (const { directives } of [operation, ...(operation.variableDefinitions ?? [])]) {
    result.directives += directives?.length ?? 0;
  }
  const keysOf = (name: string) => schemaKeys.get(name)?.size ?? 0;
  result.schemaFields = Math.max(...SCHEMA_FIELDS.map(keysOf));
  result.typeFields = keysOf(TypeMetaFieldDef.name);
  return result;
}

function hasFields(type: Type) {
  return isObjectType(type) || isInterfaceType(type);
}

function describesSchema(type: Type): boolean {
  return type != null && (isIntrospection(type) || type.name === SDL_TYPE);
}
