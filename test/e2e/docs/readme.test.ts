import { spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import { ERROR_CODES } from '../../../src/schema/errors.ts';
import { killAll, launch } from '../support/process.ts';

// Runs every shell line of the README except `npm ci` and `npm test`.

const readme = readFileSync('README.md', 'utf8');
const shellLines = [...readme.matchAll(/^```sh\n(.*?)^```$/gms)].flatMap(([, block = '']) =>
  block.trim().split('\n'),
);
const [
  startLine = '',
  queryLine = '',
  allLine = '',
  realLine = '',
  emulatorLine = '',
  testLine = '',
  ...more
] = shellLines.map((line) => line.replace(/^npm ci && /, ''));
const hasCurl = spawnSync('curl', ['--version']).status === 0;

afterEach(killAll);

test('there is no other shell line', () => {
  expect(more).toEqual([]);
  expect(readFileSync('.ci/run', 'utf8')).toContain(`\nnpm ci && ${testLine}\n`);
});

test.skipIf(!hasCurl)(
  'the first query has the result shown, and all example operations succeed (needs curl)',
  async () => {
    const gateway = launch(startLine, { PORT: '0' });
    const [url = ''] = /http:\S+\/graphql/.exec(await gateway.printed('/graphql')) ?? [];
    const run = (line: string) =>
      spawnSync('sh', ['-c', line.replace('http://127.0.0.1:4000/graphql', url)], { encoding: 'utf8' })
        .stdout;

    const [, shown = ''] = /```json\n(.*?)```/s.exec(readme) ?? [];
    expect(JSON.parse(run(queryLine))).toEqual(JSON.parse(shown));

    const results = run(allLine).trim().split('\n');
    expect(results).toHaveLength(globSync('examples/operations/*.graphql').length);
    for (const result of results) {
      const { data, errors } = JSON.parse(result);
      expect(errors, result).toBeUndefined();
      expect(Object.values(data), result).not.toContain(null);
    }
  },
);

test('the gateway starts with the real Graph as its upstream', async () => {
  const gateway = launch(realLine, { PORT: '0' });
  expect(await gateway.printed('upstream')).toContain('https://graph.microsoft.com/beta');
});

test('the emulator starts alone', async () => {
  const emulator = launch(emulatorLine, { PORT: '0' });
  expect(await emulator.printed('curl')).toMatch(/http:\/\/127\.0\.0\.1:\d+\/beta/);
});

test('the error table has every code, and no other', () => {
  const [, table = ''] = /## Errors(.*?)## Settings/s.exec(readme) ?? [];
  const codes = [...table.matchAll(/^\| `(\w+)` \|/gm)].map(([, code]) => code);
  expect(codes.sort()).toEqual([...ERROR_CODES].sort());
});
