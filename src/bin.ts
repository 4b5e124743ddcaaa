#!/usr/bin/env -S node --no-allocation-site-pretenuring
import { enableCompileCache } from 'node:module';

enableCompileCache();
const { runProcess } = await import('./process.ts');
const { serve } = await import('./serve.ts');

/** `msgraph-gateway`: the packaged gateway. The emulator is part of the repository only. */
await runProcess(async () => {
  if (!process.env.GRAPH_URL) {
    process.stderr.write(
      'Set GRAPH_URL to the Microsoft Graph to use, such as https://graph.microsoft.com/beta.\n' +
        'The emulator is not part of this package: it comes with the source repository.\n',
    );
  }
  const service = await serve(process.env);
  process.stdout.write(`Gateway ready at ${service.url}, upstream ${service.config.graph.url}\n`);
  return service;
});
