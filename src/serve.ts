import { once } from 'node:events';
import { createServer } from 'node:http';
import { flushCompileCache } from 'node:module';
import { type Config, ConfigError, readConfig } from './config.ts';
import { createGateway, type GatewayOptions } from './gateway.ts';

/** A gateway that listens. */
export interface Service {
  readonly config: Config;
  /** The address of its GraphQL endpoint. */
  readonly url: string;
  /** Answers the requests under way, takes no new ones, and closes everything. */
  close(): Promise<void>;
}

/**
 * Reads the settings and serves a gateway on the address they name.
 *
 * @throws {ConfigError} naming every wrong setting.
 */
export async function serve(env: NodeJS.ProcessEnv, options: GatewayOptions = {}): Promise<Service> {
  const config = readConfig(env);
  const { host, port } = config;
  const gateway = createGateway(config, options);
  const server = createServer(gateway.requestListener).listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    await gateway.close();
    throw error;
  }
  flushCompileCache();
  const address = server.address();
  const actual = typeof address === 'object' && address !== null ? address.port : port;
  return {
    config,
    url: `http://${host.includes(':') ? `[${host}]` : host}:${actual}/graphql`,
    close: async () => {
      server.close();
      server.closeIdleConnections();
      await once(server, 'close');
      await gateway.close();
    },
  };
}

/** Runs what starts a process; a failure is told in plain lines on standard error, and exits with 1. */
export async function runProcess(start: () => Promise<{ close(): Promise<void> }>): Promise<void> {
  try {
    const { close } = await start();
    process.once('SIGTERM', close);
    process.once('SIGINT', close);
  } catch (error) {
    for (const line of explain(error)) process.stderr.write(`${line}\n`);
    process.exitCode = 1;
  }
}

const LISTENING_PROBLEMS = new Map<unknown, string>([
  ['EADDRINUSE', 'PORT: expected a free port'],
  ['EACCES', 'PORT: expected a port that this user may listen on'],
  ['EADDRNOTAVAIL', 'HOST: expected an address of this machine'],
  ['ENOTFOUND', 'HOST: expected an address of this machine'],
  ['EAI_AGAIN', 'HOST: expected an address of this machine'],
]);

function explain(error: unknown): string[] {
  if (error instanceof ConfigError) {
    return ['The gateway cannot start:', ...error.problems.map((line) => `  ${line}`)];
  }
  const problem = error instanceof Error && 'code' in error && LISTENING_PROBLEMS.get(error.code);
  if (problem) return ['The gateway cannot start:', `  ${problem} (${error.message})`];
  return [error instanceof Error ? (error.stack ?? error.message) : String(error)];
}
