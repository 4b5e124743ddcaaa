import { readFileSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { relative } from 'node:path';

// Its types are those of an ES module, and it is none.
const ignore: typeof import('@balena/dockerignore').default = createRequire(import.meta.url)(
  '@balena/dockerignore',
);
const ignored = ignore().add(readFileSync('.dockerignore', 'utf8'));

/** Whether a file or folder of the repository can be copied to an image. */
export function isForImages(path: string): boolean {
  return relative('', path) === '' || !ignored.ignores(relative('', path));
}

/** Copies a file, or the content of a folder, without what .dockerignore excludes. */
export function copyForImages(path: string, target: string): Promise<void> {
  return cp(path, target, { recursive: true, filter: isForImages });
}
