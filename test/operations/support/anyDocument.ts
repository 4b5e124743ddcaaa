import fc from 'fast-check';
import {
  type ASTNode,
  type ConstDirectiveNode,
  type DefinitionNode,
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  Kind,
  type NameNode,
  parse,
  print,
  type SelectionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';
import { Choices, chosen, type Options } from './choices.ts';
import { type GraphQLRequest, validDocument } from './validDocument.ts';

/** Documents that are read, and in many of which something or other is invalid. */
export function anyDocument(): fc.Arbitrary<GraphQLRequest> {
  const base = fc.oneof(
    { weight: 5, arbitrary: validDocument({ directives: true }) },
    { weight: 2, arbitrary: fc.constantFrom(...OTHERS.map((query) => ({ query, variables: {} }))) },
  );
  const changes = chosen((choices) =>
    Array.from({ length: choices.below(5) }, () => ({
      change: choices.of(CHANGES),
      numbers: Array.from({ length: 12 }, () => choices.below(10_000)),
    })),
  );
  return fc.tuple(base, changes).map(([request, wanted]) => {
    if (wanted.length === 0) return request;
    let document = parse(request.query, { noLocation: true });
    for (const { change, numbers } of wanted) document = change(document, new Choices(numbers));
    const query = print(document);
    return isReadable(query) ? { ...request, query } : request;
  });
}

/** What is printed may not be, where a variable stands in for a constant. */
function isReadable(query: string): boolean {
  try {
    parse(query);
    return true;
  } catch {
    return false;
  }
}

// Mutations and subscriptions, and small documents in which a change is not lost among others.
const OTHERS: readonly string[] = [
  '{ externalConnection(id: "x") { id name } }',
  'query A($id: ID!) { externalConnection(id: $id) { ...F } } fragment F on ExternalConnection { id state }',
  'query ($of: [_Any!]!) { _entities(representations: $of) { __typename ... on ExternalConnection { id } } }',
  '{ externalConnections(first: 2, after: "x") { nodes { id configuration { authorizedAppIds } } } }',
  'query A { __typename } query B { externalConnection(id: "x") { id } }',
  'mutation { createExternalConnection(input: { id: "abc", name: "x", state: DRAFT, configuration: { authorizedAppIds: ["a"] } }) { id } }',
  'mutation ($input: CreateExternalConnectionInput!) { createExternalConnection(input: $input) { id } }',
  'mutation ($s: ExternalConnectionState = READY, $n: String!) { addExternalConnection(input: { id: "abc", name: $n, state: $s }) { id } }',
  'mutation { a: updateSingletonPrivateEndpointConnection(input: { privateLinkIds: [1, 2] }) { privateLinkIds } }',
  'mutation ($ids: [Int!]!) { createPrivateEndpointConnection(input: { externalPrivateEndpointId: "x", privateLinkIds: $ids }) { id } }',
  'subscription { externalConnections { nodes { id } } }',
  'subscription S($a: Int!) { x(a: $a) y { z } }',
  '{ __schema { types { fields { type { name } } } } }',
  '{ __type(name: "Query") { name fields(includeDeprecated: true) { name args { name } } } }',
];

/** Changes one thing in a document. It stays one that can be read. */
type Change = (document: DocumentNode, choices: Choices) => DocumentNode;

type NodeOf<K extends Kind> = Extract<ASTNode, { kind: K }>;

function isOf<K extends Kind>(node: ASTNode, kinds: readonly K[]): node is NodeOf<K> {
  return kinds.some((kind) => node.kind === kind);
}

/** Replaces one of the nodes of these kinds; by null it is removed. */
function replaceOne<K extends Kind>(
  kinds: readonly K[],
  replace: (node: NodeOf<K>, choices: Choices) => ASTNode | null,
): Change {
  return (document, choices) => {
    let count = 0;
    visit(document, {
      enter: (node) => {
        if (isOf(node, kinds)) count += 1;
      },
    });
    if (count === 0) return document;
    const wanted = choices.below(count);
    let at = -1;
    return visit(document, {
      enter: (node) => {
        if (!isOf(node, kinds)) return undefined;
        at += 1;
        return at === wanted ? replace(node, choices) : undefined;
      },
    });
  };
}

function addDefinitions(...texts: Options<string>): Change {
  return (document, choices) => {
    const { definitions } = parse(choices.of(texts), { noLocation: true });
    const all = [...document.definitions, ...definitions];
    return { ...document, definitions: choices.chance(50) ? all : all.reverse() };
  };
}

function addSelections(...texts: Options<string>): Change {
  return replaceOne([Kind.SELECTION_SET], (node, choices) => ({
    ...node,
    selections: withOne(node.selections, selectionsOf(`{ ${choices.of(texts)} }`), choices),
  }));
}

function addDirectives(kinds: readonly (Kind.FIELD | Kind.INLINE_FRAGMENT | Kind.FRAGMENT_SPREAD)[]): Change {
  return replaceOne(kinds, (node, choices) => ({
    ...node,
    directives: withOne(node.directives ?? [], directivesOf(choices), choices),
  }));
}

function withOne<T>(list: readonly T[], more: readonly T[], choices: Choices): T[] {
  return choices.chance(50) ? [...list, ...more] : [...more, ...list];
}

function selectionsOf(text: string): readonly SelectionNode[] {
  return selectionSetOf(text).selections;
}

function selectionSetOf(text: string): SelectionSetNode {
  const [definition] = parse(text, { noLocation: true }).definitions;
  if (definition?.kind !== Kind.OPERATION_DEFINITION) throw new TypeError('It is no selection.');
  return definition.selectionSet;
}

function firstField(text: string): FieldNode {
  const [field] = selectionsOf(text);
  if (field?.kind !== Kind.FIELD) throw new TypeError('It is no field.');
  return field;
}

const DIRECTIVES: Options<string> = [
  '@include(if: true)',
  '@include(if: true) @include(if: false)',
  '@skip(if: "true")',
  '@skip',
  '@include(unless: true)',
  '@include(if: null)',
  '@include(if: $flag)',
  '@skip(if: true, if: false)',
  '@deprecated',
  '@specifiedBy(url: "x")',
  '@oneOf',
  '@nonsense',
  '@nonsense(a: $b) @nonsense',
  '@defer',
];

function directivesOf(choices: Choices): readonly DirectiveNode[] {
  return firstField(`{ a ${choices.of(DIRECTIVES)} }`).directives ?? [];
}

/** Directives as they can be on the definition of a variable. */
function constDirectivesOf(choices: Choices): readonly ConstDirectiveNode[] {
  const text = choices.of<string>([
    '@include(if: true)',
    '@nonsense',
    '@deprecated',
    '@skip(if: 5) @skip(if: 5)',
  ]);
  const [definition] = parse(`query ($a: Int ${text}) { a }`, { noLocation: true }).definitions;
  return definition?.kind === Kind.OPERATION_DEFINITION
    ? (definition.variableDefinitions?.[0]?.directives ?? [])
    : [];
}

const VALUES: Options<string> = [
  '"x"',
  'null',
  '5',
  '1.5',
  'true',
  'DRAFT',
  'NONSENSE',
  '[]',
  '["x", null, 5]',
  '{}',
  '{ id: "abc" }',
  '{ id: "abc", id: "def", name: 5 }',
  '{ id: "abc", name: "x", nonsense: { a: 1, a: 2 } }',
  '{ id: "abc", name: "x", state: NONSENSE, configuration: { authorizedAppIds: [[1]] } }',
  '2147483648',
  '"""x"""',
  '$undefined',
  '[$undefined, { a: $flag }]',
];

function anyValue(choices: Choices) {
  const [argument] = firstField(`{ a(b: ${choices.of(VALUES)}) }`).arguments ?? [];
  if (argument === undefined) throw new TypeError('There is no argument.');
  return argument.value;
}

/** All kinds of names, each valid in one position and invalid in another. */
const NAMES: Options<string> = [
  'id',
  'name',
  'nam',
  'nodes',
  'first',
  'ids',
  'input',
  'externalConnection',
  'externalConnectionsById',
  'createExternalConnection',
  '__typename',
  '__schema',
  'Query',
  'Mutation',
  'ExternalConnection',
  'PrivateEndpointConnection',
  'ExternalConnectionPage',
  '_Entity',
  '_Any',
  'CreateExternalConnectionInput',
  'ExternalConnectionState',
  'String',
  'Int',
  'Boolean',
  'ID',
  '__Type',
  'Nonsense',
  'a',
  'F0',
  'F1',
  'include',
  'skip',
  'if',
  'toString',
  'constructor',
  '__proto__',
  'nonsense',
];

function name(choices: Choices): NameNode {
  return { kind: Kind.NAME, value: choices.of(NAMES) };
}

/** The definitions with one of them twice, or as a copy under the same name. */
const repeatDefinition: Change = (document, choices) => {
  const again = choices.maybeOf<DefinitionNode>(document.definitions);
  return again === undefined ? document : { ...document, definitions: [...document.definitions, again] };
};

const removeDefinition: Change = (document, choices) => {
  const index = choices.below(document.definitions.length);
  const definitions = document.definitions.filter((_, i) => i !== index);
  return definitions.length === 0 ? document : { ...document, definitions };
};

const repeatInside: Change = replaceOne(
  [Kind.SELECTION_SET, Kind.FIELD, Kind.OPERATION_DEFINITION],
  (node, choices) => {
    if (node.kind === Kind.SELECTION_SET) {
      const again = choices.maybeOf(node.selections);
      return again === undefined ? node : { ...node, selections: [...node.selections, again] };
    }
    if (node.kind === Kind.FIELD) {
      const again = choices.maybeOf(node.arguments ?? []);
      return again === undefined ? node : { ...node, arguments: [...(node.arguments ?? []), again] };
    }
    const variable = choices.maybeOf(node.variableDefinitions ?? []);
    return variable === undefined
      ? node
      : { ...node, variableDefinitions: [...(node.variableDefinitions ?? []), variable] };
  },
);

/** Another field under the response key that a field has, by which the two may conflict. */
const conflict: Change = replaceOne([Kind.SELECTION_SET], (node, choices) => {
  const field = choices.maybeOf(node.selections.filter((selection) => selection.kind === Kind.FIELD));
  if (field === undefined) return node;
  const key = field.alias ?? field.name;
  const others: Options<FieldNode> = [
    { ...field, alias: key, name: name(choices) },
    { ...field, arguments: [{ kind: Kind.ARGUMENT, name: name(choices), value: anyValue(choices) }] },
    { ...field, arguments: [] },
    { ...firstField('{ a: __typename }'), alias: key },
    { ...firstField('{ a: externalConnections(first: 1) { nodes { id: name } } }'), alias: key },
    {
      ...field,
      selectionSet: selectionSetOf('{ id: name name: id x: __typename nodes: pageInfo { hasNextPage } }'),
    },
  ];
  const other = choices.of(others);
  const inline: SelectionNode = {
    kind: Kind.INLINE_FRAGMENT,
    selectionSet: { kind: Kind.SELECTION_SET, selections: [other] },
  };
  return { ...node, selections: [...node.selections, choices.chance(30) ? inline : other] };
});

const changeType: Change = replaceOne([Kind.VARIABLE_DEFINITION], (node, choices) => {
  const named = { kind: Kind.NAMED_TYPE, name: name(choices) } as const;
  const inner = node.type.kind === Kind.NON_NULL_TYPE ? node.type.type : node.type;
  return {
    ...node,
    type: choices.of<typeof node.type>([
      named,
      { kind: Kind.LIST_TYPE, type: node.type },
      inner,
      { kind: Kind.NON_NULL_TYPE, type: inner },
      { kind: Kind.NON_NULL_TYPE, type: named },
    ]),
  };
});

const CHANGES: Options<Change> = [
  // Names.
  replaceOne([Kind.NAME], (_, choices) => name(choices)),
  replaceOne([Kind.FIELD], (node, choices) => ({ ...node, name: name(choices) })),
  replaceOne([Kind.FIELD], (node, choices) => ({ ...node, alias: name(choices) })),
  replaceOne([Kind.ARGUMENT, Kind.OBJECT_FIELD], (node, choices) => ({ ...node, name: name(choices) })),
  replaceOne([Kind.NAMED_TYPE], (node, choices) => ({ ...node, name: name(choices) })),
  replaceOne([Kind.VARIABLE], (node, choices) => ({ ...node, name: name(choices) })),
  replaceOne([Kind.FRAGMENT_SPREAD], (node, choices) => ({ ...node, name: name(choices) })),
  replaceOne([Kind.FRAGMENT_DEFINITION], (node, choices) => ({ ...node, name: name(choices) })),
  // Values.
  replaceOne([Kind.ARGUMENT, Kind.OBJECT_FIELD], (node, choices) => ({ ...node, value: anyValue(choices) })),
  replaceOne([Kind.STRING, Kind.INT, Kind.LIST, Kind.OBJECT, Kind.BOOLEAN, Kind.ENUM], (_, choices) =>
    anyValue(choices),
  ),
  replaceOne([Kind.OBJECT], (node, choices) => ({
    ...node,
    fields: [
      ...node.fields,
      choices.maybeOf(node.fields) ?? {
        kind: Kind.OBJECT_FIELD,
        name: name(choices),
        value: anyValue(choices),
      },
    ],
  })),
  // Something omitted.
  replaceOne([Kind.ARGUMENT], () => null),
  replaceOne([Kind.OBJECT_FIELD], () => null),
  replaceOne([Kind.VARIABLE_DEFINITION], () => null),
  replaceOne([Kind.FIELD], ({ selectionSet: _, ...node }) => node),
  removeDefinition,
  // Something added.
  replaceOne([Kind.FIELD], (node, choices) => ({
    ...node,
    selectionSet: selectionSetOf(choices.of<string>(['{ id }', '{ __typename }', '{ nonsense { id } }'])),
  })),
  replaceOne([Kind.FIELD], (node, choices) => ({
    ...node,
    arguments: [
      ...(node.arguments ?? []),
      { kind: Kind.ARGUMENT, name: name(choices), value: anyValue(choices) },
    ],
  })),
  replaceOne([Kind.OPERATION_DEFINITION], (node, choices) => ({
    ...node,
    variableDefinitions: [
      ...(node.variableDefinitions ?? []),
      {
        kind: Kind.VARIABLE_DEFINITION,
        variable: { kind: Kind.VARIABLE, name: name(choices) },
        type: { kind: Kind.NAMED_TYPE, name: name(choices) },
      },
    ],
  })),
  replaceOne([Kind.OPERATION_DEFINITION], (node, choices) => ({ ...node, name: name(choices) })),
  replaceOne([Kind.OPERATION_DEFINITION, Kind.FRAGMENT_DEFINITION], (node, choices) => ({
    ...node,
    directives: directivesOf(choices),
  })),
  replaceOne([Kind.VARIABLE_DEFINITION], (node, choices) => ({
    ...node,
    directives: constDirectivesOf(choices),
  })),
  addDirectives([Kind.FIELD]),
  addDirectives([Kind.INLINE_FRAGMENT, Kind.FRAGMENT_SPREAD]),
  repeatDefinition,
  repeatInside,
  conflict,
  changeType,
  addDefinitions(
    '{ __typename }',
    'query First { __typename }',
    'subscription { externalConnections { nodes { id } } }',
    'subscription S { a b }',
    'mutation M { createExternalConnection { id } }',
  ),
  addDefinitions(
    'fragment F0 on Query { __typename }',
    'fragment Unused on ExternalConnection { id }',
    'fragment Scalar on String { length }',
    'fragment Input on CreateExternalConnectionInput { id }',
    'fragment Cycle on Query { ...Cycle }',
    'fragment One on Query { ...Two } fragment Two on Query { ... { ...One } }',
    'fragment Unknown on Nonsense { ...None }',
  ),
  addDefinitions(
    'type Query { a: Int }',
    'schema { query: Query }',
    'extend type Query { b: Int }',
    'enum E { A }',
  ),
  addSelections(
    '...F0',
    '...Cycle',
    '...None',
    '... on String { a }',
    '... on ExternalConnection { id }',
    '... on Query { __typename }',
    '... on PrivateEndpointConnection { id }',
    '... on Nonsense { id }',
  ),
  addSelections(
    'nonsense',
    'id name { a }',
    'externalConnection { id }',
    'externalConnection(id: "x")',
    'externalConnections(first: "x", after: 5, last: 1) { nodes }',
    'x: id x: name',
    '__schema { types { fields { type { fields { type { fields { type { name } } } } } } } }',
  ),
];
