// Each of these blocks is judged by a part of it, at a place that nobody can foresee: to read all of it would take longer
// than to parse some of it.
export const BLOCK_LENGTH = 2_048;
const SAMPLE_LENGTH = 64;
export const [COLON, QUOTE, BACKSLASH, ...BLANKS] = [...':"\\ \t\n\r'].map((each) => each.charCodeAt(0));
const WHITE_SPACE: ReadonlySet<number> = new Set(BLANKS);

/** Where the sample of a block begins, and how long it and the block are. */
export function sampleOf(json: Uint8Array, block: number) {
  const blockLength = Math.min(BLOCK_LENGTH, json.length - block);
  const length = Math.min(SAMPLE_LENGTH, blockLength);
  const start = block + Math.floor(Math.random() * (blockLength - length + 1));
  return { start, length, blockLength };
}

/** The place of the last character before a colon that is no white space: the end of a name, where it is a quote. */
export function endOfName(json: Uint8Array, colon: number): number {
  let end = colon - 1;
  while (WHITE_SPACE.has(json[end] ?? 0)) end -= 1;
  return end;
}
