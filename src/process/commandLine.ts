import { type ParseArgsConfig, parseArgs } from 'node:util';
import { closest, distance } from 'fastest-levenshtein';

type Variables = Readonly<Record<string, string | undefined>>;

export const USAGE = `Usage: msgraph-gateway [options]

A GraphQL gateway over Microsoft Graph beta, at http://127.0.0.1:4000/graphql.

  --graph-url URL  root URL of a Graph version: https://graph.microsoft.com/beta (instead of GRAPH_URL)
  --emulator       call an emulator of Microsoft Graph in this process instead; nothing leaves the machine
  --operation-ms N how long an operation of the emulator takes, such as registering a schema; 5000 by default
  --port N         port to listen on; 0 selects a free one (instead of PORT)
  --env-file PATH  file with settings, as node --env-file reads it; may be repeated
  --config PATH    JSON file with settings; msgraph-gateway.config.json in the working directory by default
  --print-config   print every setting in force and where it is from, and exit; with --json, as JSON
  --help           print this text
  --version        print the version

A setting is taken from the command line, else from the environment, else from an --env-file, else from the JSON file.
docs/operations.md in the package lists all settings.
`;

const OPTIONS = {
  'graph-url': { type: 'string' },
  emulator: { type: 'boolean', default: false },
  'operation-ms': { type: 'string' },
  port: { type: 'string' },
  'env-file': { type: 'string', multiple: true },
  config: { type: 'string' },
  'print-config': { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
  version: { type: 'boolean', default: false },
} as const satisfies ParseArgsConfig['options'];

const MAX_EDITS = 2;

/** What the command line asks for. */
export interface CommandLine {
  readonly action: 'help' | 'version' | 'printConfig' | 'serve';
  /** Whether to serve an emulator, whatever `GRAPH_URL` is. */
  readonly emulator: boolean;
  /** How long an operation of the emulator takes, in milliseconds. */
  readonly operationMs: number | undefined;
  /** Whether to print in JSON. */
  readonly json: boolean;
  /** The settings of the command line itself. */
  readonly variables: Variables;
  readonly envFiles: readonly string[];
  readonly configFile: string | undefined;
}

/** An invalid command line, in a sentence. */
export class CommandLineError extends Error {
  override readonly name = 'CommandLineError';
}

/** @throws {CommandLineError} */
export function parseCommandLine(args: readonly string[]): CommandLine {
  const values = parseOptions(args);
  const { help, version, emulator, json } = values;
  const printConfig = values['print-config'];
  const operationMs = values['operation-ms'];
  if (operationMs !== undefined && !/^\d{1,9}$/.test(operationMs)) {
    throw new CommandLineError('--operation-ms has to be a whole number of milliseconds.');
  }
  if (json && !printConfig) throw new CommandLineError('--json is an option of --print-config.');
  const variables = { PORT: values.port, GRAPH_URL: values['graph-url'] };
  if (emulator && variables.GRAPH_URL !== undefined) {
    throw new CommandLineError('--emulator and --graph-url exclude each other.');
  }
  return {
    action: help ? 'help' : version ? 'version' : printConfig ? 'printConfig' : 'serve',
    emulator,
    operationMs: operationMs === undefined ? undefined : Number(operationMs),
    json,
    variables,
    envFiles: values['env-file'] ?? [],
    configFile: values.config,
  };
}

function parseOptions(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS }).values;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    // Node's own first sentence; the others are advice on positional arguments, of which there are none.
    const sentence = `${error.message.replace(/\.( .*)?$/s, '')}.`;
    const [, unknown = ''] = /^Unknown option '--([^']+)'/.exec(sentence) ?? [];
    const nearest = closest(unknown, Object.keys(OPTIONS));
    const isMisspelt = distance(unknown, nearest) <= MAX_EDITS;
    throw new CommandLineError(isMisspelt ? `${sentence} Did you mean --${nearest}?` : sentence);
  }
}
