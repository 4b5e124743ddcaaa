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
  directives = 0;
  /** Fields of the outermost level, and of all levels. */
  fields = 0;
  allFields = 0;
  /** Whether the outermost fields read nothing but the schema itself. */
  schemaOnly = true;
  /** The response keys of the fields that read the schema, by name: all selections of one key are merged. */
  #schemaKeys: Map<string, Set<string>> | undefined;

  /** The most response keys that `__schema`, `_service` or `_sdl` has. */
  get schemaFields(): number {
    return Math.max(...SCHEMA_FIELDS.map((name) => this.#schemaKeys?.get(name)?.size ?? 0));
  }

  /** How many response keys `__type` has. */
  get typeFields(): number {
    return this.#schemaKeys?.get(TypeMetaFieldDef.name)?.size ?? 0;
  }

  addSchemaKeys(name: string, keys: Iterable<string>): void {
    this.#schemaKeys ??= new Map();
    const known = this.#schemaKeys.get(name) ?? new Set();
    this.#schemaKeys.set(name, known);
    for (const key of keys) known.add(key);
  }

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
    for (const [name, keys] of part.#schemaKeys ?? []) this.addSchemaKeys(name, keys);
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
 * Measures the operations of a document in one walk, each fragment once. The document need not be valid: limits apply
 * before validation, because OverlappingFieldsCanBeMerged is quadratic.
 */
export class DocumentMeter {
  readonly #schema: GraphQLSchema;
  readonly #fragments: Fragments;
  readonly #variables: Readonly<Record<string, unknown>> | undefined;
  readonly #measured = new Map<string, OperationSize>();
  /** How often each response key of each type is selected, wherever that is in the document. */
  readonly #selections = new Map<Type, Map<string, number>>();
  #operations = 0;
  #aliases = 0;

  /** @param variables - coerced; without them, a cost that depends on them is marked as varying */
  constructor(schema: GraphQLSchema, fragments: Fragments, variables?: Readonly<Record<string, unknown>>) {
    this.#schema = schema;
    this.#fragments = fragments;
    this.#variables = variables;
  }

  ofOperation(operation: OperationDefinitionNode): OperationSize {
    this.#operations += 1;
    const size = this.#ofSelectionSet(operation.selectionSet, this.#schema.getRootType(operation.operation));
    for (const { directives } of [operation, ...(operation.variableDefinitions ?? [])]) {
      size.directives += directives?.length ?? 0;
    }
    return size;
  }

  /**
   * Counts how often the document selects the same field of a type under the same response key, unused fragments
   * included. Each alias, up to `maxAliases`, and each operation allows for one more, since what is below them is not
   * merged.
   */
  repeatedFields(maxAliases: number): number {
    for (const name of this.#fragments.keys()) this.#ofFragment(name);
    let most = 0;
    for (const counts of this.#selections.values())
      for (const count of counts.values()) most = Math.max(most, count);
    return most - Math.min(this.#aliases, maxAliases) - this.#operations;
  }

  #ofSelectionSet(set: SelectionSetNode | undefined, type: Type): OperationSize {
    const sum = new OperationSize();
    for (const selection of set?.selections ?? []) {
      sum.directives += selection.directives?.length ?? 0;
      if (selection.kind === Kind.FIELD) this.#addField(sum, selection, type);
      else if (selection.kind === Kind.FRAGMENT_SPREAD) sum.add(this.#ofFragment(selection.name.value));
      else {
        const condition = selection.typeCondition?.name.value;
        const inner = condition === undefined ? type : this.#schema.getType(condition);
        sum.add(this.#ofSelectionSet(selection.selectionSet, inner));
      }
    }
    return sum;
  }

  #addField(sum: OperationSize, node: FieldNode, type: Type): void {
    const name = node.name.value;
    const key = (node.alias ?? node.name).value;
    this.#count(type, key);
    const introspection = INTROSPECTION.get(name);
    const field = introspection ?? (hasFields(type) ? type.getFields()[name] : undefined);
    const inner = this.#ofSelectionSet(node.selectionSet, field && getNamedType(field.type));
    const { own, multiplier, varies } = fieldCost(this.#schema, field, node, this.#variables);
    inner.cost = own + Math.floor(key.length / KEY_LENGTH) + multiplier * inner.cost;
    inner.costVaries ||= varies;
    if (introspection) inner.introspectionDepth = inner.depth + 1;
    inner.depth = introspection ? 0 : inner.depth + 1;
    if (node.alias !== undefined) {
      this.#aliases += 1;
      inner.aliases += 1;
      if (describesSchema(type)) inner.introspectionAliases += 1;
    }
    inner.fields = 1;
    inner.allFields += 1;
    inner.schemaOnly = SCHEMA_ONLY.has(name);
    if (inner.schemaOnly) inner.addSchemaKeys(name, [key]);
    sum.add(inner);
  }

  #count(type: Type, key: string): void {
    let counts = this.#selections.get(type);
    if (counts === undefined) {
      counts = new Map();
      this.#selections.set(type, counts);
    }
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }

  #ofFragment(name: string): OperationSize {
    const known = this.#measured.get(name);
    if (known !== undefined) return known;
    // A fragment that spreads itself adds nothing there.
    this.#measured.set(name, new OperationSize());
    const fragment = this.#fragments.get(name);
    const type = fragment && this.#schema.getType(fragment.typeCondition.name.value);
    const size = this.#ofSelectionSet(fragment?.selectionSet, type);
    size.directives += fragment?.directives?.length ?? 0;
    this.#measured.set(name, size);
    return size;
  }
}

function hasFields(type: Type) {
  return isObjectType(type) || isInterfaceType(type);
}

function describesSchema(type: Type): boolean {
  return type != null && (isIntrospection(type) || type.name === SDL_TYPE);
}
