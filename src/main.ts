import { enableCompileCache } from 'node:module';

// Halves the start-up from the second start on, of what is imported after it.
enableCompileCache();
const { runProcess } = await import('./server/lifecycle.ts');
const { listen } = await import('./server/listen.ts');
const { readConfig } = await import('./config.ts');
const { createGateway } = await import('./gateway.ts');

const DEMO_TOKEN = 'demo';

/** `npm start`: the gateway in front of the configured upstream, or else of the embedded emulator. */
await runProcess(async () => {
  if (process.env.GRAPH_URL || process.env.NODE_ENV === 'production') {
    const config = readConfig(process.env);
    const service = await listen(createGateway(config), config);
    const where = config.graphiql ? ' (GraphiQL in a browser)' : '';
    process.stdout.write(`Gateway ready at ${service.url}${where}, upstream ${config.graphUrl}\n`);
    return service;
  }
  const { startEmulator } = await import('../emulator/index.ts');
  const emulator = await startEmulator();
  try {
    const config = readConfig({ ...process.env, GRAPH_URL: emulator.url });
    const service = await listen(createGateway(config, { graphiqlToken: DEMO_TOKEN }), config);
    process.stdout.write(emulatorBanner(service.url, emulator.url));
    return { close: () => service.close().finally(() => emulator.close()) };
  } catch (error) {
    await emulator.close();
    throw error;
  }
});

function emulatorBanner(url: string, upstream: string): string {
  return `
Gateway and embedded Microsoft Graph emulator are ready. Nothing leaves this machine.

  GraphiQL   ${url}   (open it in a browser)
  Token      ${DEMO_TOKEN}   (any other token gets its own, initially empty tenant)
  Upstream   ${upstream}   (set GRAPH_URL for the real Microsoft Graph)

  curl -s ${url} -H 'Authorization: Bearer ${DEMO_TOKEN}' -H 'Content-Type: application/json' -d '{"query":"{ externalConnections { nodes { id name state } } }"}'

`;
}
