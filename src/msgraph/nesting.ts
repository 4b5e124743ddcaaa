const codeOf = (character: string) => character.charCodeAt(0);
const [QUOTE, BACKSLASH] = ['"', '\\'].map(codeOf);
const OPENING = new Set([...'[{'].map(codeOf));
const CLOSING = new Set([...']}'].map(codeOf));

/** Whether lists and objects in a JSON text are nested more deeply than that. What is no JSON can be either. */
export function isNestedDeeper(json: Uint8Array, max: number): boolean {
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < json.length; at += 1) {
    const character = json[at] ?? 0;
    if (quoted) {
      if (character === BACKSLASH) at += 1;
      else if (character === QUOTE) quoted = false;
    } else if (character === QUOTE) quoted = true;
    else if (OPENING.has(character)) {
      depth += 1;
      if (depth > max) return true;
    } else if (CLOSING.has(character)) depth -= 1;
  }
  return false;
}
