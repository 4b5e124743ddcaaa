import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Emulator, startEmulator } from '../../../emulator/index.ts';
import { folderOfProject, otherRuntimes } from './support/installed.ts';
import { OLDER_NODE_MESSAGE, olderNode } from './support/olderNode.ts';
import { run } from './support/project.ts';

const HOST = (
  url: string,
) => `import { createGateway, readConfig, ERROR_CODES, schema } from 'msgraph-gateway';
  const gateway = createGateway(readConfig({ GRAPH_URL: '${url}' }));
  const response = await gateway.fetch('http://host/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer demo' },
    body: JSON.stringify({ query: '{ externalConnection(id: "contosohr") { name } }' }),
  });
  const result = await response.json();
  await gateway.close();
  console.log(JSON.stringify({ result, codes: ERROR_CODES.length, query: schema.getQueryType().name }));`;
const SERVED = { result: { data: { externalConnection: { name: 'Contoso HR' } } }, query: 'Query' };

let folder = '';
let runtimes = '';
let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator();
  [folder, runtimes] = await Promise.all([folderOfProject('host'), otherRuntimes()]);
  await writeFile(join(folder, 'host.js'), HOST(emulator.url));
}, 300_000);
afterAll(() => emulator.close());

describe('a host', () => {
  test('imports it and serves a query, in Node', async () => {
    const { stdout } = await run('node', ['host.js'], { cwd: folder });
    expect(JSON.parse(stdout)).toMatchObject(SERVED);
  });

  test('imports it and serves a query, in Deno', async () => {
    const deno = join(runtimes, 'node_modules/.bin/deno');
    const permissions = [
      '--allow-net=127.0.0.1',
      '--allow-read',
      '--allow-env',
      '--allow-sys',
      '--no-prompt',
    ];
    const { stdout } = await run(deno, ['run', ...permissions, 'host.js'], { cwd: folder });
    expect(JSON.parse(stdout)).toMatchObject(SERVED);
  });

  test('is told in a sentence that Bun cannot run it', async () => {
    const bun = join(runtimes, 'node_modules/.bin/bun');
    const failure: unknown = await run(bun, ['host.js'], { cwd: folder }).catch((error) => error);
    expect(failure).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('msgraph-gateway does not work in Bun 1.4.5'),
    });
  });

  test('is told in a sentence that an older Node cannot run it', async () => {
    const flag = await olderNode(folder);
    const failure: unknown = await run('node', [flag, 'host.js'], { cwd: folder }).catch((error) => error);
    expect(failure).toMatchObject({ code: 1, stderr: expect.stringContaining(OLDER_NODE_MESSAGE) });
  });
});
