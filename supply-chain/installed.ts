import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { productionFolders, readLockFile } from './lockFile.ts';

/** A package as it is installed. */
export interface InstalledPackage {
  readonly name: string;
  readonly version: string;
  /** What its own `package.json` says; an SPDX identifier, if it is well made. */
  readonly license: string;
  /** The sizes of its files together, without packages inside of it. */
  readonly bytes: number;
}

const manifest = z.object({
  name: z.string(),
  version: z.string(),
  license: z.string().default('none'),
});

/** The production tree as it is installed below a project; it takes an `npm ci` before. */
export function installedPackages(project: string): InstalledPackage[] {
  const packages = productionFolders(readLockFile(project)).map((folder) => {
    const path = join(project, folder);
    const json: unknown = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'));
    return { ...manifest.parse(json), bytes: sizeOf(path) };
  });
  return packages.sort((a, b) => compare(a.name, b.name) || compare(a.version, b.version));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function sizeOf(folder: string): number {
  let bytes = 0;
  for (const item of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, item.name);
    if (!item.isDirectory()) bytes += statSync(path).size;
    else if (item.name !== 'node_modules') bytes += sizeOf(path);
  }
  return bytes;
}
