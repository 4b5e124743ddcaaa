import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { EmulatedResource } from './resource.ts';

/**
 * Imports the resource files of a folder, in alphabetical order. Subfolders are skipped: they hold parts of a
 * resource that is too long for one file.
 * @param folder - with a trailing slash
 * @throws if a file does not export a `resource`
 */
export async function loadResources(
  folder: URL = new URL('resources/', import.meta.url),
): Promise<readonly EmulatedResource[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && /(?<!\.d)\.[jt]s$/.test(entry.name));
  const names = files.map(({ name }) => name).sort();
  return Promise.all(names.map((name) => loadResource(new URL(name, folder))));
}

async function loadResource(file: URL): Promise<EmulatedResource> {
  const { resource }: { resource?: unknown } = await import(file.href);
  if (!isResource(resource)) {
    throw new Error(`${fileURLToPath(file)} must export \`resource\`, an EmulatedResource.`);
  }
  return resource;
}

function isResource(value: unknown): value is EmulatedResource {
  return (
    typeof value === 'object' && value !== null && 'routes' in value && typeof value.routes === 'function'
  );
}
