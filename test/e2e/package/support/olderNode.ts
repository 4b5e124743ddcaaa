import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const { engines }: { engines: { node: string } } = JSON.parse(readFileSync('package.json', 'utf8'));

// Real older versions print the same: what runs before the check has no import.
const OLDER_NODE =
  "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '22.18.0' } });";

/** What the package prints in an older Node. */
export const OLDER_NODE_MESSAGE = `msgraph-gateway needs Node.js ${engines.node.replace('>=', '')} or later; this is Node.js 22.18.0.`;

/** Writes a module to a folder that makes Node say that it is older: the flag that loads it. */
export async function olderNode(folder: string): Promise<string> {
  const file = join(folder, 'olderNode.js');
  await writeFile(file, OLDER_NODE);
  return `--import=${file}`;
}
