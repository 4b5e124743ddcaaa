import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { loadResources } from '../../emulator/loadResources.ts';

const [, table = ''] = /## Endpoints(.*?)## /s.exec(readFileSync('docs/emulator.md', 'utf8')) ?? [];

it('docs/emulator.md has every endpoint once, with its methods, and no other', async () => {
  const documented = [...table.matchAll(/^\| `(\/.*?)` \| (.*?) \|/gm)].map(([, path = '', methods = '']) => [
    path,
    methods.split(', ').sort(),
  ]);
  const tables = (await loadResources()).flatMap(({ routes }) => Object.entries(routes({})));
  const served = tables.flatMap(([path, handlers]) => {
    // The older root of the same, which the page says in a sentence.
    if (path.startsWith('/connections')) return [];
    return [[path.replaceAll(/:\w+/g, '{id}'), Object.keys(handlers).sort()]];
  });
  expect(documented.sort()).toEqual(served.sort());
});
