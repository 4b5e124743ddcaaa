import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { loadResources } from '../../emulator/loadResources.ts';
import { listAt } from './client.ts';

/** A new folder, deleted after the test. */
async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'emulator-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

const labels = `
import { entityResponse, pageResponse } from '../odataResponses.ts';
import { collectionPerTenant } from '../perTenant.ts';
import type { EntityType } from '../entityType.ts';
import type { EmulatedResource } from '../resource.ts';

declare module '../options.ts' {
  interface EmulatorOptions {
    labelStatus?: 200 | 201;
  }
}

const labels = collectionPerTenant<{ id: string }>([{ id: 'public' }]);
const type: EntityType<{ id: string }> = { name: 'microsoft.graph.label', properties: { id: {} } };

export const resource: EmulatedResource = {
  routes: ({ labelStatus = 200 }) => ({
    '/labels': { GET: (c) => pageResponse(c, 'labels', type, labels(c)) },
    '/labels/:id': {
      PUT: (c) => {
        const label = { id: c.req.param('id') ?? '' };
        labels(c).set(label);
        return entityResponse(c, 'labels/$entity', type, label, labelStatus);
      },
    },
  }),
};
`;

/** Starts a copy of the emulator that has one more file; returns its URL, or why it does not start. */
async function startWith(name: string, text: string): Promise<string> {
  const folder = await temporaryFolder();
  await cp('emulator', join(folder, 'emulator'), { recursive: true });
  await symlink(join(process.cwd(), 'node_modules'), join(folder, 'node_modules'));
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  await writeFile(join(folder, 'emulator/resources', name), text);
  const child = spawn(process.execPath, [join(folder, 'emulator/main.ts')], {
    env: { ...process.env, PORT: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [output]: unknown[] = await Promise.race([once(child.stdout, 'data'), once(child.stderr, 'data')]);
  const [, url] = /(http:\S+)\n/.exec(String(output)) ?? [];
  return url ?? String(output);
}

describe('a resource', () => {
  it('is one file: routes, state and samples, over HTTP and in $batch', async () => {
    const url = await startWith('labels.ts', labels);
    const call = async (method: string, path: string, body?: object): Promise<unknown> => {
      const response = await fetch(url + path, {
        method,
        headers: { Authorization: 'Bearer demo', 'Content-Type': 'application/json' },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      return response.json();
    };
    expect(await call('GET', '/labels')).toMatchObject({ value: [{ id: 'public' }] });
    await call('PUT', '/labels/secret', {});
    const requests = [{ id: '1', method: 'GET', url: '/labels' }];
    const batch = await call('POST', '/$batch', { requests });
    expect(listAt(batch, 'responses')).toMatchObject([
      { status: 200, body: { value: [{ id: 'public' }, { id: 'secret' }] } },
    ]);
  });

  it('is named in the error if its file exports none', async () => {
    const output = await startWith('labels.ts', 'export const labels = {};');
    expect(output).toMatch(/^The emulator cannot start: .*labels\.ts must export `resource`/);
  });
});

describe('the resource files', () => {
  it('are all loaded', async () => {
    const files = (await readdir('emulator/resources')).filter((name) => name.endsWith('.ts'));
    expect(await loadResources()).toHaveLength(files.length);
  });

  it.each([
    ['no `resource`', 'export const other = {};'],
    ['a `resource` that is null', 'export const resource = null;'],
    ['a `resource` without routes', 'export const resource = {};'],
  ])('are rejected with %s', async (_what, text) => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'labels.js'), text);
    await expect(loadResources(pathToFileURL(`${folder}/`))).rejects.toThrow(
      `${join(folder, 'labels.js')} must export \`resource\``,
    );
  });

  it('are loaded in alphabetical order; subfolders and other files are ignored', async () => {
    const folder = await temporaryFolder();
    for (const name of ['b.js', 'a.js']) {
      const text = `export const resource = { routes: () => ({ '/${name}': {} }) };`;
      await writeFile(join(folder, name), text);
    }
    await writeFile(join(folder, 'a.d.ts'), '');
    await writeFile(join(folder, 'notes.md'), '');
    await cp('emulator/resources/externalConnections', join(folder, 'parts'), { recursive: true });
    const resources = await loadResources(pathToFileURL(`${folder}/`));
    expect(resources.map(({ routes }) => routes({}))).toEqual([{ '/a.js': {} }, { '/b.js': {} }]);
  });
});
