import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import type { Command } from './processes.ts';
import type { Dialect } from './scenarios.ts';

/** A server between the caller and the upstream. */
export interface Contender {
  readonly id: string;
  readonly title: string;
  /** `undefined` for a proxy, which takes Graph's REST. */
  readonly dialect: Dialect | undefined;
  /** Whether it calls the upstream once for each lookup; all others send one request for each scenario. */
  readonly isPeer: boolean;
  command(upstreamUrl: string): Command;
}

/** The checkout that this benchmark belongs to. */
export const HERE = join(import.meta.dirname, '..');
export const PROXY = 'proxy';
export const CONTROL = 'control';
export const GATEWAY = 'gateway';
export const SILENT = 'silent';
export const OBSERVED = 'observed';
const BUILT = 'built';
export const PEERS_INSTALLED = existsSync(join(import.meta.dirname, 'peers/node_modules'));

/** That of the gateway's own schema. */
const SDL: Dialect = {
  id: 'ID!',
  createInput: 'CreateExternalConnectionInput!',
  list: 'first: 100',
  nodes: 'nodes',
};
/** That of GraphQL Mesh, made from OpenAPI. */
const OPEN_API: Dialect = {
  id: 'String!',
  createInput: 'CreateExternalConnection_Input',
  list: '_DOLLAR_top: 100',
  nodes: 'nodes: value',
};

export const peers: readonly Contender[] = [
  peer('apollo', 'Apollo Server 5', SDL),
  peer('mesh', 'GraphQL Mesh', OPEN_API),
  peer('mercurius', 'mercurius, JIT', SDL),
];

/** In the order of a round: what is compared most closely runs side by side. */
export function contenders(
  earlierCheckouts: readonly string[],
  chosenPeers: readonly Contender[],
  withTelemetry: boolean,
  withBuilt: boolean,
) {
  return [
    proxy(PROXY, 'bare undici proxy'),
    gateway(GATEWAY, '**this gateway**', HERE),
    ...(withBuilt ? [built()] : []),
    ...(withTelemetry ? telemetry : []),
    ...earlierCheckouts.map((dir) => gateway(dir, `gateway of ${dir}`, dir)),
    proxy(CONTROL, 'the same proxy again (control)'),
    ...chosenPeers,
  ];
}

const PRODUCTION = { NODE_ENV: 'production' };
const manifest = z.object({ scripts: z.object({ start: z.string().regex(/^(?:exec )?node /) }) });

/** What telemetry costs: this gateway, with as much and as little of it as there is without a collector. */
const telemetry: readonly Contender[] = [
  gateway(SILENT, 'without logs and metrics', HERE, { ...PRODUCTION, LOG_LEVEL: 'silent' }),
  gateway(OBSERVED, 'with logs and metrics', HERE, { ...PRODUCTION, ADMIN_PORT: '0' }),
];

/**
 * The gateway of a checkout, as `npm start` starts it: with that checkout's own flags.
 *
 * @throws where its package.json has no `start` script of the form `node …` or `exec node …`.
 */
export function gateway(id: string, title: string, dir: string, env: Command['env'] = PRODUCTION): Contender {
  const file = join(dir, 'package.json');
  const parsed = manifest.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (!parsed.success) throw new Error(`${file} has no start script that runs node`);
  const argv = [process.execPath, ...parsed.data.scripts.start.replace('exec ', '').split(' ').slice(1)];
  const command = (url: string) => ({ argv, cwd: resolve(dir), env: { GRAPH_URL: url, ...env } });
  return { id, title, dialect: SDL, isPeer: false, command };
}

/** The bundled command. @throws where it has not been built */
function built(): Contender {
  const file = join(HERE, 'dist/bin.js');
  if (!existsSync(file)) throw new Error('--built: npm run build');
  const command = (url: string) => ({
    argv: [process.execPath, file],
    env: { GRAPH_URL: url, ...PRODUCTION },
  });
  return { id: BUILT, title: 'this gateway, built', dialect: SDL, isPeer: false, command };
}

function proxy(id: string, title: string): Contender {
  return { id, title, dialect: undefined, isPeer: false, command: (url) => script('proxy.ts', url) };
}

function peer(id: string, title: string, dialect: Dialect): Contender {
  return { id, title, dialect, isPeer: true, command: (url) => script(`peers/${id}.mjs`, url) };
}

function script(file: string, upstreamUrl: string): Command {
  const argv = [process.execPath, join(import.meta.dirname, file)];
  return { argv, env: { GRAPH_URL: upstreamUrl, ...PRODUCTION } };
}
