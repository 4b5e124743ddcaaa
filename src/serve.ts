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

function explain(error: unknown): string[] {
  if (error instanceof ConfigError) {
    return ['The gateway cannot start:', ...error.problems.map((line) => `  ${line}`)];
  }
  if (error instanceof Error && 'syscall' in error && error.syscall === 'listen') {
    return [
      'The gateway cannot start:',
      `  PORT: cannot listen (${error.message}); expected a free port on HOST`,
    ];
  }
  return [error instanceof Error ? (error.stack ?? error.message) : String(error)];
}
