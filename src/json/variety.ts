import { BACKSLASH, BLOCK_LENGTH, COLON, endOfName, QUOTE, sampleOf } from './sample.ts';

// In the sample, one byte in 32. Graph's properties and those of Adaptive Cards have some hundred names, none long.
const MAX_SAMPLED_NAMES = 3_000;
// Pairs of consecutive names: similar objects have them in the same order.
const MAX_SAMPLED_PAIRS = 4_000;
// Sequences of four names: a few names in any order make few pairs, but many of these.
const MAX_SAMPLED_FOURS = 4_000;
const MAX_NAME_LENGTH = 256;
const MAX_LONG_NAMES = 5;
const FNV = { offset: 0x811c9dc5, prime: 0x01000193 };

/**
 * Whether the objects in a JSON text are too varied to be parsed at once: about 3,000 different names, or orders of
 * names, that recur, or 100,000 that do not. V8 takes some microseconds for each, so a text of 5 MB takes seconds, or
 * 50 ms if its objects are alike. Long names count, too: V8 hashes strings beyond 16,383 characters by length alone.
 */
export function isTooVaried(json: Uint8Array): boolean {
  const names = new Set<number>();
  const pairs = new Set<number>();
  const fours = new Set<number>();
  let longNames = 0;
  for (let block = 0; block < json.length; block += BLOCK_LENGTH) {
    const { start, length } = sampleOf(json, block);
    let [last, secondLast, thirdLast]: readonly (number | undefined)[] = [];
    for (let at = start; at < start + length; at += 1) {
      if (json[at] !== COLON) continue;
      const name = nameBefore(json, at);
      if (name === undefined) continue;
      if (name.length > MAX_NAME_LENGTH) longNames += 1;
      else names.add(name.hash);
      const { hash } = name;
      if (last !== undefined) pairs.add(joined(last, hash));
      if (last !== undefined && secondLast !== undefined && thirdLast !== undefined)
        fours.add(joined(joined(joined(thirdLast, secondLast), last), hash));
      [last, secondLast, thirdLast] = [hash, last, secondLast];
    }
    const isOrdered = pairs.size <= MAX_SAMPLED_PAIRS && fours.size <= MAX_SAMPLED_FOURS;
    if (names.size > MAX_SAMPLED_NAMES || !isOrdered || longNames > MAX_LONG_NAMES) return true;
  }
  return false;
}

/** Length and 32-bit hash of the name before a colon; `undefined` if there is none, as before a colon in a string. */
function nameBefore(
  json: Uint8Array,
  colon: number,
): { readonly hash: number; readonly length: number } | undefined {
  const end = endOfName(json, colon);
  if (json[end] !== QUOTE || isEscaped(json, end)) return undefined;
  let hash = FNV.offset;
  let at = end - 1;
  for (; at >= 0 && end - at <= MAX_NAME_LENGTH + 1; at -= 1) {
    if (json[at] === QUOTE && !isEscaped(json, at)) break;
    hash = withByte(hash, json[at]);
  }
  return { hash, length: end - at - 1 };
}

/** Whether a quote is escaped: an odd number of backslashes precedes it. */
function isEscaped(json: Uint8Array, quote: number): boolean {
  const last = Math.max(0, quote - MAX_NAME_LENGTH);
  let at = quote - 1;
  while (at >= last && json[at] === BACKSLASH) at -= 1;
  return (quote - at) % 2 === 0;
}

/** One hash of two, which depends on their order. */
function joined(hash: number, other: number): number {
  return withByte(Math.imul(hash, FNV.prime), other);
}

/** One step of FNV-1a. */
function withByte(hash: number, byte = 0): number {
  return Math.imul(hash ^ byte, FNV.prime);
}
