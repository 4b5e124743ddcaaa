import { execFile } from 'node:child_process';
import { cp, readdir, symlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { sharedFolder } from './sharedFolder.ts';

const LEFT_OUT = new Set(['.git', 'bench', 'dist', 'node_modules', 'test']);

/** A copy of the repository after `npm run build`, made once per run: nothing may be written to it. */
export function builtRepository(): Promise<string> {
  return sharedFolder('repository', async (folder) => {
    const names = (await readdir('.')).filter((name) => !LEFT_OUT.has(name));
    for (const name of names) await cp(name, join(folder, name), { recursive: true });
    await symlink(resolve('node_modules'), join(folder, 'node_modules'));
    await promisify(execFile)('npm', ['run', 'build'], { cwd: folder });
  });
}
