import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sawToken } from '../../support/leaks.ts';
import { builtRepository } from '../support/builtRepository.ts';
import { type Launched, launch } from '../support/process.ts';

const { scripts }: { scripts: { start: string } } = JSON.parse(readFileSync('package.json', 'utf8'));

export interface RunningGateway extends Launched {
  readonly port: number;
}

type Settings = Readonly<Record<string, string>>;

/**
 * The package's command in front of this upstream, once it listens; with flags of Node, and options of its own. It starts
 * in half the time of the sources.
 */
export async function launchGateway(
  upstream: string,
  settings: Settings = {},
  flags = '',
  options = '',
): Promise<RunningGateway> {
  return listening(await commandLine(flags, options), upstream, settings);
}

/** The package's command, for what does not wait until it listens. */
export async function commandLine(flags = '', options = ''): Promise<string> {
  return `exec node ${flags} ${join(await builtRepository(), 'dist/bin.js')} ${options}`;
}

/** The same as `npm start` starts it, from the sources, with each of its packages in files of their own. */
export function launchSources(upstream: string, settings: Settings, flags: string): Promise<RunningGateway> {
  return listening(scripts.start.replace('node ', `node ${flags} `), upstream, settings);
}

async function listening(command: string, upstream: string, settings: Settings): Promise<RunningGateway> {
  const launched = launch(command, { PORT: '0', GRAPH_URL: upstream, ...settings });
  const [, port] = /:(\d+)\/graphql/.exec(await launched.printed('Gateway ready')) ?? [];
  return { ...launched, port: Number(port) };
}

/** The processes that this one has started. */
export function workersOf({ child }: RunningGateway): readonly number[] {
  const children = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8');
  return children.trim().split(' ').map(Number);
}

/** Sends a document over a keep-alive connection. */
export function sendDocument(port: number, query: string, token = 'demo'): Promise<Response> {
  sawToken(token);
  return fetch(`http://127.0.0.1:${port}/graphql`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
}
