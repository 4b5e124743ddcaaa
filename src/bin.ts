#!/usr/bin/env -S node --no-allocation-site-pretenuring
import { enableCompileCache } from 'node:module';

enableCompileCache();
const { runProcess } = await import('./server/lifecycle.ts');
const { listen } = await import('./server/listen.ts');
const { createGateway, readConfig } = await import('./index.ts');

/** `msgraph-gateway`: the packaged gateway. The emulator is part of the repository only. */
await runProcess(async () => {
  if (!process.env.GRAPH_URL) process.stderr.write('The emulator is not part of this package.\n');
  const config = readConfig(process.env);
  const service = await listen(createGateway(config), config);
  process.stdout.write(`Gateway ready at ${service.url}, upstream ${config.graphUrl}\n`);
  return service;
});
