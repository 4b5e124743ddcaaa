import { existsSync } from 'node:fs';
import {
  copyFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { builtRepository } from '../../support/builtRepository.ts';
import { sharedFolder } from '../../support/sharedFolder.ts';
import { add, install, MODULES, run } from './project.ts';

// The package as its users get it, made once for all files of tests.

/** The tarball that would be published. */
export async function packed(): Promise<string> {
  const cwd = await builtRepository();
  const folder = await sharedFolder('packed', (destination) =>
    // Without the script before it, which has been run.
    run('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', destination], { cwd }),
  );
  return join(folder, (await readdir(folder)).join());
}

/** A project in which it is installed for production, without anything else. */
export function installed(): Promise<string> {
  return sharedFolder('installed', async (folder) => {
    await linkProduction(folder);
    await install(folder, await packed());
  });
}

const lockFile = z.object({ packages: z.record(z.string(), z.object({ dev: z.boolean().default(false) })) });

/**
 * Gives a project hard links to the packages of the repository, development packages apart. To unpack them is most of
 * npm's work: it keeps those that the manifests ask for, and removes all others.
 */
async function linkProduction(project: string): Promise<void> {
  const { packages } = lockFile.parse(JSON.parse(await readFile('package-lock.json', 'utf8')));
  const names = Object.keys(packages).flatMap((path) => {
    const [, name] = /^node_modules\/((?:@[^/]+\/)?[^/]+)$/.exec(path) ?? [];
    return name === undefined || packages[path]?.dev || !existsSync(path) ? [] : [name];
  });
  await mkdir(join(project, 'node_modules'));
  // Where links are impossible, between two file systems, npm unpacks everything.
  await run('cp', ['-al', '--parents', ...names, join(project, 'node_modules')], { cwd: MODULES }).catch(() =>
    rm(join(project, 'node_modules'), { recursive: true }),
  );
}

/** A copy of that project, with hard links to its packages, to which another package was added. */
export function installedWith(added: string): Promise<string> {
  return sharedFolder('installed-with', async (folder) => {
    const project = await installed();
    await run('cp', ['-al', join(project, 'node_modules'), folder]);
    // Not as links, because npm writes to them.
    const hidden = 'node_modules/.package-lock.json';
    await rm(join(folder, hidden));
    for (const name of ['package.json', 'package-lock.json', hidden])
      await copyFile(join(project, name), join(folder, name));
    await add(folder, added);
  });
}

/** A folder in that project, for what a file of tests writes. */
export async function folderOfProject(name: string): Promise<string> {
  const folder = join(await installed(), name);
  await mkdir(folder);
  return folder;
}

/** A folder with the packed client and other packages of the repository's. */
export async function folderWith(name: string, ...packages: readonly string[]): Promise<string> {
  const folder = await folderOfProject(name);
  const link = async (target: string, path: string) => {
    await mkdir(dirname(path), { recursive: true });
    await symlink(target, path);
  };
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  for (const each of packages) await link(join(MODULES, each), join(folder, 'node_modules', each));
  await link(
    join(await installed(), 'node_modules/msgraph-gateway'),
    join(folder, 'node_modules/msgraph-gateway'),
  );
  return folder;
}

/** What the compiler, in strict mode, says of a file: nothing if it is right. */
export async function compilerErrors(folder: string, file: string): Promise<string> {
  const options = [
    '--noEmit',
    '--checkers',
    '1',
    '--strict',
    '--exactOptionalPropertyTypes',
    '--skipLibCheck',
  ];
  const platform = ['--module', 'nodenext', '--lib', 'es2024,dom,dom.iterable', '--types', ''];
  const tsc = [join(MODULES, 'typescript/bin/tsc'), ...options, ...platform, file];
  const { stdout }: { stdout: string } = await run('node', tsc, { cwd: folder }).catch((error) => error);
  return stdout;
}

/** The command as npm has linked it. */
export async function command(): Promise<string> {
  return join(await installed(), 'node_modules/.bin/msgraph-gateway');
}

const RUNTIMES = ['typescript@5.9.3', 'bun@1.4.5', 'deno@2.9.6'];

/**
 * A project with other compilers and runtimes than the repository's own. They are 200 MB of what is not tested here, so
 * they are kept for the next run, until the repository's packages are installed again.
 */
export async function otherRuntimes(): Promise<string> {
  const kept = join(MODULES, '.cache', RUNTIMES.join('_'));
  if (existsSync(kept)) return kept;
  await sharedFolder('runtimes', async () => {
    await mkdir(dirname(kept), { recursive: true });
    const folder = await mkdtemp(`${kept}-`);
    await install(folder, ...RUNTIMES);
    // Renamed, so that nobody finds half of it; another run may have been first.
    await rename(folder, kept).catch(() => rm(folder, { recursive: true }));
  });
  return kept;
}
