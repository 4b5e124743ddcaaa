import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AUTHORIZATION } from './fixtures.ts';
import type { LoadRequest } from './load/request.ts';
import type { Command } from './processes.ts';
import type { Dialect, Scenario } from './scenarios.ts';

export const GATEWAY_IDS = ['proxy', 'ours', 'control', 'apollo', 'mesh', 'mercurius'] as const;
export type GatewayId = (typeof GATEWAY_IDS)[number];

/** Something to put between a caller and the upstream. */
export interface Gateway {
  readonly id: GatewayId;
  readonly title: string;
  /** Its entry file, from here. */
  readonly entry: string;
  /** The GraphQL it speaks; `undefined` for a proxy, which is asked in Graph's REST. */
  readonly dialect: Dialect | undefined;
}

const handWritten: Dialect = {
  id: 'ID!',
  createInput: 'CreateExternalConnectionInput!',
  list: 'first: 100',
  nodes: 'nodes',
};
const fromOpenApi: Dialect = {
  id: 'String!',
  createInput: 'CreateExternalConnection_Input',
  list: '_DOLLAR_top: 100',
  nodes: 'nodes: value',
};

/** In the order of a round: what is compared most closely runs side by side. */
export const gateways: readonly Gateway[] = [
  { id: 'proxy', title: 'bare undici proxy', entry: 'proxy.ts', dialect: undefined },
  { id: 'ours', title: '**this gateway**', entry: '../src/main.ts', dialect: handWritten },
  { id: 'control', title: 'the same proxy again (control)', entry: 'proxy.ts', dialect: undefined },
  {
    id: 'apollo',
    title: 'Apollo Server 5 + datasource-rest',
    entry: 'peers/apollo.mjs',
    dialect: handWritten,
  },
  { id: 'mesh', title: 'GraphQL Mesh OpenAPI, in code', entry: 'peers/mesh.mjs', dialect: fromOpenApi },
  { id: 'mercurius', title: 'mercurius with JIT', entry: 'peers/mercurius.mjs', dialect: handWritten },
];

/** The gateway of an id. */
export function gatewayOf(id: GatewayId): Gateway {
  const found = gateways.find((gateway) => gateway.id === id);
  if (found === undefined) throw new Error(`No gateway ${id}.`);
  return found;
}

/** Whether a gateway is one of those that `npm run bench:setup` installs. */
export function isPeer({ entry }: Gateway): boolean {
  return entry.startsWith('peers/');
}

export function peersAreInstalled(): boolean {
  return existsSync(join(import.meta.dirname, 'peers/node_modules'));
}

/** How a gateway is started in front of an upstream. */
export function commandFor({ id, entry }: Gateway, upstreamUrl: string, cores: string | undefined): Command {
  return {
    name: id,
    argv: [process.execPath, ...(id === 'ours' ? startFlags() : []), join(import.meta.dirname, entry)],
    env: { GRAPH_URL: upstreamUrl, NODE_ENV: 'production' },
    cores,
  };
}

/** The flags for Node in `npm start`. */
function startFlags(): string[] {
  const manifest = readFileSync(join(import.meta.dirname, '../package.json'), 'utf8');
  const [, start = ''] = /"start": "([^"]+)"/.exec(manifest) ?? [];
  return start.split(' ').filter((word) => word.startsWith('--'));
}

/** How a scenario is asked of a gateway that listens at a URL. */
export function requestFor(
  { dialect }: Pick<Gateway, 'dialect'>,
  { graph, graphql }: Scenario,
  url: string,
): LoadRequest {
  const headers = { authorization: AUTHORIZATION, 'content-type': 'application/json' };
  if (dialect !== undefined) return { method: 'POST', url, headers, body: JSON.stringify(graphql(dialect)) };
  const body = graph.body && JSON.stringify(graph.body);
  return { method: graph.method, url: url + graph.path, headers, body };
}
