import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { cp, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { build as esbuild } from 'esbuild';
import { build as vite } from 'vite';
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { type Emulator, startEmulator } from '../../../emulator/index.ts';
import { killAll, launch } from '../support/process.ts';
import { createProject, type Project, pack, run } from './install.ts';

// The package as its users get it: packed, and installed for production in an empty folder.

const MODULES = resolve('node_modules');
const GRAPHIQL = '@graphql-yoga/render-graphiql@^5.24.1';
const { version, engines }: { version: string; engines: { node: string } } = JSON.parse(
  readFileSync('package.json', 'utf8'),
);

let project: Project;
/** Other compilers and runtimes than the repository's own. */
let others: Project;
let tarball = '';
let emulator: Emulator;

beforeAll(async () => {
  project = await createProject();
  tarball = await pack(project.folder);
  await project.install(tarball);
  others = await createProject();
  await others.install('typescript@5.9.3', 'bun@1.4.5', 'deno@2.9.6');
  emulator = await startEmulator();
}, 300_000);
afterEach(killAll);
afterAll(async () => {
  await emulator.close();
  await project.remove();
  await others.remove();
});

async function write(name: string, text: string): Promise<void> {
  await writeFile(join(project.folder, name), text);
}

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

describe('a host', { timeout: 60_000 }, () => {
  beforeAll(() => write('host.js', HOST(emulator.url)));

  test('imports it and serves a query, in Node', async () => {
    const { stdout } = await run('node', ['host.js'], { cwd: project.folder });
    expect(JSON.parse(stdout)).toMatchObject(SERVED);
  });

  test('imports it and serves a query, in Deno', async () => {
    const deno = join(others.folder, 'node_modules/.bin/deno');
    const permissions = [
      '--allow-net=127.0.0.1',
      '--allow-read',
      '--allow-env',
      '--allow-sys',
      '--no-prompt',
    ];
    const { stdout } = await run(deno, ['run', ...permissions, 'host.js'], { cwd: project.folder });
    expect(JSON.parse(stdout)).toMatchObject(SERVED);
  });

  test('is told in a sentence that Bun cannot run it', async () => {
    const bun = join(others.folder, 'node_modules/.bin/bun');
    const failure: unknown = await run(bun, ['host.js'], { cwd: project.folder }).catch((error) => error);
    expect(failure).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('msgraph-gateway does not work in Bun 1.4.5'),
    });
  });

  test('is told in a sentence that an older Node cannot run it', async () => {
    await write('olderNode.js', OLDER_NODE);
    const failure: unknown = await run('node', ['--import=./olderNode.js', 'host.js'], {
      cwd: project.folder,
    }).catch((error) => error);
    expect(failure).toMatchObject({ code: 1, stderr: expect.stringContaining(OLDER_NODE_MESSAGE) });
  });
});

// Real older versions print the same: what runs before the check has no import.
const OLDER_NODE =
  "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '22.18.0' } });";
const OLDER_NODE_MESSAGE = `msgraph-gateway needs Node.js ${engines.node.replace('>=', '')} or later; this is Node.js 22.18.0.`;

describe('the command', { timeout: 60_000 }, () => {
  const binary = () => join(project.folder, 'node_modules/.bin/msgraph-gateway');
  const ended = (args: string, settings: Readonly<Record<string, string>> = {}) =>
    launch(`exec ${binary()} ${args}`, settings).exited;

  test('--emulator serves the sample data, without GRAPH_URL and although GRAPH_URL is set', async () => {
    for (const settings of [{}, { GRAPH_URL: 'https://graph.microsoft.com/beta' }]) {
      const { printed, child, exited } = launch(`exec ${binary()} --emulator --port 0`, settings);
      const [url = ''] = /http:\S+\/graphql/.exec(await printed('/graphql')) ?? [];
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: 'Bearer demo' },
        body: JSON.stringify({ query: '{ externalConnection(id: "contosohr") { name } }' }),
      });
      expect(await response.json()).toEqual(SERVED.result);
      child.kill('SIGTERM');
      expect(await exited).toMatchObject({
        code: 0,
        errors: expect.stringMatching(/^\{.*shutting down.*\}\n$/),
      });
    }
  });

  const shells = ['dash', 'bash'].filter((shell) => spawnSync(shell, ['-c', 'true']).status === 0);
  test.each(shells)('npx ends with it on SIGTERM, in %s', async (shell) => {
    const command = `cd ${project.folder} && exec npx msgraph-gateway --emulator --port 0`;
    const { printed, child, exited } = launch(command, { npm_config_script_shell: shell });
    const [url = ''] = /http:\S+\/graphql/.exec(await printed('/graphql')) ?? [];
    child.kill('SIGTERM');
    // The gateway has the same standard output: that it is closed means that nothing runs any more.
    await exited;
    await expect(fetch(url)).rejects.toThrow();
  });

  test('--graph-url and --port go before the environment', async () => {
    const settings = { GRAPH_URL: 'https://graph.microsoft.com/beta', PORT: '1' };
    const url = 'https://graph.microsoft.us/beta';
    const { printed } = launch(`exec ${binary()} --graph-url ${url} --port 0`, settings);
    expect(await printed('upstream')).toContain(url);
  });

  test('--help names every option, and --version prints the version', async () => {
    const { output } = await ended('--help');
    for (const option of ['--graph-url', '--emulator', '--operation-ms', '--port', '--help', '--version'])
      expect(output).toContain(option);
    expect(await ended('--version')).toEqual({ code: 0, output: `${version}\n`, errors: '' });
  });

  test.each([
    ['--emulater', "Unknown option '--emulater'. Did you mean --emulator?"],
    ['--prot 3', "Unknown option '--prot'. Did you mean --port?"],
    ['--token x', "Unknown option '--token'."],
    ['-p 4000', "Unknown option '-p'."],
    ['4000', "Unexpected argument '4000'."],
    ['--port', "Option '--port <value>' argument missing."],
    ['--emulator --operation-ms soon', '--operation-ms has to be a whole number of milliseconds.'],
    ['--operation-ms 5', '--operation-ms is an option of the emulator, which is not started.'],
    ['--json', '--json is an option of --print-config.'],
    ['--emulator --graph-url https://x/y', '--emulator and --graph-url exclude each other.'],
  ])('%s is an error', async (args, message) => {
    const errors = `${message}\nSee msgraph-gateway --help.\n`;
    expect(await ended(args)).toEqual({ code: 1, output: '', errors });
  });

  test('--print-config prints the settings of all sources, and nothing of other variables', async () => {
    await write('settings.env', 'MAX_DEPTH=3\nMAX_KEYS=3\nAPP_SECRET=hunter2\n');
    await write('msgraph-gateway.config.json', '{ "MAX_DEPTH": 4, "MAX_KEYS": 4, "MAX_ALIASES": 4 }');
    const command = `cd ${project.folder} && exec ${binary()} --print-config --json --emulator --port 1 --env-file settings.env`;
    const { code, output, errors } = await launch(command, { MAX_DEPTH: '2' }).exited;
    await rm(join(project.folder, 'msgraph-gateway.config.json'));
    expect({ code, errors }).toEqual({ code: 0, errors: '' });
    expect(output).not.toContain('hunter2');
    const settings: readonly { setting: string }[] = JSON.parse(output);
    expect(settings.filter(({ setting }) => /^(?:PORT|MAX_(?:DEPTH|KEYS|ALIASES))$/.test(setting))).toEqual([
      { setting: 'PORT', value: '1', source: 'command line' },
      { setting: 'MAX_DEPTH', value: '2', source: 'environment' },
      { setting: 'MAX_ALIASES', value: '4', source: 'msgraph-gateway.config.json' },
      { setting: 'MAX_KEYS', value: '3', source: 'settings.env' },
    ]);
  });

  test('is a bundle: it loads no other package than graphql, and has the licences of those in it', async () => {
    const hooks = `import { registerHooks } from 'node:module';
      registerHooks({
        load(url, context, next) {
          const [, name] = /.*node_modules\\/((?:@[^/]+\\/)?[^/]+)/.exec(url) ?? [];
          if (name) process.stdout.write('loads ' + name + '\\n');
          return next(url, context);
        },
      });`;
    await write('hooks.js', hooks);
    const flags = `--import=${project.folder}/hooks.js`;
    const url = 'https://graph.microsoft.com/beta';
    const command = `exec node ${flags} ${binary()} --port 0 --graph-url ${url}`;
    const { printed, child, exited } = launch(command, { NODE_ENV: 'production', WORKERS: '2' });
    await printed('Gateway ready');
    child.kill('SIGTERM');
    const { code, output } = await exited;
    expect(code).toBe(0);
    const loaded = new Set([...output.matchAll(/^loads (.+)$/gm)].map(([, name]) => name));
    expect([...loaded].sort()).toEqual(['graphql', 'msgraph-gateway']);
    const licences = join(project.folder, 'node_modules/msgraph-gateway/dist/command/LICENSES.txt');
    for (const name of ['undici', 'graphql-yoga', '@pothos/core', 'zod'])
      expect(await readFile(licences, 'utf8')).toMatch(new RegExp(`^${name} [\\d.]+ \\(`, 'm'));
  });

  test('without GRAPH_URL it says how to set it, and exits with 1', async () => {
    const { code, errors } = await ended('');
    expect(code).toBe(1);
    expect(errors).toContain('--emulator');
    expect(errors).toContain('GRAPH_URL: required');
  });

  test('on an older Node it prints one sentence, and exits with 1', async () => {
    await write('olderNode.js', OLDER_NODE);
    const command = `exec node --import=${project.folder}/olderNode.js ${binary()} --emulator`;
    const errors = `${OLDER_NODE_MESSAGE}\n`;
    expect(await launch(command, {}).exited).toEqual({ code: 1, output: '', errors });
  });

  test('needs nothing but node of its shebang, so that it starts where env knows no options', async () => {
    expect((await readFile(binary(), 'utf8')).split('\n')[0]).toBe('#!/usr/bin/env node');
  });
});

describe('msgraph-gateway/client, in a browser', { timeout: 60_000 }, () => {
  const MAX_BYTES = 20_000;
  const SERVER = /["'`]node:|zod|pothos|require\(|browser-external/i;
  const ENTRY = `import { ERROR_CODES, ExternalConnectionsDocument } from 'msgraph-gateway/client';
    document.title = ERROR_CODES.join() + JSON.stringify(ExternalConnectionsDocument);`;

  beforeAll(async () => {
    await write('page.js', ENTRY);
    await write('index.html', '<script type="module" src="/page.js"></script>');
  });

  function expectSmall(code: string | undefined): void {
    expect(code).toContain('UPSTREAM_REJECTED');
    expect(code).toContain('ExternalConnections');
    expect(code).not.toMatch(SERVER);
    expect(code?.length).toBeLessThan(MAX_BYTES);
  }

  test('esbuild bundles it, and nothing of the server', async () => {
    const entryPoints = [join(project.folder, 'page.js')];
    const { outputFiles, warnings } = await esbuild({
      entryPoints,
      bundle: true,
      minify: true,
      write: false,
    });
    expect(warnings).toEqual([]);
    expectSmall(outputFiles[0]?.text);
  });

  test('Vite bundles it, and nothing of the server', async () => {
    await vite({ root: project.folder, logLevel: 'silent', configFile: false, build: { outDir: 'site' } });
    const [, script = ''] =
      /src="\/(\S+)"/.exec(await readFile(join(project.folder, 'site/index.html'), 'utf8')) ?? [];
    expectSmall(await readFile(join(project.folder, 'site', script), 'utf8'));
  });

  test('esbuild bundles the frontend example with the packed client', async () => {
    const copy = join(project.folder, 'frontend');
    await cp(join(project.folder, 'node_modules/msgraph-gateway/examples/frontend'), copy, {
      recursive: true,
    });
    const { metafile, warnings } = await esbuild({
      entryPoints: [join(copy, 'client.ts')],
      bundle: true,
      format: 'esm',
      write: false,
      metafile: true,
      // graphql-request, which the project would have installed.
      nodePaths: [MODULES],
    });
    expect(warnings).toEqual([]);
    const inputs = Object.keys(metafile.inputs);
    expect(inputs.filter((file) => file.includes('msgraph-gateway/dist/client/index.js'))).toHaveLength(1);
    expect(
      inputs.filter((file) => /zod|pothos|undici|dist\/(?:config|gateway|index)\.js|^node:/.test(file)),
    ).toEqual([]);
  });

  /** A folder with the packed client and another package of the repository's. */
  async function folderWith(name: string): Promise<string> {
    const folder = join(project.folder, `with-${name.replace('@', '')}`);
    await mkdir(join(folder, 'node_modules'), { recursive: true });
    await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
    await symlink(join(MODULES, name), join(folder, 'node_modules', name));
    await symlink(
      join(project.folder, 'node_modules/msgraph-gateway'),
      join(folder, 'node_modules/msgraph-gateway'),
    );
    return folder;
  }

  test('the codegen of docs/frontend.md types the operations of a project', async () => {
    const page = await readFile('docs/frontend.md', 'utf8');
    const [, config = ''] = /`codegen.ts`:\n\n```ts\n(.*?)```/s.exec(page) ?? [];
    const folder = await folderWith('@graphql-codegen');
    await mkdir(join(folder, 'src'));
    await writeFile(join(folder, 'codegen.ts'), config);
    for (const [file, query] of [
      ['names.ts', 'Names'],
      ['Page.tsx', 'NamesOfPage'],
    ]) {
      await writeFile(
        join(folder, `src/${file}`),
        `import { graphql } from './gql';
         export const query = graphql(\`query ${query} { externalConnections(first: 5) { nodes { name } } }\`);`,
      );
    }
    await run('node', [join(MODULES, '.bin/graphql-codegen')], { cwd: folder });
    const types = await readFile(join(folder, 'src/gql/graphql.ts'), 'utf8');
    expect(types).toContain('export const NamesDocument = ');
    expect(types).toContain('export const NamesOfPageDocument = ');
  });

  test('the program of docs/frontend.md compiles, lists, creates, and explains the second creation', async () => {
    const page = await readFile('docs/frontend.md', 'utf8');
    const [, program = ''] = /^```ts app.ts\n(.*?)^```$/ms.exec(page) ?? [];
    const command = join(project.folder, 'node_modules/.bin/msgraph-gateway');
    const { printed } = launch(`exec ${command} --emulator --port 0`, {});
    const [url = ''] = /http:\S+\/graphql/.exec(await printed('/graphql')) ?? [];
    const folder = await folderWith('graphql-request');
    await writeFile(join(folder, 'app.ts'), program.replace('http://127.0.0.1:4000/graphql', url));
    const options = ['--noEmit', '--strict', '--exactOptionalPropertyTypes', '--skipLibCheck'];
    const platform = ['--module', 'nodenext', '--lib', 'es2024,dom,dom.iterable', '--types', ''];
    const tsc = [join(MODULES, 'typescript/bin/tsc'), ...options, ...platform, 'app.ts'];
    const { stdout } = await run('node', tsc, { cwd: folder }).catch((error) => error);
    expect(stdout).toBe('');
    const outputs = [];
    for (const _ of ['first', 'second']) {
      outputs.push((await run('node', ['app.ts'], { cwd: folder })).stdout.trim().split('\n').at(-1));
    }
    expect(outputs).toEqual(['Created contosonews.', 'It exists already (NOT_APPLIED).']);
  });
});

describe('its types, without skipLibCheck', { timeout: 120_000 }, () => {
  const SERVER = `import * as gateway from 'msgraph-gateway';
    import { createMetrics, type Metrics } from 'msgraph-gateway/telemetry';
    import type {
      Config, ErrorCode, ErrorExtensions, Gateway, GatewayOptions, GraphDetails, GraphErrorDetail, Limit, WriteOutcome,
    } from 'msgraph-gateway';
    const { ConfigError, createGateway, ERROR_CODES, readConfig, schema } = gateway;
    const config: Config = readConfig({});
    const metrics: Metrics = createMetrics();
    const options: GatewayOptions = { graphiqlToken: 'demo', telemetry: [metrics] };
    export const running: Gateway = createGateway(config, options);
    export const codes: readonly ErrorCode[] = ERROR_CODES;
    export const typeNames: string[] = Object.keys(schema.getTypeMap());
    export const failure: InstanceType<typeof ConfigError> = new ConfigError([]);
    export const port: number = config.port;
    export type Rest = [ErrorExtensions, GraphDetails, GraphErrorDetail, Limit, WriteOutcome];
    // @ts-expect-error: a setting has its own type, so that they all have one
    export const wrong: string = config.maxCost;`;
  const CLIENT = `import { ERROR_CODES, ExternalConnectionDocument, isErrorCode, type ErrorCode } from 'msgraph-gateway/client';
    import type { CreateExternalConnectionInput, ErrorExtensions, Limit, WriteOutcome } from 'msgraph-gateway/client';
    import type { ResultOf, VariablesOf } from '@graphql-typed-document-node/core';
    export const variables: VariablesOf<typeof ExternalConnectionDocument> = { id: 'x' };
    export const name = (result: ResultOf<typeof ExternalConnectionDocument>) => result.externalConnection?.name;
    export const codes: readonly ErrorCode[] = ERROR_CODES.filter(isErrorCode);
    export type Rest = [CreateExternalConnectionInput, ErrorExtensions, Limit, WriteOutcome];`;
  const compilers = {
    '5.9': () => join(others.folder, 'node_modules/typescript/bin/tsc'),
    '7.0': () => join(MODULES, 'typescript/bin/tsc'),
  };

  async function check(
    compiler: () => string,
    module: string,
    files: Record<string, string>,
    types: string[],
  ) {
    for (const [name, text] of Object.entries(files)) await write(name, text);
    const options = {
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      noEmit: true,
      skipLibCheck: false,
      target: 'es2022',
      lib: ['es2022', 'dom', 'dom.iterable'],
      module: module === 'bundler' ? 'esnext' : module,
      moduleResolution: module,
      types,
      typeRoots: [join(MODULES, '@types')],
    };
    await write('tsconfig.json', JSON.stringify({ compilerOptions: options, files: Object.keys(files) }));
    const args = [compiler(), '--project', project.folder, '--listFiles'];
    const { stdout } = await run('node', args).catch((error) => ({ stdout: `${error.stdout}` }));
    const lines = stdout.split('\n').filter((line) => line !== '');
    const files_ = lines.filter((line) => line.startsWith('/'));
    return { errors: lines.filter((line) => !line.startsWith('/')), files: files_ };
  }

  const cases = Object.entries(compilers).flatMap(([name, compiler]) =>
    ['nodenext', 'bundler'].map((module) => [name, module, compiler] as const),
  );
  test.each(cases)('TypeScript %s with %s takes all that the server exports', async (_, module, compiler) => {
    const { errors, files } = await check(compiler, module, { 'server.ts': SERVER }, ['node']);
    expect(errors).toEqual([]);
    expect(files.filter((file) => file.includes('pothos'))).toEqual([]);
  });

  // The client's few types do not depend on both at once.
  test.each(cases.filter((_, index) => index % 3 === 0))(
    'TypeScript %s with %s takes the client without Node types',
    async (_, module, compiler) => {
      const { errors, files } = await check(compiler, module, { 'client.ts': CLIENT }, []);
      expect(errors).toEqual([]);
      expect(files.length).toBeGreaterThan(0);
      expect(files.filter((file) => /zod|pothos|pino|@types\/node/.test(file))).toEqual([]);
    },
  );
});

describe('the tarball', { timeout: 60_000 }, () => {
  test('has a valid manifest and types for every kind of import (publint, arethetypeswrong)', async () => {
    await run('publint', ['run', tarball, '--strict']);
    const texts = [
      'schema.graphql',
      'schema.federation.graphql',
      'schema.stitching.graphql',
      'config.schema.json',
    ];
    await run('attw', [tarball, '--profile', 'esm-only', '--exclude-entrypoints', ...texts]);
  });

  test('brings no development dependencies and no development files', async () => {
    const lock = JSON.parse(await readFile(join(project.folder, 'package-lock.json'), 'utf8'));
    const installed = Object.keys(lock.packages).map((path) => path.replace(/^.*node_modules\//, ''));
    for (const name of [
      'vitest',
      '@graphql-codegen/cli',
      'graphql-request',
      '@apollo/federation-internals',
    ]) {
      expect(installed).not.toContain(name);
    }
    const { stdout } = await run('tar', ['-tf', tarball]);
    expect(stdout).not.toMatch(/main\.js|test|bench|src\//);
  });

  test('has every file that its README links to', async () => {
    const root = join(project.folder, 'node_modules/msgraph-gateway');
    const readme = await readFile(join(root, 'README.md'), 'utf8');
    const links = [...readme.matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(([, target = '']) => target);
    expect(links.length).toBeGreaterThan(5);
    expect(links.filter((target) => !existsSync(join(root, target)))).toEqual([]);
  });
});

test('it serves GraphiQL if its files are installed with it, with the packaged example operations', async () => {
  const program = `import { createGateway, readConfig } from 'msgraph-gateway';
    const gateway = createGateway(readConfig({ GRAPH_URL: '${emulator.url}' }));
    const get = async (path) => (await gateway.fetch('http://host/' + path, { headers: { accept: 'text/html' } })).text();
    const page = await get('graphql');
    if (page.includes('not installed')) { console.log(page); process.exit(); }
    const [start] = page.split('src="')[1].split('"');
    console.log(await get(start));`;
  const serve = async ({ folder }: Project) => {
    await writeFile(join(folder, 'graphiql.js'), program);
    return (await run('node', ['graphiql.js'], { cwd: folder })).stdout;
  };
  expect(await serve(project)).toContain('npm install @graphql-yoga/render-graphiql');
  // In one command npm would put a newer graphql at the root, where half of the gateway's packages would find it.
  const fresh = await createProject();
  onTestFinished(() => fresh.remove());
  await fresh.install(tarball, GRAPHIQL);
  expect(await serve(fresh)).toContain('createExternalConnection(input: $input)');
}, 90_000);

test('npm says so if a project has a version of graphql that it does not work with', async () => {
  const fresh = await createProject();
  onTestFinished(() => fresh.remove());
  await expect(fresh.install('--dry-run', 'graphql@17', tarball)).rejects.toThrow(/ERESOLVE.*graphql@"\^16/s);
}, 60_000);
