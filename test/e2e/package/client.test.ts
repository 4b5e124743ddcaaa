import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build as esbuild } from 'esbuild';
import { build as vite } from 'vite';
import { beforeAll, describe, expect, test } from 'vitest';
import { folderOfProject, installed } from './support/installed.ts';
import { MODULES } from './support/project.ts';

describe('msgraph-gateway/client, in a browser', () => {
  const MAX_BYTES = 20_000;
  const SERVER = /["'`]node:|zod|pothos|require\(|browser-external/i;
  const ENTRY = `import { ERROR_CODES, ExternalConnectionsDocument } from 'msgraph-gateway/client';
    document.title = ERROR_CODES.join() + JSON.stringify(ExternalConnectionsDocument);`;

  let folder = '';

  beforeAll(async () => {
    folder = await folderOfProject('client');
    await writeFile(join(folder, 'page.js'), ENTRY);
    await writeFile(join(folder, 'index.html'), '<script type="module" src="/page.js"></script>');
  }, 300_000);

  function expectSmall(code: string | undefined): void {
    expect(code).toContain('UPSTREAM_REJECTED');
    expect(code).toContain('ExternalConnections');
    expect(code).not.toMatch(SERVER);
    expect(code?.length).toBeLessThan(MAX_BYTES);
  }

  test('esbuild bundles it, and nothing of the server', async () => {
    const entryPoints = [join(folder, 'page.js')];
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
    await vite({ root: folder, logLevel: 'silent', configFile: false, build: { outDir: 'site' } });
    const [, script = ''] =
      /src="\/(\S+)"/.exec(await readFile(join(folder, 'site/index.html'), 'utf8')) ?? [];
    expectSmall(await readFile(join(folder, 'site', script), 'utf8'));
  });

  test('esbuild bundles the frontend example with the packed client', async () => {
    const copy = join(folder, 'frontend');
    await cp(join(await installed(), 'node_modules/msgraph-gateway/examples/frontend'), copy, {
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
});
