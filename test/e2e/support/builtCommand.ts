import { execFile } from 'node:child_process';
import { cp, symlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { sharedFolder } from './sharedFolder.ts';

/** The bundle of the package's command, made once per run: it starts in half the time of the sources. */
export async function builtCommand(): Promise<string> {
  const folder = await sharedFolder('built', async (folder) => {
    for (const name of ['src', 'package.json', 'bundle.ts'])
      await cp(name, join(folder, name), { recursive: true });
    await symlink(resolve('node_modules'), join(folder, 'node_modules'));
    await promisify(execFile)('node', ['bundle.ts'], { cwd: folder });
  });
  return join(folder, 'dist/bin.js');
}
