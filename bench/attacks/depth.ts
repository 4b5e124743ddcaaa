import { type Attack, refused } from './attack.ts';

const LEVELS = 400;
const BRACKETS = 100_000;

/** The same bracket or so, over and over, around something. */
function nested(open: string, close: string, inner: string, levels: number): string {
  return open.repeat(levels) + inner + close.repeat(levels);
}

const INTROSPECTION = nested('fields { type { ', '} } ', 'name ', 150);
const OF_TYPE = nested('ofType { ', '} ', 'name ', 600);

/** Documents and variables nested far too deeply. */
export const depthAttacks: readonly Attack[] = [
  refused(`${BRACKETS} opening brackets`, (turn) => `query Q${turn} ${'{'.repeat(BRACKETS)}`),
  refused('selection sets, 600 levels of fields that the schema has not', (turn) => {
    return `query Q${turn} ${nested('{ a ', '} ', '{ a } ', 600)}`;
  }),
  refused(`inline fragments, ${LEVELS} levels`, (turn) => {
    return `query Q${turn} { externalConnections { ${nested('... { ', '} ', '__typename ', LEVELS)} nothing } }`;
  }),
  refused('list values, 900 levels', (turn) => {
    return `query Q${turn} { externalConnection(id: ${nested('[', ']', '', 900)}) { id } }`;
  }),
  refused(`input objects, ${LEVELS} levels`, (turn) => {
    const input = nested('{ configuration: ', '} ', '{} ', LEVELS);
    return `mutation Q${turn} { createExternalConnection(input: ${input}) { id } }`;
  }),
  refused('list types of a variable, 900 levels', (turn) => {
    return `query Q${turn}($v: ${nested('[', ']', 'ID', 900)}) { externalConnection(id: $v) { id } }`;
  }),
  refused('introspection: types { fields { type { fields { …, 300 levels', (turn) => {
    return `query Q${turn} { __schema { types { ${INTROSPECTION} } } }`;
  }),
  refused('introspection: types { fields { type { fields { type { fields', (turn) => {
    return `query Q${turn} { __schema { types { ${nested('fields { type { ', '} } ', 'name ', 3)} } } }`;
  }),
  refused('introspection: ofType, 600 levels', (turn) => {
    return `query Q${turn} { __schema { types { ${OF_TYPE} } } }`;
  }),
  withVariables(
    'variables: JSON of 450,000 nested lists for an id',
    'query Deep($v: ID!) { externalConnection(id: $v) { id } }',
    () => `{"v":${nested('[', ']', '', 450_000)}}`,
  ),
  withVariables(
    'variables: an input object of 5,000 levels',
    'mutation Deep($v: CreateExternalConnectionInput!) { createExternalConnection(input: $v) { id } }',
    () => `{"v":${nested('{"configuration":', '}', '{}', 5_000)}}`,
  ),
  withVariables(
    'variables: JSON of 400,000 nested lists in a reference of a supergraph',
    'query Deep($v: [_Any!]!) { _entities(representations: $v) { __typename } }',
    () => `{"v":[{"__typename":"ExternalConnection","id":${nested('[', ']', '', 400_000)}}]}`,
  ),
  refused('a literal of 450 levels in a reference of a supergraph', (turn) => {
    const reference = `{ __typename: "ExternalConnection", id: ${nested('{ a: ', '} ', '1 ', 450)} }`;
    return `query Q${turn} { _entities(representations: [${reference}]) { __typename } }`;
  }),
];

/** The variables are put as text: what they hold is nested more deeply than `JSON.stringify` can go. */
function withVariables(title: string, query: string, variables: () => string): Attack {
  return {
    title,
    expected: 'refusal',
    make: (turn) => {
      const named = query.replace('Deep', `Deep${turn}`);
      return { body: Buffer.from(`{"query":${JSON.stringify(named)},"variables":${variables()}}`) };
    },
  };
}
