import { readdir, readFile } from 'node:fs/promises';
import { Kind, OperationTypeNode, parse, valueFromASTUntyped } from 'graphql';

/** An operation to begin with: what GraphiQL opens a tab with. */
export interface Tab {
  readonly query: string;
  /** JSON, or nothing where the operation needs none. */
  readonly variables?: string;
}

// The repository's examples themselves, which its tests run and which the package carries as well. The way from
// `src/graphiql/` is the way from `dist/graphiql/`, too.
const EXAMPLES = new URL('../../examples/operations/', import.meta.url);

const FIRST = 'externalConnections.graphql';

/** The example operations, one a tab: the first says what to do, and what changes nothing comes before what does. */
export async function exampleTabs(token: string | undefined): Promise<readonly Tab[]> {
  const names = (await readdir(EXAMPLES))
    .filter((name) => name.endsWith('.graphql') && name !== FIRST)
    .sort();
  const [first, ...others] = await Promise.all([FIRST, ...names].map(readTab));
  const opening = first === undefined ? [] : [{ ...first, query: `${welcome(token)}\n${first.query}` }];
  return [...opening, ...others.filter(isQuery), ...others.filter((tab) => !isQuery(tab))];
}

async function readTab(name: string): Promise<Tab> {
  const query = await readFile(new URL(name, EXAMPLES), 'utf8');
  const variables = defaultVariables(query);
  return Object.keys(variables).length === 0
    ? { query }
    : { query, variables: JSON.stringify(variables, null, 2) };
}

/** The defaults that stand in the document, to be changed where variables are. */
function defaultVariables(query: string): Readonly<Record<string, unknown>> {
  const variables = parse(query).definitions.flatMap((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION ? (definition.variableDefinitions ?? []) : [],
  );
  return Object.fromEntries(
    variables.flatMap(({ variable, defaultValue }) =>
      defaultValue === undefined ? [] : [[variable.name.value, valueFromASTUntyped(defaultValue)]],
    ),
  );
}

function isQuery({ query }: Tab): boolean {
  return parse(query).definitions.some(
    (definition) =>
      definition.kind === Kind.OPERATION_DEFINITION && definition.operation === OperationTypeNode.QUERY,
  );
}

// In lines that fit beside the result on a small screen.
function welcome(token: string | undefined): string {
  const lines = [
    'Microsoft Graph in GraphQL: external connections',
    'and private endpoint connections.',
    '',
    ...(token === undefined
      ? [
          '1. Put your access token for Microsoft Graph',
          '   into "Headers" below:',
          '   { "Authorization": "Bearer <token>" }',
          '   It is forgotten when you leave this page,',
          '   unless the settings (bottom left) say so.',
        ]
      : ['1. Try it: this is an emulator, with the token', `   "${token}" filled in under "Headers" below.`]),
    '2. Press the pink button, or Ctrl-Enter.',
    '3. Go on with the other tabs: an operation each,',
    '   its values under "Variables".',
    '4. The book, top left, explains every field.',
    '',
  ];
  return lines.map((line) => `# ${line}`.trimEnd()).join('\n');
}
