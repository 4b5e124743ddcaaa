import type fc from 'fast-check';
import {
  type GraphQLArgument,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLInputType,
  getNamedType,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
} from 'graphql';
import { schema as cleanSchema } from '../../../src/schema/index.ts';
import { subgraphSchema } from '../../../src/schema/supergraph/subgraph.ts';
import { listOf, scalarValue, type Value, wrongValue } from './arguments.ts';
import { type Choices, chosen, type Options } from './choices.ts';

/** The parameters of a request. */
export interface GraphQLRequest {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly operationName?: string;
}

/** Lets the gateway execute each of them: a page of schemas costs more than the default. */
export const ANY_COST = { MAX_COST: '100000000' };

export interface DocumentOptions {
  /** Whether there are `@include` and `@skip` in the documents. */
  readonly directives: boolean;
}

/** The schema that the gateway serves. */
export const servedSchema = subgraphSchema(cleanSchema);

/**
 * Valid documents of queries, with variables that are right or wrong. They stay within the limits of a request
 * that the gateway has by default, apart from that on cost, which they do not know.
 */
export function validDocument(options: DocumentOptions): fc.Arbitrary<GraphQLRequest> {
  return chosen((choices) => new DocumentBuilder(choices, options).build());
}

type AnyField = GraphQLField<unknown, unknown>;

/** What is used by an operation or a fragment itself. */
interface Uses {
  readonly variables: Set<string>;
  readonly fragments: Set<string>;
}

interface Variable {
  readonly name: string;
  /** The type of the positions in which it can be used. */
  readonly place: string;
  readonly definition: string;
  /** Sets its value in the variables, if it has one. */
  readonly values: readonly (readonly [name: string, value: unknown])[];
}

interface Fragment {
  readonly name: string;
  readonly on: GraphQLCompositeType;
  /** How deep it was when it was made; deeper it is not spread. */
  readonly level: number;
  readonly text: string;
  readonly uses: Uses;
}

/** A field under its response key, with its arguments. */
interface Selected {
  readonly parent: string;
  readonly field: AnyField;
  readonly key: string;
  readonly head: string;
  /** The variables in its arguments. */
  readonly variables: ReadonlySet<string>;
}

const MAX_FIELDS = 40;
const MAX_DIRECTIVES = 5;
const MAX_LEVELS = 6;
const NAMES: Options<string> = [
  'a',
  'b',
  'id',
  'first',
  'name',
  'toString',
  'constructor',
  '__proto__',
  'ids',
];
const SEPARATORS: Options<string> = [' ', '\n', '\r\n  ', ', ', '\t', ' # and\n', '\n\n'];

const SDL_FIELDS = new Set(['_service', '_sdl']);

class DocumentBuilder {
  readonly #choices: Choices;
  readonly #directives: boolean;
  readonly #separator: string;
  readonly #variables: Variable[] = [];
  readonly #fragments: Fragment[] = [];
  /** By response key: all fields of one key in a document are the same, so that any two can be merged. */
  readonly #selected = new Map<string, Selected>();
  readonly #names = new Set<string>();
  #fieldsLeft = MAX_FIELDS;
  #directivesLeft = MAX_DIRECTIVES;

  constructor(choices: Choices, { directives }: DocumentOptions) {
    this.#choices = choices;
    this.#directives = directives;
    this.#separator = choices.of(SEPARATORS);
  }

  build(): GraphQLRequest {
    const names = this.#choices.of<readonly string[]>([
      [''],
      ['First'],
      [''],
      ['First', 'Second'],
      ['First'],
    ]);
    const operations = names.map((name) => this.#operation(name, names.length));
    const fragments = this.#fragments.map(({ text }) => text);
    const definitions = this.#choices.chance(30)
      ? [...fragments, ...operations]
      : [...operations, ...fragments];
    const operationName = this.#choices.maybeOf(names) ?? '';
    const isNamed = operationName !== '' && (names.length > 1 || this.#choices.chance(50));
    return {
      query: definitions.join(this.#separator),
      variables: this.#values(),
      ...(isNamed ? { operationName } : {}),
    };
  }

  #operation(name: string, operations: number): string {
    const queryType = servedSchema.getQueryType();
    if (queryType == null) throw new TypeError('The schema has no queries.');
    const uses: Uses = { variables: new Set(), fragments: new Set() };
    const fieldsBefore = this.#fieldsLeft;
    const selection = this.#selectionSet(queryType, uses, 1);
    // As many fields for one operation as for the other.
    if (operations > 1) this.#fieldsLeft = fieldsBefore;
    const used = this.#allVariables(uses);
    const definitions = this.#variables.filter((variable) => used.has(variable.name));
    if (definitions.length === 0 && name === '' && this.#choices.chance(70)) return selection;
    const variables = definitions.map(({ definition }) => definition).join(', ');
    return `query ${name}${definitions.length > 0 ? `(${variables})` : ''} ${selection}`;
  }

  /** Those of the fragments included. */
  #allVariables({ variables, fragments }: Uses): Set<string> {
    const all = new Set(variables);
    for (const name of fragments) {
      const fragment = this.#fragments.find((each) => each.name === name);
      if (fragment === undefined) continue;
      for (const variable of this.#allVariables(fragment.uses)) all.add(variable);
    }
    return all;
  }

  #values(): Record<string, unknown> {
    const unknown: readonly (readonly [string, unknown])[] = this.#choices.chance(5)
      ? [['unknownVariable', { a: 1 }]]
      : [];
    return Object.fromEntries([...this.#variables.flatMap(({ values }) => values), ...unknown]);
  }

  #selectionSet(type: GraphQLCompositeType, uses: Uses, level: number): string {
    const selections: string[] = [];
    const wanted = 1 + this.#choices.below(level === 1 ? 6 : 4);
    for (let count = 0; count < wanted; count += 1) {
      if (count > 0 && (this.#fieldsLeft <= 0 || this.#choices.areOver)) break;
      selections.push(this.#selection(type, uses, level));
    }
    return `{ ${selections.join(this.#separator)} }`;
  }

  #selection(type: GraphQLCompositeType, uses: Uses, level: number): string {
    const choices = this.#choices;
    if (level < MAX_LEVELS && this.#fieldsLeft > 0) {
      const fragmentsAreOften = isAbstractType(type) ? 75 : 25;
      if (choices.chance(fragmentsAreOften)) {
        return choices.chance(50) ? this.#spread(type, uses, level) : this.#inlineFragment(type, uses, level);
      }
    }
    return this.#field(type, uses, level);
  }

  #inlineFragment(type: GraphQLCompositeType, uses: Uses, level: number): string {
    const on = this.#typeCondition(type);
    const condition = on === type && this.#choices.chance(40) ? '' : ` on ${on.name}`;
    return `...${condition}${this.#condition(uses)} ${this.#selectionSet(on, uses, level + 1)}`;
  }

  #spread(type: GraphQLCompositeType, uses: Uses, level: number): string {
    const spreadable = this.#fragments.filter(
      (fragment) => fragment.level >= level && doOverlap(fragment.on, type),
    );
    const known = this.#choices.chance(50) ? this.#choices.maybeOf(spreadable) : undefined;
    const { name } = known ?? this.#newFragment(this.#typeCondition(type), level);
    uses.fragments.add(name);
    return `...${name}${this.#condition(uses)}`;
  }

  #newFragment(on: GraphQLCompositeType, level: number): Fragment {
    const uses: Uses = { variables: new Set(), fragments: new Set() };
    // A fragment can be spread from here on, and so not in itself.
    const selection = this.#selectionSet(on, uses, level + 1);
    const name = `F${this.#fragments.length}`;
    const fragment = { name, on, level, text: `fragment ${name} on ${on.name} ${selection}`, uses };
    this.#fragments.push(fragment);
    return fragment;
  }

  /** A type whose fragments can be spread in another. */
  #typeCondition(type: GraphQLCompositeType): GraphQLCompositeType {
    const others = Object.values(servedSchema.getTypeMap())
      .filter(isCompositeType)
      .filter((other) => other !== type && doOverlap(other, type));
    return this.#choices.chance(isAbstractType(type) ? 80 : 25)
      ? (this.#choices.maybeOf(others) ?? type)
      : type;
  }

  #field(parent: GraphQLCompositeType, uses: Uses, level: number): string {
    this.#fieldsLeft -= 1;
    const fields = fieldsOf(parent, level, this.#choices);
    const known = [...this.#selected.values()].filter(
      (one) => one.parent === parent.name && fields.includes(one.field),
    );
    const again = this.#choices.chance(25) ? this.#choices.maybeOf(known) : undefined;
    const selected = again ?? this.#newField(parent, this.#choices.of(fields));
    for (const variable of selected.variables) uses.variables.add(variable);
    const condition = this.#condition(uses);
    const type = getNamedType(selected.field.type);
    const below = isCompositeType(type) ? ` ${this.#selectionSet(type, uses, level + 1)}` : '';
    return `${selected.head}${condition}${below}`;
  }

  #newField(parent: GraphQLCompositeType, field: AnyField): Selected {
    const variables = new Set<string>();
    const given = field.args.flatMap((argument) => this.#argument(field, argument, variables));
    const call = `${field.name}${given.length > 0 ? `(${given.join(', ')})` : ''}`;
    const fits = (key: string) => {
      const known = this.#selected.get(key);
      return known === undefined || canBeMerged(known, key, call, field);
    };
    if (isOnce(parent, field) && !fits(field.name)) return this.#newField(parent, TypeNameMetaFieldDef);
    const wanted = !isOnce(parent, field) && this.#choices.chance(30) ? this.#choices.of(NAMES) : field.name;
    const key = [wanted, field.name].find(fits) ?? this.#freshName('alias');
    const head = key === field.name ? call : `${key}: ${call}`;
    const selected = { parent: parent.name, field, key, head, variables };
    if (!this.#selected.has(key)) this.#selected.set(key, selected);
    return selected;
  }

  #argument(field: AnyField, argument: GraphQLArgument, uses: Set<string>): string[] {
    const isOmitted = !isRequiredArgument(argument) && this.#choices.chance(50);
    if (isOmitted) return [];
    const purpose = `${field.name}.${argument.name}`;
    return [`${argument.name}: ${this.#input(argument.type, purpose, uses)}`];
  }

  /** A literal or a variable, or a literal with variables in it. */
  #input(type: GraphQLInputType, purpose: string, uses: Set<string>): string {
    const choices = this.#choices;
    if (choices.chance(45)) return this.#variable(type, purpose, uses);
    if (!isNonNullType(type) && choices.chance(15)) return 'null';
    const plain = getNullableType(type);
    if (!isListType(plain)) return this.#scalarLiteral(String(plain), purpose, uses);
    const item = plain.ofType;
    const items = choices.chance(40)
      ? listOf(choices, () => ({ literal: this.#input(item, purpose, uses), json: null }), 1)
      : this.#value(plain, purpose);
    return items.literal;
  }

  #scalarLiteral(type: string, purpose: string, uses: Set<string>): string {
    if (type !== '_Any' || !this.#choices.chance(40)) {
      return scalarValue(this.#choices, type, purpose).literal;
    }
    const id = servedSchema.getType('ID');
    if (id === undefined || !('parseValue' in id)) throw new TypeError('The schema has no ids.');
    return `{ __typename: "ExternalConnection", id: ${this.#variable(id, purpose, uses)} }`;
  }

  /** A value of a type that is not null, the same in a document and in variables. */
  #value(type: GraphQLInputType, purpose: string): Value {
    const plain = getNullableType(type);
    if (!isListType(plain)) return scalarValue(this.#choices, String(plain), purpose);
    return listOf(this.#choices, () => this.#value(plain.ofType, purpose));
  }

  #variable(type: GraphQLInputType, purpose: string, uses: Set<string>): string {
    const place = String(type);
    const known = this.#variables.filter((one) => one.place === place);
    const variable =
      (this.#choices.chance(40) ? this.#choices.maybeOf(known) : undefined) ??
      this.#newVariable(type, purpose);
    uses.add(variable.name);
    return `$${variable.name}`;
  }

  #newVariable(type: GraphQLInputType, purpose: string): Variable {
    const choices = this.#choices;
    const place = String(type);
    const nullable = String(getNullableType(type));
    const standard = () => this.#value(type, purpose).literal;
    const optional: Options<string> = [
      nullable,
      `${nullable}!`,
      `${nullable} = ${standard()}`,
      `${nullable}! = ${standard()}`,
      `${nullable} = null`,
    ];
    const required: Options<string> = [place, `${place} = ${standard()}`, `${nullable} = ${standard()}`];
    const declared = choices.of(isNonNullType(type) ? required : optional);
    const name = this.#freshName(choices.of(NAMES));
    const variable = {
      name,
      place,
      definition: `$${name}: ${declared}`,
      values: this.#variableValue(type, purpose, declared).map((value) => [name, value] as const),
    };
    this.#variables.push(variable);
    return variable;
  }

  /** The value in a list, or an empty one for an omitted variable. */
  #variableValue(type: GraphQLInputType, purpose: string, declared: string): readonly unknown[] {
    const right = [this.#value(type, purpose).json];
    const isRequired = declared.endsWith('!');
    const takesNull = !/!(?: =|$)/.test(declared);
    const kind = this.#choices.below(100);
    if (kind >= 98) {
      const named = String(getNamedType(type));
      return [wrongValue(this.#choices, named, isListType(getNullableType(type)))];
    }
    if (kind >= (takesNull ? 88 : 96)) return [null];
    return kind >= (isRequired ? 93 : 55) ? [] : right;
  }

  /** `@include`, `@skip`, both or none. */
  #condition(uses: Uses): string {
    if (!this.#directives || this.#directivesLeft < 2 || !this.#choices.chance(25)) return '';
    const names = this.#choices.of<readonly string[]>([['include'], ['skip'], ['skip', 'include']]);
    return names.map((name) => ` @${name}(if: ${this.#conditionValue(name, uses)})`).join('');
  }

  #conditionValue(name: string, uses: Uses): string {
    this.#directivesLeft -= 1;
    const argument = servedSchema.getDirective(name)?.args[0];
    if (argument === undefined) throw new TypeError(`There is no @${name}.`);
    return this.#input(argument.type, `@${name}`, uses.variables);
  }

  #freshName(wanted: string): string {
    let name = wanted;
    for (let count = 1; this.#names.has(name); count += 1) name = `${wanted}${count}`;
    this.#names.add(name);
    return name;
  }
}

/** Whether a field under this key can be merged with another one of the key, whatever their parents are. */
function canBeMerged(known: Selected, key: string, call: string, field: AnyField): boolean {
  const head = key === field.name ? call : `${key}: ${call}`;
  return known.head === head && String(known.field.type) === String(field.type);
}

/** Whether the gateway limits a field to one response key: what describes the schema is long. */
function isOnce({ name }: GraphQLCompositeType, field: AnyField): boolean {
  return (
    name.startsWith('__') || name === '_Service' || field === SchemaMetaFieldDef || SDL_FIELDS.has(field.name)
  );
}

function doOverlap(some: GraphQLCompositeType, other: GraphQLCompositeType): boolean {
  const possible = (type: GraphQLCompositeType) =>
    isAbstractType(type) ? servedSchema.getPossibleTypes(type) : [type];
  return possible(some).some((type) => possible(other).includes(type));
}

// Limits introspection, so that no document is too deep for graphql-js.
const LAST_LEVEL_OF_OBJECTS = 3;

/** The fields to choose from: those that hold data more often than those that hold the schema. */
function fieldsOf(parent: GraphQLCompositeType, level: number, choices: Choices): Options<AnyField> {
  if (!isObjectType(parent)) return [TypeNameMetaFieldDef];
  const fields: readonly AnyField[] = Object.values(parent.getFields());
  if (parent === servedSchema.getQueryType()) {
    const kind = choices.below(100);
    if (kind >= 90) return [TypeNameMetaFieldDef, SchemaMetaFieldDef, TypeMetaFieldDef];
    if (kind >= 85) return [TypeNameMetaFieldDef, ...fields.filter(({ name }) => SDL_FIELDS.has(name))];
    return [TypeNameMetaFieldDef, ...fields.filter(({ name }) => !SDL_FIELDS.has(name))];
  }
  if (!parent.name.startsWith('__') || level <= LAST_LEVEL_OF_OBJECTS)
    return [TypeNameMetaFieldDef, ...fields];
  return [TypeNameMetaFieldDef, ...fields.filter(({ type }) => !isCompositeType(getNamedType(type)))];
}
