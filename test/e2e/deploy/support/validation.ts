import { execFile } from 'node:child_process';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Manifest } from './manifests.ts';

const run = promisify(execFile);

/**
 * The unknown fields and wrong types of manifests: each one is an object literal of the type of its kind, which
 * TypeScript checks. Kubernetes' own schemas allow unknown fields, so a misspelt one is not found by them.
 */
export async function typeErrors(manifests: readonly Manifest[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'manifests-'));
  try {
    await symlink(resolve('node_modules'), join(folder, 'node_modules'));
    for (const [index, manifest] of manifests.entries()) {
      const { apiVersion, kind } = manifest;
      const literal = JSON.stringify(manifest, null, 2);
      await writeFile(
        join(folder, `${index}.ts`),
        `import type { I${kind} } from 'kubernetes-models/${apiVersion}/${kind}';
         export const manifest: I${kind} = ${literal};`,
      );
    }
    const files = manifests.map((_, index) => join(folder, `${index}.ts`));
    const options = ['--noEmit', '--strict', '--skipLibCheck', '--ignoreConfig', '--types', ''];
    const format = ['--module', 'esnext', '--moduleResolution', 'bundler'];
    const tsc = [resolve('node_modules/typescript/bin/tsc'), ...options, ...format, ...files];
    return await run(process.execPath, tsc).then(
      ({ stdout }) => stdout,
      (error) => `${error.stdout}${error.stderr}`,
    );
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** What Kubernetes' own schemas report. */
export async function schemaErrors({ apiVersion, kind, ...rest }: Manifest): Promise<readonly string[]> {
  const path = `kubernetes-models/${apiVersion}/${kind}`;
  const models = await import(path);
  try {
    new models[kind](rest).validate();
    return [];
  } catch (error) {
    return [`${kind}: ${error}`];
  }
}
