import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const names = z.record(z.string(), z.string()).default({});
const peerMeta = z.record(z.string(), z.object({ optional: z.boolean().optional() })).default({});

const entry = z.object({
  version: z.string().optional(),
  integrity: z.string().optional(),
  hasInstallScript: z.boolean().default(false),
  dev: z.boolean().default(false),
  devOptional: z.boolean().default(false),
  dependencies: names,
  optionalDependencies: names,
  peerDependencies: names,
  peerDependenciesMeta: peerMeta,
});

/** A package as the lock file has it. */
export type LockEntry = z.infer<typeof entry>;

const lockFile = z.object({ packages: z.record(z.string(), entry) });

/** Every entry of a `package-lock.json`, by the folder that it is installed in; `''` is the project itself. */
export type LockEntries = ReadonlyMap<string, LockEntry>;

export function readLockFile(project: string): LockEntries {
  const json: unknown = JSON.parse(readFileSync(join(project, 'package-lock.json'), 'utf8'));
  return new Map(Object.entries(lockFile.parse(json).packages));
}

/**
 * The folders of what an installation for production brings: all that is reachable from the project's `dependencies`.
 *
 * @throws {Error} where the lock file lacks something that is needed.
 */
export function productionFolders(entries: LockEntries): string[] {
  const found = new Set<string>();
  const waiting = directFolders(entries);
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    if (found.has(folder)) continue;
    found.add(folder);
    waiting.push(...needs(entries, folder));
  }
  return [...found].sort();
}

/** The folders of the project's own `dependencies`. */
export function directFolders(entries: LockEntries): string[] {
  return Object.keys(entries.get('')?.dependencies ?? {}).map((name) => located(entries, '', name));
}

function needs(entries: LockEntries, folder: string): string[] {
  const { dependencies, optionalDependencies, peerDependencies, peerDependenciesMeta } = entryOf(
    entries,
    folder,
  );
  const peers = Object.keys(peerDependencies);
  const required = [
    ...Object.keys(dependencies).filter((name) => !(name in optionalDependencies)),
    ...peers.filter((name) => !peerDependenciesMeta[name]?.optional),
  ];
  const installed = Object.keys(optionalDependencies).filter((name) => find(entries, folder, name));
  return [
    ...required.map((name) => located(entries, folder, name)),
    ...installed.map((name) => located(entries, folder, name)),
  ];
}

function located(entries: LockEntries, from: string, name: string): string {
  const folder = find(entries, from, name);
  if (folder === undefined) throw new Error(`package-lock.json has no ${name}, which ${from || 'it'} needs.`);
  return folder;
}

/** Where Node finds a package: in the `node_modules` of the folder, or of one further up. */
function find(entries: LockEntries, from: string, name: string): string | undefined {
  const own = `${from === '' ? '' : `${from}/`}node_modules/${name}`;
  if (entries.has(own)) return own;
  if (from === '') return undefined;
  const outer = from.lastIndexOf('/node_modules/');
  return find(entries, outer < 0 ? '' : from.slice(0, outer), name);
}

export function entryOf(entries: LockEntries, folder: string): LockEntry {
  const found = entries.get(folder);
  if (found === undefined) throw new Error(`package-lock.json has no ${folder}.`);
  return found;
}
