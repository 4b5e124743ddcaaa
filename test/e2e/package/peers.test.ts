import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { type Emulator, startEmulator } from '../../../emulator/index.ts';
import { folderOfProject, installedWith, packed } from './support/installed.ts';
import { install, run, temporaryFolder } from './support/project.ts';

const GRAPHIQL = '@graphql-yoga/render-graphiql@^5.24.1';

let tarball = '';
let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator();
  tarball = await packed();
}, 300_000);
afterAll(() => emulator.close());

test('it serves GraphiQL if its files are installed with it, with the packaged example operations', async () => {
  const program = `import { createGateway, readConfig } from 'msgraph-gateway';
    const gateway = createGateway(readConfig({ GRAPH_URL: '${emulator.url}' }));
    const get = async (path) => (await gateway.fetch('http://host/' + path, { headers: { accept: 'text/html' } })).text();
    const page = await get('graphql');
    if (page.includes('not installed')) { console.log(page); process.exit(); }
    const [start] = page.split('src="')[1].split('"');
    console.log(await get(start));`;
  const serve = async (folder: string) => {
    await writeFile(join(folder, 'graphiql.js'), program);
    return (await run('node', ['graphiql.js'], { cwd: folder })).stdout;
  };
  expect(await serve(await folderOfProject('peers'))).toContain('npm install @graphql-yoga/render-graphiql');
  expect(await serve(await installedWith(GRAPHIQL))).toContain('createExternalConnection(input: $input)');
});

test('npm says so if a project has a version of graphql that it does not work with', async () => {
  const { folder, remove } = await temporaryFolder();
  onTestFinished(remove);
  await expect(install(folder, '--dry-run', 'graphql@17', tarball)).rejects.toThrow(
    /ERESOLVE.*graphql@"\^16/s,
  );
});
