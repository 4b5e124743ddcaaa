import { readdir, readFile } from 'node:fs/promises';
import type { Tab } from './browser/start.ts';

// The repository's examples, which are in the package too; `dist/graphiql/` is as deep as `src/graphiql/`.
const EXAMPLES = new URL('../../examples/operations/', import.meta.url);

// The life of a connection, step by step, in the order of its tabs.
const TOUR = [
  'externalConnections',
  'createExternalConnection',
  'registerExternalConnectionSchema',
  'followExternalConnectionOperation',
  'externalConnectionReadiness',
  'updateExternalConnection',
  'deleteExternalConnection',
];

/**
 * The example operations, one per tab: a guided tour, which begins with an introduction, then all others: queries,
 * mutations, deletions last, and subscriptions. Run in this order, each finds what it needs.
 */
export async function exampleTabs(): Promise<readonly Tab[]> {
  // A host that bundles the gateway may have left them behind: then the introduction stands alone.
  const files = await readdir(EXAMPLES).catch((): string[] => []);
  const names = files.flatMap((file) => (file.endsWith('.graphql') ? [file.replace('.graphql', '')] : []));
  const others = names.filter((name) => !TOUR.includes(name)).sort();
  const [first = { query: '', variables: null }, ...steps] = await readTabs(
    TOUR.filter((name) => names.includes(name)),
  );
  const tabs = await readTabs(others);
  const those = (beginning: RegExp) => tabs.filter(({ query }) => beginning.test(query ?? ''));
  return [
    { ...first, query: `${WELCOME}\n${first.query}` },
    ...steps,
    ...those(/^query /m),
    ...those(/^mutation (?!Delete)/m),
    ...those(/^mutation Delete/m),
    ...those(/^subscription /m),
  ];
}

function readTabs(names: readonly string[]): Promise<Tab[]> {
  return Promise.all(names.map(readTab));
}

async function readTab(name: string): Promise<Tab> {
  const read = (file: string) => readFile(new URL(file, EXAMPLES), 'utf8');
  const query = await read(`${name}.graphql`);
  const variables = await read(`${name}.variables.json`);
  const hint = /^mutation /m.test(query) ? `${WRITES}\n` : '';
  return {
    query: hint + query.replace(/^(?:query|mutation|subscription) \w+/m, shortened),
    variables: variables.trim(),
  };
}

/** An operation's name is its tab's title, and all titles should be visible at once. */
function shortened(operation: string): string {
  return operation
    .replace(/ExternalConnection(?=[A-Z])/, '')
    .replace('ExternalConnection', 'Connection')
    .replace('PrivateEndpointConnection', 'Endpoint');
}

// A sentence per line: the editor wraps them. Short, so that in a small window the query is still seen below them. The
// same for every upstream, because the browser stores it, and shows it again when the gateway has another upstream.
const WELCOME = '# The token goes into Headers below; a reload forgets it.\n# Run it: Ctrl-Enter.';
const WRITES = '# Writes to the tenant of the token.';
