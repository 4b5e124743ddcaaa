import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

export const run = promisify(execFile);

/** What the repository has installed, for tests that check the package with its tools. */
export const MODULES = resolve('node_modules');

const FLAGS = ['--omit=dev', '--no-audit', '--no-fund', '--prefer-offline'];

/** Installs packages in a folder outside of the repository, as a project of their users would. */
export async function install(folder: string, ...packages: readonly string[]): Promise<void> {
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  await add(folder, ...packages);
}

/** Installs further packages in such a project. */
export async function add(folder: string, ...packages: readonly string[]): Promise<void> {
  await run('npm', ['install', ...FLAGS, ...packages], { cwd: folder });
}

/** A new folder outside of the repository, to be removed. */
export async function temporaryFolder(): Promise<{ folder: string; remove: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'msgraph-gateway-'));
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}
