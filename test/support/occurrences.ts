// The first bytes of a text, by which it is looked up.
const HEAD_BYTES = 4;
const SLOT_BITS = 16;

/**
 * Where each of these texts occurs first in a content, as the index of a byte. In one pass: to search for thousands of
 * texts one by one takes many seconds.
 *
 * @throws {RangeError} where a text has less than four bytes
 */
export function firstOccurrences(texts: Iterable<string>, content: Buffer): ReadonlyMap<string, number> {
  const byHead = new Map<number, { readonly text: string; readonly bytes: Buffer }[]>();
  const maybe = new Uint8Array(2 ** SLOT_BITS);
  for (const text of texts) {
    const bytes = Buffer.from(text);
    const head = bytes.readInt32BE();
    byHead.set(head, [...(byHead.get(head) ?? []), { text, bytes }]);
    maybe[slotOf(head)] = 1;
  }
  const found = new Map<string, number>();
  let head = 0;
  for (let end = 0; end < content.length; end += 1) {
    head = (head << 8) | (content[end] ?? 0);
    if (maybe[slotOf(head)] === 0) continue;
    const start = end - HEAD_BYTES + 1;
    for (const { text, bytes } of byHead.get(head) ?? []) {
      const isHere = start >= 0 && bytes.equals(content.subarray(start, start + bytes.length));
      if (isHere && !found.has(text)) found.set(text, start);
    }
  }
  return found;
}

function slotOf(head: number): number {
  return Math.imul(head, 0x9e3779b1) >>> (32 - SLOT_BITS);
}
