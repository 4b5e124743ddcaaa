import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withList } from './document.ts';
import { installedPackages } from './installed.ts';

// Brings the list in docs/supply-chain.md up to date: `npm run supply-chain`.

const project = join(import.meta.dirname, '..');
const file = join(project, 'docs/supply-chain.md');
writeFileSync(file, withList(readFileSync(file, 'utf8'), installedPackages(project)));
process.stdout.write('docs/supply-chain.md is up to date.\n');
