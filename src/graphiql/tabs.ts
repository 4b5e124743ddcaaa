import { readdir, readFile } from 'node:fs/promises';
import { Kind, parse, valueFromASTUntyped } from 'graphql';

/** The content of a tab of GraphiQL. */
export interface Tab {
  readonly query: string;
  readonly variables?: string;
}

// The repository's examples, which are in the package too; `dist/graphiql/` is as deep as `src/graphiql/`.
const EXAMPLES = new URL('../../examples/operations/', import.meta.url);

const FIRST = 'externalConnections.graphql';

/** The example operations, one per tab: the first is the introduction, and queries come before mutations. */
export async function exampleTabs(token: string | undefined): Promise<readonly Tab[]> {
  // A host that bundles the gateway may have left them behind: then the first tab stands alone.
  const names = await readdir(EXAMPLES).catch((): string[] => []);
  const first = names.includes(FIRST) ? await readTab(FIRST) : { query: '' };
  const further = names.filter((name) => name.endsWith('.graphql') && name !== FIRST).sort();
  const tabs = await Promise.all(further.map(readTab));
  const isQuery = ({ query }: Tab) => operationsOf(query).some(({ operation }) => operation === 'query');
  return [
    { ...first, query: `${welcome(token)}\n${first.query}` },
    ...tabs.filter(isQuery),
    ...tabs.filter((tab) => !isQuery(tab)),
  ];
}

async function readTab(name: string): Promise<Tab> {
  const query = await readFile(new URL(name, EXAMPLES), 'utf8');
  // The defaults in the document, to be edited in the pane of the variables.
  const defaults = operationsOf(query)
    .flatMap(({ variableDefinitions = [] }) => variableDefinitions)
    .flatMap(({ variable, defaultValue }) =>
      defaultValue === undefined ? [] : [[variable.name.value, valueFromASTUntyped(defaultValue)]],
    );
  return defaults.length === 0
    ? { query }
    : { query, variables: JSON.stringify(Object.fromEntries(defaults), null, 2) };
}

function operationsOf(query: string) {
  return parse(query).definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
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
