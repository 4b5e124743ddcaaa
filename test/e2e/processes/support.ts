import { readFileSync } from 'node:fs';
import { sawToken } from '../../support/leaks.ts';
import { type Launched, launch } from '../support/process.ts';

const { scripts }: { scripts: { start: string } } = JSON.parse(readFileSync('package.json', 'utf8'));

export interface RunningGateway extends Launched {
  readonly port: number;
}

/** The gateway as `npm start` starts it, in front of this upstream, once it listens. */
export async function launchGateway(
  upstream: string,
  settings: Readonly<Record<string, string>> = {},
  flags = '',
  options = '',
): Promise<RunningGateway> {
  const command = `${scripts.start.replace('node ', `node ${flags} `)} ${options}`;
  const launched = launch(command, { PORT: '0', GRAPH_URL: upstream, ...settings });
  const [, port] = /:(\d+)\/graphql/.exec(await launched.printed('Gateway ready')) ?? [];
  return { ...launched, port: Number(port) };
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
