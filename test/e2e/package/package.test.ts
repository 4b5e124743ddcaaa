import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Emulator, startEmulator } from '../../../emulator/index.ts';

// The package as its users get it: packed, and installed for production in an empty folder.

const run = promisify(execFile);
let folder = '';
let tarball = '';
let emulator: Emulator;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'msgraph-gateway-'));
  const { stdout } = await run('npm', ['pack', '--json', '--silent', '--pack-destination', folder]);
  const [, name = ''] = /"filename": "([^"]+)"/.exec(stdout) ?? [];
  tarball = join(folder, name);
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  await run('npm', ['install', '--omit=dev', '--no-audit', '--no-fund', tarball], { cwd: folder });
  emulator = await startEmulator();
}, 120_000);
afterAll(async () => {
  await emulator.close();
  await rm(folder, { recursive: true, force: true });
});

test('a host imports it and serves a query', async () => {
  await writeFile(
    join(folder, 'host.js'),
    `import { createGateway, readConfig, ERROR_CODES, schema } from 'msgraph-gateway';
    const gateway = createGateway(readConfig({ GRAPH_URL: '${emulator.url}' }));
    const response = await gateway.fetch('http://host/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer demo' },
      body: JSON.stringify({ query: '{ externalConnection(id: "contosohr") { name } }' }),
    });
    const result = await response.json();
    await gateway.close();
    console.log(JSON.stringify({ result, codes: ERROR_CODES.length, query: schema.getQueryType().name }));`,
  );
  const { stdout } = await run('node', ['host.js'], { cwd: folder });
  expect(JSON.parse(stdout)).toMatchObject({
    result: { data: { externalConnection: { name: 'Contoso HR' } } },
    query: 'Query',
  });
});

test('it serves GraphiQL once its files are installed, with the packaged example operations', async () => {
  await writeFile(
    join(folder, 'graphiql.js'),
    `import { createGateway, readConfig } from 'msgraph-gateway';
    const gateway = createGateway(readConfig({ GRAPH_URL: '${emulator.url}' }));
    const get = async (path) => (await gateway.fetch('http://host/' + path, { headers: { accept: 'text/html' } })).text();
    const page = await get('graphql');
    if (page.includes('not installed')) { console.log(page); process.exit(); }
    const [start] = page.split('src="')[1].split('"');
    console.log(await get(start));`,
  );
  const serve = async () => (await run('node', ['graphiql.js'], { cwd: folder })).stdout;
  expect(await serve()).toContain('npm install @graphql-yoga/render-graphiql');
  await run('npm', ['install', '--no-audit', '--no-fund', '@graphql-yoga/render-graphiql@^5.24.1'], {
    cwd: folder,
  });
  expect(await serve()).toContain('createExternalConnection(input: $input)');
}, 90_000);

test('its binary without GRAPH_URL prints how to set it, and exits with 1', async () => {
  const { PATH } = process.env;
  const binary = join(folder, 'node_modules/.bin/msgraph-gateway');
  const failure: unknown = await run(binary, [], { env: { PATH } }).catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: 1, stderr: expect.stringContaining('The emulator is not part of') });
  expect(failure).toMatchObject({ stderr: expect.stringContaining('GRAPH_URL: required') });
});

test('its manifest and types are valid for every kind of import (publint, arethetypeswrong)', async () => {
  await run('publint', ['run', tarball, '--strict']);
  const texts = ['schema.graphql', 'schema.federation.graphql', 'schema.stitching.graphql'];
  await run('attw', [tarball, '--profile', 'esm-only', '--exclude-entrypoints', ...texts]);
});

test('it brings no development dependencies and no development files', async () => {
  const lock = JSON.parse(await readFile(join(folder, 'package-lock.json'), 'utf8'));
  const installed = Object.keys(lock.packages).map((path) => path.replace(/^.*node_modules\//, ''));
  for (const name of [
    'hono',
    'vitest',
    '@graphql-codegen/cli',
    'graphql-request',
    '@apollo/federation-internals',
  ]) {
    expect(installed).not.toContain(name);
  }
  const { stdout } = await run('tar', ['-tf', tarball]);
  expect(stdout).not.toMatch(/emulator|main\.js|test|bench/);
});
