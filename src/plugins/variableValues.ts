/**
 * Whether a JSON value has more than `max` values in it, itself and those at any depth counted. It looks at no
 * more than it takes to know that.
 */
export function hasMoreValues(json: unknown, max: number): boolean {
  const left: unknown[] = [json];
  let count = 0;
  for (let value = left.pop(); value !== undefined; value = left.pop()) {
    count += 1;
    if (count + left.length > max) return true;
    if (typeof value !== 'object' || value === null) continue;
    const inside = Array.isArray(value) ? value : Object.values(value);
    if (count + left.length + inside.length > max) return true;
    for (const each of inside) left.push(each);
  }
  return false;
}

// What is neither variables nor extensions: the document, the name of the operation.
const OTHER_VALUES = 100;
const [QUOTE, BACKSLASH, COMMA] = [...'"\\,'].map((each) => each.charCodeAt(0));
const BLANKS = codes(' \t\r\n');
const OPENING = codes('[{');
const CLOSING = codes(']}');

function codes(characters: string): ReadonlySet<number> {
  return new Set([...characters].map((each) => each.charCodeAt(0)));
}

/**
 * Whether the JSON of a whole request has so many values in it that its variables or extensions have more than
 * `max`, as far as that can be told without parsing it, which takes a hundred times as long: one value, and one
 * more for each comma and for each list or object that is not empty.
 */
export function mustHaveMoreValues(json: string, max: number): boolean {
  // Each value takes two characters at least.
  if (json.length <= 2 * max) return false;
  let left = max + OTHER_VALUES;
  let quoted = false;
  let opened = false;
  for (let at = 0; at < json.length && left > 0; at += 1) {
    const character = json.charCodeAt(at);
    if (quoted) {
      if (character === BACKSLASH) at += 1;
      else if (character === QUOTE) quoted = false;
      continue;
    }
    if (BLANKS.has(character)) continue;
    if (character === COMMA || (opened && !CLOSING.has(character))) left -= 1;
    opened = OPENING.has(character);
    quoted = character === QUOTE;
  }
  return left === 0;
}
