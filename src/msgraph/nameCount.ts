const [COLON, QUOTE, BACKSLASH, ...BLANKS] = [...':"\\ \t\n\r'].map((each) => each.charCodeAt(0));
const WHITE_SPACE: ReadonlySet<number> = new Set(BLANKS);
// One in so many bytes is looked at, in rows, at a place of each block that nobody can foresee.
const BLOCK_LENGTH = 2_048;
const SAMPLE_LENGTH = 64;
// Graph's properties and those of Adaptive Cards have some hundred names.
const MAX_NAMES = 50_000;
const MAX_SAMPLED_NAMES = (MAX_NAMES * SAMPLE_LENGTH) / BLOCK_LENGTH;
const MAX_NAME_LENGTH = 256;

/**
 * Whether the objects in a JSON text have more than about 50,000 different names: V8 takes a microsecond or two for each, so
 * a text of 5 MB takes seconds to parse, where one with names that recur takes 50 milliseconds.
 */
export function hasManyNames(json: Uint8Array): boolean {
  const names = new Set<number>();
  for (let block = 0; block < json.length; block += BLOCK_LENGTH) {
    const start = block + Math.floor(Math.random() * (BLOCK_LENGTH - SAMPLE_LENGTH + 1));
    const end = Math.min(start + SAMPLE_LENGTH, json.length);
    for (let at = start; at < end; at += 1) {
      if (json[at] !== COLON) continue;
      const name = hashOfName(json, at);
      if (name !== undefined) names.add(name);
    }
    if (names.size > MAX_SAMPLED_NAMES) return true;
  }
  return false;
}

/** A 32-bit hash of the name before a colon (FNV-1a); `undefined` where there is none, as before a colon in a text. */
function hashOfName(json: Uint8Array, colon: number): number | undefined {
  let at = colon - 1;
  while (at > 0 && WHITE_SPACE.has(json[at] ?? 0)) at -= 1;
  if (json[at] !== QUOTE || json[at - 1] === BACKSLASH) return undefined;
  const first = Math.max(0, at - MAX_NAME_LENGTH);
  let hash = 0x811c9dc5;
  for (at -= 1; at >= first && json[at] !== QUOTE; at -= 1)
    hash = Math.imul(hash ^ (json[at] ?? 0), 0x01000193);
  return hash;
}
