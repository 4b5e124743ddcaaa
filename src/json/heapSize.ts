import { BLOCK_LENGTH, COLON, endOfName, QUOTE, sampleOf } from './sample.ts';

// Of 64-bit V8, at least: an object that is not like others takes 72 bytes and the description of its shape, a list 48,
// a name of its own 48 with its place in the object, and any value a reference, some numbers an object beside it.
const BYTES = new Uint8Array(256);
for (const [character, bytes] of Object.entries({ '{': 72, '[': 48, ':': 48, ',': 16 })) {
  BYTES[character.charCodeAt(0)] = bytes;
}
// Of a name that is a number: the object has a list, with room for all numbers before it.
const INDEX_BYTES = 280;
const [ZERO, NINE] = [...'09'].map((each) => each.charCodeAt(0));

/**
 * Estimates the bytes of memory that the value in a JSON text takes: those of the text itself, as texts do, and more for
 * each value. A list of empty objects takes 25 times its text.
 */
export function heapBytes(json: Uint8Array): number {
  let total = json.length;
  for (let block = 0; block < json.length; block += BLOCK_LENGTH) {
    const { start, length, blockLength } = sampleOf(json, block);
    let bytes = 0;
    for (let at = start; at < start + length; at += 1) {
      const byte = json[at] ?? 0;
      bytes += BYTES[byte] ?? 0;
      if (byte === COLON && isIndexName(json, at)) bytes += INDEX_BYTES;
    }
    total += (bytes * blockLength) / length;
  }
  return Math.round(total);
}

/** Whether the name before a colon ends with a digit, as all do that are numbers. */
function isIndexName(json: Uint8Array, colon: number): boolean {
  const end = endOfName(json, colon);
  const last = json[end - 1] ?? 0;
  return json[end] === QUOTE && last >= (ZERO ?? 0) && last <= (NINE ?? 0);
}
