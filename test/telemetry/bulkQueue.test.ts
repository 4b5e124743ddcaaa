import { spawnSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';

test('what has not been logged when a host exits is logged then, ahead of what writes out its log', () => {
  const gateway = pathToFileURL('src/index.ts').href;
  const emulator = pathToFileURL('emulator/index.ts').href;
  const script = `
    const { createGateway, readConfig } = await import(${JSON.stringify(gateway)});
    const { startEmulator } = await import(${JSON.stringify(emulator)});
    const { url } = await startEmulator();
    const gateway = createGateway(readConfig({ GRAPH_URL: url }));
    const headers = { 'content-type': 'application/json', authorization: 'Bearer demo' };
    const body = JSON.stringify({ query: 'query Last { externalConnection(id: "contosohr") { id } }' });
    await (await gateway.fetch('http://gateway/graphql', { method: 'POST', headers, body })).text();
    process.exit(0);
  `;
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    encoding: 'utf8',
  });
  expect(stderr).toMatch(/"operation":"Last"/);
  expect(status).toBe(0);
});
