import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { enableCompileCache, flushCompileCache } from 'node:module';
import type { Config } from './config.ts';
import type { Gateway } from './gateway.ts';

// Halves the start-up from the second start on. What is to profit from it has to be imported after it.
enableCompileCache();
const { ConfigError, readConfig } = await import('./config.ts');

const DEMO_TOKEN = 'demo';

try {
  await start(process.env);
} catch (error) {
  for (const line of explain(error)) process.stderr.write(`${line}\n`);
  process.exitCode = 1;
}

/** Reads the settings, starts the gateway, and the embedded emulator where no upstream is set. */
async function start(env: NodeJS.ProcessEnv): Promise<void> {
  const emulator = env.GRAPH_URL || env.NODE_ENV === 'production' ? undefined : await startEmulator();
  let gateway: Gateway | undefined;
  try {
    const config = readConfig(emulator === undefined ? env : { ...env, GRAPH_URL: emulator.url });
    const { createGateway } = await import('./gateway.ts');
    gateway = createGateway(config, emulator === undefined ? {} : { graphiqlToken: DEMO_TOKEN });
    const server = createServer(gateway.requestListener);
    const url = await listen(server, config);
    process.stdout.write(
      emulator === undefined ? realBanner(url, config) : emulatorBanner(url, emulator.url),
    );
    closeOnSignal(server, gateway, emulator);
    flushCompileCache();
  } catch (error) {
    await gateway?.close();
    await emulator?.close();
    throw error;
  }
}

/** Loaded on demand: nothing of the emulator is part of a gateway in production. */
async function startEmulator() {
  const emulator = await import('../emulator/index.ts');
  return emulator.startEmulator();
}

async function listen(server: Server, { host, port }: Config): Promise<string> {
  server.listen(port, host);
  await once(server, 'listening');
  const address = server.address();
  const actual = typeof address === 'object' && address !== null ? address.port : port;
  return `http://${host.includes(':') ? `[${host}]` : host}:${actual}/graphql`;
}

function closeOnSignal(
  server: Server,
  gateway: Gateway,
  emulator: { close(): Promise<void> } | undefined,
): void {
  const close = async () => {
    server.close();
    server.closeIdleConnections();
    await once(server, 'close');
    await gateway.close();
    await emulator?.close();
  };
  process.once('SIGTERM', close);
  process.once('SIGINT', close);
}

function emulatorBanner(url: string, upstream: string): string {
  return `
Gateway and embedded Microsoft Graph emulator are ready. Nothing leaves this machine.

  GraphiQL   ${url}   (open it in a browser)
  Token      ${DEMO_TOKEN}   (any other is an empty organisation of its own)
  Upstream   ${upstream}   (set GRAPH_URL for the real Microsoft Graph)

  curl -s ${url} -H 'Authorization: Bearer ${DEMO_TOKEN}' -H 'Content-Type: application/json' -d '{"query":"{ externalConnections { nodes { id name state } } }"}'

`;
}

function realBanner(url: string, { graph, graphiql }: Config): string {
  return `Gateway ready at ${url}${graphiql ? ' (GraphiQL in a browser)' : ''}, upstream ${graph.url}\n`;
}

function explain(error: unknown): string[] {
  if (error instanceof ConfigError)
    return ['The gateway cannot start:', ...error.problems.map((line) => `  ${line}`)];
  if (error instanceof Error && 'code' in error && 'syscall' in error && error.syscall === 'listen') {
    return [
      `The gateway cannot start:`,
      `  PORT: cannot listen (${error.message}); expected a free port on HOST`,
    ];
  }
  return [error instanceof Error ? (error.stack ?? error.message) : String(error)];
}
