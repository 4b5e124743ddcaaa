import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gatewayCommand, HERE } from './checkout.ts';
import type { Command } from './processes.ts';
import type { Dialect } from './scenarios.ts';

/** A server between the caller and the upstream. */
export interface Contender {
  readonly id: string;
  readonly title: string;
  /** `undefined` for a proxy, which takes Graph's REST. */
  readonly dialect: Dialect | undefined;
  /** Whether each scenario must reach the upstream as exactly one request; peers call once per lookup. */
  readonly coalesces: boolean;
  command(upstreamUrl: string): Command;
}

export const PROXY = 'proxy';
export const CONTROL = 'control';
export const GATEWAY = 'gateway';
/** The ids of earlier checkouts begin with it. */
export const AGAINST = 'against:';

/** The dialect of the gateway's own schema. */
export const SDL: Dialect = {
  id: 'ID!',
  createInput: 'CreateExternalConnectionInput!',
  list: 'first: 100',
  nodes: 'nodes',
};
const openApi: Dialect = {
  id: 'String!',
  createInput: 'CreateExternalConnection_Input',
  list: '_DOLLAR_top: 100',
  nodes: 'nodes: value',
};

/** In the order of a round. */
export const contenders: readonly Contender[] = [
  proxy(PROXY, 'bare undici proxy'),
  checkout(GATEWAY, '**this gateway**', HERE),
  proxy(CONTROL, 'the same proxy again (control)'),
  peer('apollo', 'Apollo Server 5', SDL),
  peer('mesh', 'GraphQL Mesh', openApi),
  peer('mercurius', 'mercurius, JIT', SDL),
];
export const PEERS: readonly string[] = ['apollo', 'mesh', 'mercurius'];
export const PEERS_INSTALLED = existsSync(join(import.meta.dirname, 'peers/node_modules'));

/** An earlier checkout of the gateway as a contender. */
export function against(dir: string): Contender {
  return checkout(`${AGAINST}${dir}`, `gateway of ${dir}`, resolve(dir));
}

/** The gateway of a checkout, with the settings of production. */
export function checkout(id: string, title: string, root: string): Contender {
  const command = (url: string) => gatewayCommand(id, root, url, { NODE_ENV: 'production' });
  return { id, title, dialect: SDL, coalesces: true, command };
}

function proxy(id: string, title: string): Contender {
  return { id, title, dialect: undefined, coalesces: true, command: (url) => script(id, 'proxy.ts', url) };
}

function peer(id: string, title: string, dialect: Dialect): Contender {
  return {
    id,
    title,
    dialect,
    coalesces: false,
    command: (url) => script(id, `peers/${id}.mjs`, url),
  };
}

function script(name: string, file: string, upstreamUrl: string): Command {
  const argv = [process.execPath, join(import.meta.dirname, file)];
  return { name, argv, env: { GRAPH_URL: upstreamUrl, NODE_ENV: 'production' } };
}
