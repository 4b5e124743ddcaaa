import { execFile } from 'node:child_process';
import { cp, readdir, symlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { copyForImages } from './dockerignore.ts';
import { sharedFolder } from './sharedFolder.ts';

const run = promisify(execFile);
const LEFT_OUT = new Set(['.git', 'bench', 'dist', 'node_modules', 'test']);

/** What .dockerignore leaves of the repository, after `npm run build`, made once per run: nothing may be written to it. */
export function builtForImages(): Promise<string> {
  return sharedFolder('for-images', async (folder) => {
    await copyForImages('.', folder);
    await symlink(resolve('node_modules'), join(folder, 'node_modules'));
    await run('npm', ['run', 'build'], { cwd: folder });
  });
}

/** A copy of the repository after `npm run build`, made once per run: nothing may be written to it. */
export async function builtRepository(): Promise<string> {
  const parent = await sharedFolder('repository', async (parent) => {
    const folder = join(parent, 'root');
    const names = (await readdir('.')).filter((name) => !LEFT_OUT.has(name));
    for (const name of names) await cp(name, join(folder, name), { recursive: true });
    await cp(join(await builtForImages(), 'dist'), join(folder, 'dist'), { recursive: true });
    // Beside it, where Node finds it as well: `npm pack` would read all of it.
    await symlink(resolve('node_modules'), join(parent, 'node_modules'));
  });
  return join(parent, 'root');
}
