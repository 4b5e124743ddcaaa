import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { sharedFolder } from '../../support/sharedFolder.ts';
import { install, run } from './project.ts';

// The package as its users get it, made once for all files of tests.

/** The tarball that would be published. */
export async function packed(): Promise<string> {
  const folder = await sharedFolder('packed', (destination) =>
    run('npm', ['pack', '--silent', '--pack-destination', destination]),
  );
  return join(folder, (await readdir(folder)).join());
}

/** A project in which it is installed for production, without anything else. */
export function installed(): Promise<string> {
  return sharedFolder('installed', async (folder) => install(folder, await packed()));
}

/** A folder in that project, for what a file of tests writes. */
export async function folderOfProject(name: string): Promise<string> {
  const folder = join(await installed(), name);
  await mkdir(folder);
  return folder;
}

/** The command as npm has linked it. */
export async function command(): Promise<string> {
  return join(await installed(), 'node_modules/.bin/msgraph-gateway');
}

/** A project with other compilers and runtimes than the repository's own. */
export function otherRuntimes(): Promise<string> {
  return sharedFolder('runtimes', (folder) => install(folder, 'typescript@5.9.3', 'bun@1.4.5', 'deno@2.9.6'));
}
