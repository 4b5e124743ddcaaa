import { existsSync, globSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { installed, packed } from './support/installed.ts';
import { run } from './support/project.ts';

let project = '';
let tarball = '';

beforeAll(async () => {
  project = await installed();
  tarball = await packed();
}, 300_000);

describe('the tarball', () => {
  test('is made of what `npm run build` has just built', () => {
    const { scripts }: { scripts: { prepack: string } } = JSON.parse(readFileSync('package.json', 'utf8'));
    expect(scripts.prepack).toBe('npm run build');
  });

  test('has a valid manifest and types for every kind of import (publint, arethetypeswrong)', async () => {
    await run('publint', ['run', tarball, '--strict']);
    const schemas = ['schema.graphql', 'schema.federation.graphql', 'schema.stitching.graphql'];
    const texts = [...schemas, 'config.schema.json', 'persisted-documents.json'];
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

  test('has every file that its pages link to, but for tests, which are in the repository', async () => {
    const root = join(project, 'node_modules/msgraph-gateway');
    const pages = globSync(['*.md', 'docs/*.md'], { cwd: root });
    expect(pages).toContain('README.md');
    for (const page of pages) {
      const text = await readFile(join(root, page), 'utf8');
      const links = [...text.matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(([, target = '']) =>
        join(dirname(page), target),
      );
      const missing = links.filter((target) => !existsSync(join(root, target)));
      expect(
        missing.filter((target) => !target.startsWith('test/')),
        page,
      ).toEqual([]);
      if (missing.length > 0) expect(text, page).toContain('tests are in the repository');
    }
  });
});
