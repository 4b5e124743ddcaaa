import { BLOCK_LENGTH, COLON, endOfName, QUOTE, sampleOf } from './sample.ts';

// Lower bounds for 64-bit V8: an object with a shape of its own takes 72 bytes and that shape, a list 48, a unique name
// 48 with its slot in the object, and each value a reference; some numbers are an object of their own.
const BYTES = new Uint8Array(256);
for (const [character, bytes] of Object.entries({ '{': 72, '[': 48, ':': 48, ',': 16 })) {
  BYTES[character.charCodeAt(0)] = bytes;
}
// For a name that is a number: V8 keeps it as an array element, with room for all smaller numbers.
const INDEX_BYTES = 280;
const [ZERO, NINE] = [...'09'].map((each) => each.charCodeAt(0));

/**
 * Estimates the memory, in bytes, of the value in a JSON text: the length of the text, for its strings, and more for
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
