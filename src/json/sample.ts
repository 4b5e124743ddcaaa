// Each block is judged by a sample at a random place, which no sender can predict: reading every byte would take longer
// than parsing some JSON does.
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

/** Index of the last character before a colon that is not white space: the end of a name, if it is a quote. */
export function endOfName(json: Uint8Array, colon: number): number {
  let end = colon - 1;
  while (WHITE_SPACE.has(json[end] ?? 0)) end -= 1;
  return end;
}
