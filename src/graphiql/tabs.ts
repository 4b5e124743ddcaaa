import { readdir, readFile } from 'node:fs/promises';
import type { Tab } from './browser/start.ts';

// The repository's examples, which are in the package too; `dist/graphiql/` is as deep as `src/graphiql/`.
const EXAMPLES = new URL('../../examples/operations/', import.meta.url);

const FIRST = 'externalConnections.graphql';

/** The example operations, one per tab: the first is the introduction, then queries, mutations, subscriptions. */
export async function exampleTabs(token: string | undefined): Promise<readonly Tab[]> {
  // A host that bundles the gateway may have left them behind: then the first tab stands alone.
  const names = await readdir(EXAMPLES).catch((): string[] => []);
  const first = names.includes(FIRST) ? await readTab(FIRST) : { query: '', variables: null };
  const further = names.filter((name) => name.endsWith('.graphql') && name !== FIRST).sort();
  const tabs = await Promise.all(further.map(readTab));
  const ofType = (type: string) => tabs.filter(({ query }) => new RegExp(`^${type} `, 'm').test(query ?? ''));
  return [
    { ...first, query: `${welcome(token)}\n${first.query}` },
    ...ofType('query'),
    ...ofType('mutation'),
    ...ofType('subscription'),
  ];
}

async function readTab(name: string): Promise<Tab> {
  const read = (file: string) => readFile(new URL(file, EXAMPLES), 'utf8');
  const query = await read(name);
  const variables = await read(name.replace('.graphql', '.variables.json'));
  return {
    query: query.replace(/^(?:query|mutation|subscription) \w+/m, shortened),
    variables: variables.trim(),
  };
}

/** An operation's name is its tab's title, and all titles should be visible at once. */
function shortened(operation: string): string {
  return operation
    .replace('ExternalConnectionOperation', 'Operation')
    .replace('ExternalConnection', 'Connection')
    .replace('SingletonPrivateEndpointConnection', 'Singleton')
    .replace('PrivateEndpointConnection', 'Endpoint');
}

// A sentence per line: the editor wraps them. Short, so that in a small window the query is still seen below them.
function welcome(token: string | undefined): string {
  return token === undefined
    ? '# Put your token after "Bearer" below; a reload forgets it.\n# Run it: Ctrl-Enter.'
    : `# An emulator, token "${token}". A reload forgets any other.\n# Run it: Ctrl-Enter.`;
}
