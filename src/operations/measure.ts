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
  type SelectionSetNode,
} from 'graphql';
import { SDL_FIELDS } from '../schema/supergraph/subgraph.ts';
import { fieldCost } from './cost.ts';

/** The size of an operation or of a part of it. What a fragment contains counts wherever it is spread. */
export class Measure {
  /** Fields of the largest possible result: each costs 1, and below a list as much as the list can have items. */
  cost = 0;
  /** Whether the cost depends on variables that were not given. */
  costVaries = false;
  /** Levels of fields, apart from introspection. */
  depth = 0;
  introspectionDepth = 0;
  aliases = 0;
  directives = 0;
  /** Fields of the outermost level, and of all levels. */
  fields = 0;
  allFields = 0;
  /** Whether the outermost fields read nothing but the schema itself. */
  schemaOnly = true;

  /** Adds what stands beside it. */
  add(part: Measure): void {
    this.cost += part.cost;
    this.costVaries ||= part.costVaries;
    this.depth = Math.max(this.depth, part.depth);
    this.introspectionDepth = Math.max(this.introspectionDepth, part.introspectionDepth);
    this.aliases += part.aliases;
    this.directives += part.directives;
    this.fields += part.fields;
    this.allFields += part.allFields;
    this.schemaOnly &&= part.schemaOnly;
  }
}

export type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;
type Type = GraphQLNamedType | undefined | null;

const INTROSPECTION = new Set(['__schema', '__type']);
const SCHEMA_FIELDS = new Set([...INTROSPECTION, '__typename', ...SDL_FIELDS]);

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
): Measure {
  const measured = new Map<string, Measure>();

  const ofSelectionSet = (set: SelectionSetNode | undefined, type: Type): Measure => {
    const sum = new Measure();
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

  const addField = (sum: Measure, node: FieldNode, type: Type): void => {
    const name = node.name.value;
    const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
    const inner = ofSelectionSet(node.selectionSet, field && getNamedType(field.type));
    const { own, multiplier, varies } = fieldCost(field, node, variables);
    const isIntrospection = INTROSPECTION.has(name);
    inner.cost = own + multiplier * inner.cost;
    inner.costVaries ||= varies;
    if (isIntrospection) inner.introspectionDepth = inner.depth + 1;
    inner.depth = isIntrospection ? 0 : inner.depth + 1;
    inner.aliases += node.alias === undefined ? 0 : 1;
    inner.fields = 1;
    inner.allFields += 1;
    inner.schemaOnly = SCHEMA_FIELDS.has(name);
    sum.add(inner);
  };

  const ofFragment = (name: string): Measure => {
    const known = measured.get(name);
    if (known !== undefined) return known;
    // A fragment that spreads itself adds nothing there.
    measured.set(name, new Measure());
    const fragment = fragments.get(name);
    const type = fragment && schema.getType(fragment.typeCondition.name.value);
    const measure = ofSelectionSet(fragment?.selectionSet, type);
    measure.directives += fragment?.directives?.length ?? 0;
    measured.set(name, measure);
    return measure;
  };

  const result = ofSelectionSet(operation.selectionSet, schema.getRootType(operation.operation));
  for (const { directives } of [operation, ...(operation.variableDefinitions ?? [])]) {
    result.directives += directives?.length ?? 0;
  }
  return result;
}
