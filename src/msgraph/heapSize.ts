// Of 64-bit V8, at least: an object that is not like others takes 72 bytes and the description of its shape, a list 48,
// a name of its own 48 with its place in the object, and any value a reference, some numbers an object beside it.
const BYTES = new Uint8Array(256);
for (const [character, bytes] of Object.entries({ '{': 72, '[': 48, ':': 48, ',': 16 })) {
  BYTES[character.charCodeAt(0)] = bytes;
}
// Of a name that is a number: the object has a list, with room for all numbers before it.
const INDEX_BYTES = 280;
const [COLON, QUOTE, ZERO, NINE, ...BLANKS] = [...':"09 \t\n\r'].map((each) => each.charCodeAt(0));
const WHITE_SPACE: ReadonlySet<number> = new Set(BLANKS);
// Each of these blocks is judged by a part of it, at a place that nobody can foresee: to read all of it would take longer
// than to parse some of it.
const BLOCK_LENGTH = 2_048;
const SAMPLE_LENGTH = 64;

/**
 * Estimates the bytes of memory that the value in a JSON text takes: those of the text itself, as texts do, and more for
 * each value. A list of empty objects takes 25 times its text.
 */
export function heapBytes(json: Uint8Array): number {
  let total = json.length;
  for (let block = 0; block < json.length; block += BLOCK_LENGTH) {
    const length = Math.min(BLOCK_LENGTH, json.length - block);
    const sampled = Math.min(SAMPLE_LENGTH, length);
    const start = block + Math.floor(Math.random() * (length - sampled + 1));
    let bytes = 0;
    for (let at = start; at < start + sampled; at += 1) {
      const byte = json[at] ?? 0;
      bytes += BYTES[byte] ?? 0;
      if (byte === COLON && isIndexName(json, at)) bytes += INDEX_BYTES;
    }
    total += (bytes * length) / sampled;
  }
  return Math.round(total);
}

/** Whether the name before a colon ends with a digit, as all do that are numbers. */
function isIndexName(json: Uint8Array, colon: number): boolean {
  let end = colon - 1;
  while (WHITE_SPACE.has(json[end] ?? 0)) end -= 1;
  const last = json[end - 1] ?? 0;
  return json[end] === QUOTE && last >= (ZERO ?? 0) && last <= (NINE ?? 0);
}
