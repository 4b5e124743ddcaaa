import { PassThrough } from 'node:stream';
import { finished } from 'node:stream/promises';
import { expect, test } from 'vitest';
import { passOnLines } from '../../src/process/workerOutput.ts';

/** What is passed on of these chunks, write by write. */
async function passedOn(chunks: readonly string[]): Promise<readonly string[]> {
  const output = new PassThrough();
  const writes: string[] = [];
  passOnLines(output, { write: (lines) => void writes.push(Buffer.from(lines).toString()) });
  for (const chunk of chunks) output.write(chunk);
  output.end();
  await finished(output);
  return writes;
}

test('lines that arrive together are passed on together', async () => {
  expect(await passedOn(['one\ntwo\nthree\n', 'four\n'])).toEqual(['one\ntwo\nthree\n', 'four\n']);
});

test('the beginning of a line is held until its end arrives', async () => {
  expect(await passedOn(['one\ntw', 'o', '\nthree\nfo', 'ur\n'])).toEqual([
    'one\n',
    'two\nthree\n',
    'four\n',
  ]);
});

test('an unfinished line is passed on, and ended, with the end of the output', async () => {
  expect(await passedOn(['one\ntwo'])).toEqual(['one\n', 'two\n']);
});

test('a line without an end is broken instead of being held for ever', async () => {
  const writes = await passedOn(Array.from({ length: 50 }, () => 'x'.repeat(50_000)));
  expect(writes.join('').replaceAll('\n', '')).toBe('x'.repeat(2_500_000));
  for (const write of writes) expect(write.length).toBeLessThan(1_100_000);
});
