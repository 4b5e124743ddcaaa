import { enableCompileCache } from 'node:module';

// Halves the start-up from the second start on; what is to profit from it has to be imported after it.
enableCompileCache();
const { runProcess } = await import('./process.ts');
const { serve } = await import('./serve.ts');

const DEMO_TOKEN = 'demo';

/** `npm start`: the gateway before the upstream that is set, or else before the embedded emulator. */
await runProcess(async () => {
  const { GRAPH_URL, NODE_ENV } = process.env;
  if (GRAPH_URL || NODE_ENV === 'production') {
    const service = await serve(process.env);
    const { graph, graphiql } = service.config;
    process.stdout.write(
      `Gateway ready at ${service.url}${graphiql ? ' (GraphiQL in a browser)' : ''}, upstream ${graph.url}\n`,
    );
    return service;
  }
  const { startEmulator } = await import('../emulator/index.ts');
  const emulator = await startEmulator();
  try {
    const service = await serve({ ...process.env, GRAPH_URL: emulator.url }, { graphiqlToken: DEMO_TOKEN });
    process.stdout.write(emulatorBanner(service.url, emulator.url));
    return {
      close: async () => {
        const drained = await service.close();
        await emulator.close();
        return drained;
      },
    };
  } catch (error) {
    await emulator.close();
    throw error;
  }
});

function emulatorBanner(url: string, upstream: string): string {
  return `
Gateway and embedded Microsoft Graph emulator are ready. Nothing leaves this machine.

  GraphiQL   ${url}   (open it in a browser)
  Token      ${DEMO_TOKEN}   (any other is an empty organisation of its own)
  Upstream   ${upstream}   (set GRAPH_URL for the real Microsoft Graph)

  curl -s ${url} -H 'Authorization: Bearer ${DEMO_TOKEN}' -H 'Content-Type: application/json' -d '{"query":"{ externalConnections { nodes { id name state } } }"}'

`;
}
