const [COLON, QUOTE, BACKSLASH, OPEN, CLOSE, LIST, LIST_END, ...BLANKS] = [...':"\\{}[] \t\n\r'].map((each) =>
  each.charCodeAt(0),
);
const WHITE_SPACE: ReadonlySet<number> = new Set(BLANKS);
// One in so many bytes is looked at, in rows, at a place of each block that nobody can foresee.
const BLOCK_LENGTH = 2_048;
const SAMPLE_LENGTH = 64;
// Graph's properties and those of Adaptive Cards have some hundred names, none of them long.
const MAX_SAMPLED = 3_000;
const MAX_NAME_LENGTH = 256;
const MAX_LONG_NAMES = 5;
// Of an object, so much is looked at to tell its shape from others.
const SHAPE_LENGTH = 128;
const FNV = { offset: 0x811c9dc5, prime: 0x01000193 };

/**
 * Whether the objects in a JSON text are too varied to be parsed at once: with about 3,000 different names or shapes that
 * recur, or 100,000 that do not. V8 takes some microseconds for each, so a text of 5 MB takes seconds, where one whose
 * objects are alike takes 50 milliseconds. Long names count, too: V8 has the same hash for all of a length beyond 16,383.
 */
export function isTooVaried(json: Uint8Array): boolean {
  const names = new Set<number>();
  const shapes = new Set<number>();
  let longNames = 0;
  for (let block = 0; block < json.length; block += BLOCK_LENGTH) {
    const start = block + Math.floor(Math.random() * (BLOCK_LENGTH - SAMPLE_LENGTH + 1));
    const end = Math.min(start + SAMPLE_LENGTH, json.length);
    for (let at = start; at < end; at += 1) {
      if (json[at] === OPEN) shapes.add(shapeOf(json, at));
      if (json[at] !== COLON) continue;
      const name = nameBefore(json, at);
      if (name === undefined) continue;
      if (name.length > MAX_NAME_LENGTH) longNames += 1;
      else names.add(name.hash);
    }
    if (names.size > MAX_SAMPLED || shapes.size > MAX_SAMPLED || longNames > MAX_LONG_NAMES) return true;
  }
  return false;
}

/** The name before a colon, with a 32-bit hash; `undefined` where there is none, as before a colon in a text. */
function nameBefore(
  json: Uint8Array,
  colon: number,
): { readonly hash: number; readonly length: number } | undefined {
  let at = colon - 1;
  while (at > 0 && WHITE_SPACE.has(json[at] ?? 0)) at -= 1;
  if (json[at] !== QUOTE || isEscaped(json, at)) return undefined;
  const end = at;
  let hash = FNV.offset;
  for (at -= 1; at >= 0 && end - at <= MAX_NAME_LENGTH + 1; at -= 1) {
    if (json[at] === QUOTE && !isEscaped(json, at)) break;
    hash = withByte(hash, json[at]);
  }
  return { hash, length: end - at - 1 };
}

/** Whether a quote belongs to a text: an odd number of backslashes is before it. */
function isEscaped(json: Uint8Array, quote: number): boolean {
  const last = Math.max(0, quote - MAX_NAME_LENGTH);
  let at = quote - 1;
  while (at >= last && json[at] === BACKSLASH) at -= 1;
  return (quote - at) % 2 === 0;
}

/** A hash of the first names of the object that a brace opens, in their order. */
function shapeOf(json: Uint8Array, brace: number): number {
  const end = Math.min(brace + SHAPE_LENGTH, json.length);
  let hash = FNV.offset;
  let text = FNV.offset;
  let depth = 0;
  let isQuoted = false;
  for (let at = brace; at < end; at += 1) {
    const byte = json[at];
    if (isQuoted) {
      text = withByte(text, byte);
      if (byte === BACKSLASH) at += 1;
      else if (byte === QUOTE) isQuoted = false;
    } else if (byte === QUOTE) {
      isQuoted = true;
      text = FNV.offset;
    } else if (byte === COLON && depth === 1) hash = Math.imul(hash ^ text, FNV.prime);
    else if (byte === OPEN || byte === LIST) depth += 1;
    else if (byte === CLOSE || byte === LIST_END) {
      depth -= 1;
      if (depth === 0) break;
    }
  }
  return hash;
}

/** One step of FNV-1a. */
function withByte(hash: number, byte = 0): number {
  return Math.imul(hash ^ byte, FNV.prime);
}
