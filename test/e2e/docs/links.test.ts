import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

const pages = globSync(['*.md', 'docs/*.md', 'bench/*.md']);

/** The anchors that GitHub makes of a page's headings. */
function anchorsOf(page: string): string[] {
  return [...readFileSync(page, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}_ -]/gu, '')
      .replaceAll(' ', '-'),
  );
}

test.each(pages)('every anchor in %s leads to a heading', (page) => {
  const links = readFileSync(page, 'utf8').matchAll(/\]\((?!https?:)([^)#\s]*)#([^)\s]+)\)/g);
  const missing = [...links].filter(([, target, anchor = '']) => {
    return !anchorsOf(target ? join(dirname(page), target) : page).includes(anchor);
  });
  expect(missing.map(([link]) => link)).toEqual([]);
});

test.each(pages)('every relative link in %s leads to a file', (page) => {
  const links = readFileSync(page, 'utf8').matchAll(/\]\((?!https?:|#)([^)#\s]+)/g);
  const missing = [...links].filter(([, target = '']) => !existsSync(join(dirname(page), target)));
  expect(missing.map(([, target]) => target)).toEqual([]);
});
