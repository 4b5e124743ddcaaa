import { once } from 'node:events';
import { createServer } from 'node:http';
import { flushCompileCache } from 'node:module';
import { type Config, readConfig } from './config.ts';
import { createGateway, type GatewayOptions } from './gateway.ts';
import { gracefulShutdown } from './shutdown.ts';

// Connections that wait to be accepted. Beyond that many the kernel drops them, and callers try again after a
// second and then three; Node's own 511 are soon reached where the event loop is busy.
const BACKLOG = 4_096;

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
  const server = createServer(gateway.requestListener).listen({ port, host, backlog: BACKLOG });
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
