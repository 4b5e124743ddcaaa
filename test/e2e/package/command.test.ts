import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { killAll, launch } from '../support/process.ts';
import { command, folderOfProject, installed } from './support/installed.ts';
import { OLDER_NODE_MESSAGE, olderNode } from './support/olderNode.ts';

const { version }: { version: string } = JSON.parse(readFileSync('package.json', 'utf8'));

let project = '';
let binary = '';

beforeAll(async () => {
  project = await installed();
  binary = await command();
}, 300_000);
afterEach(killAll);

describe('the command', () => {
  const ended = (args: string, settings: Readonly<Record<string, string>> = {}) =>
    launch(`exec ${binary} ${args}`, settings).exited;

  test('--emulator serves the sample data, without GRAPH_URL and although GRAPH_URL is set', async () => {
    for (const settings of [{}, { GRAPH_URL: 'https://graph.microsoft.com/beta' }]) {
      const { printed, child, exited } = launch(`exec ${binary} --emulator --port 0`, settings);
      const [url = ''] = /http:\S+\/graphql/.exec(await printed('/graphql')) ?? [];
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: 'Bearer demo' },
        body: JSON.stringify({ query: '{ externalConnection(id: "contosohr") { name } }' }),
      });
      expect(await response.json()).toEqual({ data: { externalConnection: { name: 'Contoso HR' } } });
      child.kill('SIGTERM');
      const { code, errors } = await exited;
      const messages = errors
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line).msg);
      expect(code).toBe(0);
      // The line of a successful query is made a moment later.
      expect(messages.filter((message) => message !== 'operation')).toEqual([
        'started',
        expect.stringMatching('shutting down'),
        expect.stringMatching('shut down: all requests'),
      ]);
      expect(messages.slice(0, -1)).toContain('operation');
    }
  });

  const shells = ['dash', 'bash'].filter((shell) => spawnSync(shell, ['-c', 'true']).status === 0);
  test.each(shells)('npx ends with it on SIGTERM, in %s', async (shell) => {
    const line = `cd ${project} && exec npx msgraph-gateway --emulator --port 0`;
    const { printed, child, exited } = launch(line, { npm_config_script_shell: shell });
    const [url = ''] = /http:\S+\/graphql/.exec(await printed('/graphql')) ?? [];
    child.kill('SIGTERM');
    // The gateway has the same standard output: that it is closed means that nothing runs any more.
    await exited;
    await expect(fetch(url)).rejects.toThrow();
  });

  test('GRAPHIQL=on without the package of GraphiQL is a warning at the start', async () => {
    const settings = {
      GRAPH_URL: 'https://graph.microsoft.com/beta',
      NODE_ENV: 'production',
      GRAPHIQL: 'on',
    };
    const { printed, child, exited } = launch(`exec ${binary} --port 0`, settings);
    await printed('Gateway ready');
    child.kill('SIGTERM');
    const { errors } = await exited;
    expect(errors).toContain(
      'GRAPHIQL is on, but GraphiQL is not installed: npm install @graphql-yoga/render-graphiql',
    );
  });

  test('--graph-url and --port go before the environment', async () => {
    const settings = { GRAPH_URL: 'https://graph.microsoft.com/beta', PORT: '1' };
    const url = 'https://graph.microsoft.us/beta';
    const { printed } = launch(`exec ${binary} --graph-url ${url} --port 0`, settings);
    expect(await printed('upstream')).toContain(url);
  });

  test('--help names every option, and --version prints the version', async () => {
    const { output } = await ended('--help');
    const serving = ['--graph-url', '--emulator', '--operation-ms', '--port', '--env-file', '--config'];
    for (const option of [...serving, '--print-config', '--json', '--help', '--version'])
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

  test('--print-config prints the settings of all sources, null for none, and nothing of other variables', async () => {
    const folder = await folderOfProject('settings');
    await writeFile(join(folder, 'settings.env'), 'MAX_DEPTH=3\nMAX_KEYS=3\nAPP_SECRET=hunter2\n');
    const inFile = { MAX_DEPTH: 4, MAX_KEYS: 4, MAX_ALIASES: 4 };
    await writeFile(join(folder, 'msgraph-gateway.config.json'), JSON.stringify(inFile));
    const options = '--print-config --json --emulator --port 1 --env-file settings.env';
    const command = `cd ${folder} && exec ${binary} ${options}`;
    const { code, output, errors } = await launch(command, { MAX_DEPTH: '2' }).exited;
    expect({ code, errors }).toEqual({ code: 0, errors: '' });
    expect(output).not.toContain('hunter2');
    const settings: readonly { setting: string }[] = JSON.parse(output);
    const printed = /^(?:PORT|GRAPH_URL|ADMIN_PORT|MAX_(?:DEPTH|KEYS|ALIASES))$/;
    expect(settings.filter(({ setting }) => printed.test(setting))).toEqual([
      { setting: 'PORT', value: '1', source: 'command line' },
      { setting: 'GRAPH_URL', value: null, source: 'emulator' },
      { setting: 'MAX_DEPTH', value: '2', source: 'environment' },
      { setting: 'MAX_ALIASES', value: '4', source: 'msgraph-gateway.config.json' },
      { setting: 'MAX_KEYS', value: '3', source: 'settings.env' },
      { setting: 'ADMIN_PORT', value: null, source: 'default' },
    ]);
  });

  test('--print-config prints what is in force where the gateway cannot start, marks what is wrong, and exits with 1', async () => {
    const settings = { PORT: '8o80', MAX_DEPTH: '7' };
    const { code, output, errors } = await launch(`exec ${binary} --print-config`, settings).exited;
    expect(code).toBe(1);
    expect(output).toMatch(/^PORT +8o80 \(invalid\) +environment$/m);
    expect(output).toMatch(/^GRAPH_URL +\(missing\) +default$/m);
    expect(output).toMatch(/^MAX_DEPTH +7 +environment$/m);
    expect(errors).toMatch(/^The gateway cannot start:\n {2}PORT: .*\n {2}GRAPH_URL: required.*\n$/);
    const json = await launch(`exec ${binary} --print-config --json`, settings).exited;
    expect(json.code).toBe(1);
    expect(JSON.parse(json.output)).toContainEqual({
      setting: 'GRAPH_URL',
      value: null,
      source: 'default',
      problem: 'missing',
    });
  });

  test('--print-config says what a start would warn of', async () => {
    const settings = { MAX_REQESTS: '5', GRAPH_URL: 'https://graph.microsoft.com/v1.0' };
    const { code, errors } = await launch(`exec ${binary} --print-config`, settings).exited;
    expect(code).toBe(0);
    expect(errors).toMatch(/MAX_REQESTS.*MAX_REQUESTS/);
    expect(errors).toContain('v1.0');
  });

  test('invalid settings of a file are errors that name it, with --print-config too', async () => {
    const folder = await folderOfProject('invalid-settings');
    await writeFile(join(folder, 'gateway.json'), '{ "maxRequests": 5 }');
    for (const option of ['', '--print-config']) {
      const { code, output, errors } = await ended(`--emulator --config ${folder}/gateway.json ${option}`);
      expect(code).toBe(1);
      // What is in force is printed all the same.
      if (option === '') expect(output).toBe('');
      else expect(output).toMatch(/^SETTING .*\n(?:.*\n)*MAX_REQUESTS +512 +default\n/);
      expect(errors).toBe(
        'The gateway cannot start:\n' +
          `  ${folder}/gateway.json: "maxRequests" is not a setting: did you mean MAX_REQUESTS?\n`,
      );
    }
  });

  test('is a bundle: it loads no package but graphql, and has the licences of those in it', async () => {
    const folder = await folderOfProject('bundle');
    await writeFile(
      join(folder, 'hooks.js'),
      `import { registerHooks } from 'node:module';
      registerHooks({
        load(url, context, next) {
          const [, name] = /.*node_modules\\/((?:@[^/]+\\/)?[^/]+)/.exec(url) ?? [];
          if (name) process.stdout.write('loads ' + name + '\\n');
          return next(url, context);
        },
      });`,
    );
    const command = `exec node --import=${folder}/hooks.js ${binary} --port 0`;
    const settings = { GRAPH_URL: 'https://graph.microsoft.com/beta', NODE_ENV: 'production', WORKERS: '2' };
    const { printed, child, exited } = launch(command, settings);
    await printed('Gateway ready');
    child.kill('SIGTERM');
    const { code, output } = await exited;
    expect(code).toBe(0);
    const loaded = new Set([...output.matchAll(/^loads (.+)$/gm)].map(([, name]) => name));
    expect([...loaded].sort()).toEqual(['graphql', 'msgraph-gateway']);
    const licences = await readFile(
      join(project, 'node_modules/msgraph-gateway/dist/command/LICENSES.txt'),
      'utf8',
    );
    for (const name of ['undici', 'graphql-yoga', '@pothos/core', 'zod'])
      expect(licences).toMatch(new RegExp(`^${name} [\\d.]+ \\(\\w+\\)\n\n.*licen[cs]e`, 'im'));
  });

  test('without GRAPH_URL it says how to set it, and exits with 1', async () => {
    const { code, errors } = await ended('');
    expect(code).toBe(1);
    expect(errors).toContain('--emulator');
    expect(errors).toContain('GRAPH_URL: required');
  });

  test('on an older Node it prints one sentence, and exits with 1', async () => {
    const flag = await olderNode(await folderOfProject('command'));
    const { exited } = launch(`exec node ${flag} ${binary} --emulator`, {});
    expect(await exited).toEqual({ code: 1, output: '', errors: `${OLDER_NODE_MESSAGE}\n` });
  });

  test('needs nothing but node of its shebang, so that it starts where env knows no options', async () => {
    expect((await readFile(binary, 'utf8')).split('\n')[0]).toBe('#!/usr/bin/env node');
  });
});
