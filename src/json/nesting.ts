const QUOTE = 0x22;
const BACKSLASH = 0x5c;
// `[` and `{` differ by one bit, and so do `]` and `}`. One comparison is faster: every byte of large bodies is read.
const BIT = 0x20;
const OPENING = 0x7b;
const CLOSING = 0x7d;

/** Whether lists and objects in a JSON text are nested more than `max` levels deep. Arbitrary for invalid JSON. */
export function isNestedDeeper(json: Uint8Array, max: number): boolean {
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < json.length; at += 1) {
    const character = json[at] ?? 0;
    if (quoted) {
      if (character === BACKSLASH) at += 1;
      else if (character === QUOTE) quoted = false;
    } else if (character === QUOTE) quoted = true;
    else if ((character | BIT) === OPENING) {
      depth += 1;
      if (depth > max) return true;
    } else if ((character | BIT) === CLOSING) depth -= 1;
  }
  return false;
}
