import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

const pages = globSync(['*.md', 'docs/*.md', 'bench/*.md']);

test.each(pages)('every relative link in %s leads to a file', (page) => {
  const links = readFileSync(page, 'utf8').matchAll(/\]\((?!https?:|#)([^)#\s]+)/g);
  const missing = [...links].filter(([, target = '']) => !existsSync(join(dirname(page), target)));
  expect(missing.map(([, target]) => target)).toEqual([]);
});
