import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { withList } from '../supply-chain/document.ts';
import { installedPackages } from '../supply-chain/installed.ts';
import { entryOf, productionFolders, readLockFile } from '../supply-chain/lockFile.ts';

// What an installation for production brings along, after `npm ci`.

const MAX_PACKAGES = 100;
const MAX_MEGABYTES = 35;
const PERMISSIVE = [
  'MIT',
  'ISC',
  '0BSD',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'Unlicense',
];

const entries = readLockFile('.');
const folders = productionFolders(entries);
const production = folders.map((folder) => ({ folder, ...entryOf(entries, folder) }));
const packages = installedPackages('.');
const { dependencies = {} } = JSON.parse(readFileSync('package.json', 'utf8'));
const document = readFileSync('docs/supply-chain.md', 'utf8');

test('it is all that the lock file does not mark as for development', () => {
  const marked = [...entries].filter(
    ([folder, { dev, devOptional }]) => folder !== '' && !dev && !devOptional,
  );
  expect(folders).toEqual(marked.map(([folder]) => folder).sort());
});

test('no package has an install script', () => {
  expect(production.filter(({ hasInstallScript }) => hasInstallScript)).toEqual([]);
});

test('every licence is a permissive one', () => {
  expect(packages.filter(({ license }) => !PERMISSIVE.includes(license))).toEqual([]);
});

test('every version is exact, and every package is known by its hash', () => {
  for (const { folder, version, integrity } of production) {
    expect(version, folder).toMatch(/^\d+\.\d+\.\d+(?:-[\w.]+)?$/);
    expect(integrity, folder).toMatch(/^sha512-[A-Za-z0-9+/]{86}==$/);
  }
  for (const [name, version] of Object.entries(dependencies)) expect(version, name).toMatch(/^\d/);
});

test('what is installed is what the lock file says', () => {
  const installed = packages.map(({ version }) => version).sort();
  expect(installed).toEqual(production.map(({ version }) => version).sort());
});

test(`it is at most ${MAX_PACKAGES} packages and ${MAX_MEGABYTES} MB`, () => {
  expect(packages.length).toBeLessThanOrEqual(MAX_PACKAGES);
  expect(packages.reduce((sum, { bytes }) => sum + bytes, 0) / 1e6).toBeLessThanOrEqual(MAX_MEGABYTES);
  expect(document).toContain(`at most ${MAX_PACKAGES} packages and ${MAX_MEGABYTES} MB`);
});

test('docs/supply-chain.md lists exactly that', () => {
  expect(document, 'Run `npm run supply-chain` to bring the list up to date.').toBe(
    withList(document, packages),
  );
});

test('docs/supply-chain.md says of every direct dependency what it is for, and in which version it was reviewed', () => {
  const [, table = ''] = /^## Direct dependencies(.*?)^## /ms.exec(document) ?? [];
  const rows = [...table.matchAll(/^\| `([^`]+)` \| ([^ ]+) \| .+ \|$/gm)];
  expect(
    Object.fromEntries(rows.map(([, name, version]) => [name, version])),
    'Look a new version over, then write it into the table by hand.',
  ).toEqual(dependencies);
});
