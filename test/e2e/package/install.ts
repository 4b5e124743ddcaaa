import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

export const run = promisify(execFile);

/** A folder outside of the repository, without what the repository has installed. */
export interface Project {
  readonly folder: string;
  install(...packages: readonly string[]): Promise<void>;
  remove(): Promise<void>;
}

export async function createProject(): Promise<Project> {
  const folder = await mkdtemp(join(tmpdir(), 'msgraph-gateway-'));
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  const flags = ['--omit=dev', '--no-audit', '--no-fund', '--prefer-offline'];
  return {
    folder,
    install: async (...packages) =>
      void (await run('npm', ['install', ...flags, ...packages], { cwd: folder })),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Packs the repository into a folder. */
export async function pack(folder: string): Promise<string> {
  const { stdout } = await run('npm', ['pack', '--json', '--silent', '--pack-destination', folder]);
  const [, name = ''] = /"filename": "([^"]+)"/.exec(stdout) ?? [];
  return join(folder, name);
}
