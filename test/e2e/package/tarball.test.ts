import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { installed, packed } from './support/installed.ts';
import { run } from './support/project.ts';

let project = '';
let tarball = '';

beforeAll(async () => {
  project = await installed();
  tarball = await packed();
}, 300_000);

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
    const lock = JSON.parse(await readFile(join(project, 'package-lock.json'), 'utf8'));
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
    // The rules of alerts have a test that operators can run.
    const files = stdout.replace('alerts.test.yml', '');
    expect(files).not.toMatch(/main\.js|test|bench|src\//);
  });

  test('has every file that its README links to', async () => {
    const root = join(project, 'node_modules/msgraph-gateway');
    const readme = await readFile(join(root, 'README.md'), 'utf8');
    const links = [...readme.matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(([, target = '']) => target);
    expect(links.length).toBeGreaterThan(5);
    expect(links.filter((target) => !existsSync(join(root, target)))).toEqual([]);
  });
});
