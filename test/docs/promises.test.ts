import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';

// Every promise of the two pages names the test that proves it.

interface Promised {
  readonly promise: string;
  readonly proof: string;
}

function promisesOf(page: string): Promised[] {
  const rows = readFileSync(page, 'utf8').matchAll(/^\| (?!promise \||---)(.*) \| (.*) \|$/gm);
  return [...rows].map(([, promise = '', proof = '']) => ({ promise, proof }));
}

describe.each(['SECURITY.md', 'docs/reliability.md'])('%s', (page) => {
  const promises = promisesOf(page);

  test('makes promises', () => expect(promises.length).toBeGreaterThan(10));

  test.each(promises)('$promise', ({ proof }) => {
    const [, file = '', title = ''] = /^\[[^\]]+\]\(([^)]+)\): "(.+)"$/.exec(proof) ?? [];
    expect(title, `no test is named in: ${proof}`).not.toBe('');
    expect(readFileSync(join(dirname(page), file), 'utf8')).toContain(title);
  });
});
