import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
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

describe('the command', { timeout: 60_000 }, () => {
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
      expect(await exited).toMatchObject({
        code: 0,
        errors: expect.stringMatching(/^\{.*"msg":"operation"\}\n\{.*shutting down.*\}\n$/),
      });
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

  test('--graph-url and --port go before the environment', async () => {
    const settings = { GRAPH_URL: 'https://graph.microsoft.com/beta', PORT: '1' };
    const url = 'https://graph.microsoft.us/beta';
    const { printed } = launch(`exec ${binary} --graph-url ${url} --port 0`, settings);
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
    ['--emulator --graph-url https://x/y', '--emulator and --graph-url exclude each other.'],
  ])('%s is an error', async (args, message) => {
    const errors = `${message}\nSee msgraph-gateway --help.\n`;
    expect(await ended(args)).toEqual({ code: 1, output: '', errors });
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
