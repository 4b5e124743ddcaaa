import { once } from 'node:events';
import { createServer } from 'node:http';
import { flushCompileCache } from 'node:module';
import { type Config, readConfig } from './config.ts';
import { createGateway, type GatewayOptions } from './gateway.ts';
import { gracefulShutdown } from './shutdown.ts';

/** A gateway that listens. */
export interface Service {
  readonly config: Config;
  /** The address of its GraphQL endpoint. */
  readonly url: string;
  /** Answers the requests under way, takes no new ones, and closes everything; false where some were cut off. */
  close(): Promise<boolean>;
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
  const { shutdownGraceMs: graceMs, shutdownDelayMs: delayMs } = config;
  const close = gracefulShutdown(server, gateway, { graceMs, delayMs });
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
    close,
  };
}
