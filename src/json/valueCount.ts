/** Whether a JSON value contains more than `max` values, itself and those at any depth counted. */
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

/** Whether the texts in a JSON value, keys included, have more than `max` characters together. */
export function hasMoreCharacters(json: unknown, max: number): boolean {
  let left = max;
  const values: unknown[] = [json];
  while (values.length > 0 && left >= 0) {
    const value = values.pop();
    if (typeof value === 'string') left -= value.length;
    else if (Array.isArray(value)) for (const each of value) values.push(each);
    else if (typeof value === 'object' && value !== null) {
      for (const [key, each] of Object.entries(value)) values.push(key, each);
    }
  }
  return left < 0;
}

// From here on, JavaScript writes an integer with an exponent: nobody takes it for an id.
const MAX_WRITTEN_OUT = 1e21;

/**
 * Names what a JSON value contains that cannot be passed on as meant: an integer that JavaScript has rounded but still
 * writes out in digits, or half of a surrogate pair, which UTF-8 cannot encode; `undefined` if nothing.
 */
export function unfaithfulValue(json: unknown): string | undefined {
  const left: unknown[] = [json];
  while (left.length > 0) {
    const value = left.pop();
    if (typeof value === 'number' && isRounded(value)) {
      return 'an integer beyond 2^53 - 1: send it as a string';
    }
    if (typeof value === 'string' && !value.isWellFormed()) return 'half of a surrogate pair';
    if (typeof value !== 'object' || value === null) continue;
    if (Array.isArray(value)) for (const each of value) left.push(each);
    else for (const [name, each] of Object.entries(value)) left.push(name, each);
  }
  return undefined;
}

function isRounded(value: number): boolean {
  return Number.isInteger(value) && !Number.isSafeInteger(value) && Math.abs(value) < MAX_WRITTEN_OUT;
}

// Values beside variables and extensions: the document, the operation's name.
const OTHER_VALUES = 100;
const [QUOTE, BACKSLASH, COMMA] = [...'"\\,'].map((each) => each.charCodeAt(0));
const WHITE_SPACE = codes(' \t\r\n');
const OPENING = codes('[{');
const CLOSING = codes(']}');

function codes(characters: string): ReadonlySet<number> {
  return new Set([...characters].map((each) => each.charCodeAt(0)));
}

/**
 * Whether the JSON text of a request contains so many values that its variables or its extensions must contain more
 * than `max`: a lower bound, one value and one more for each comma and for each non-empty list or object. Parsing
 * the text to count exactly would take a hundred times as long.
 */
export function mustHaveMoreValues(json: string, max: number): boolean {
  // Each value takes at least two characters.
  if (json.length <= 2 * max) return false;
  let left = 2 * max + OTHER_VALUES;
  let quoted = false;
  let opened = false;
  for (let at = 0; at < json.length && left > 0; at += 1) {
    const character = json.charCodeAt(at);
    if (quoted) {
      if (character === BACKSLASH) at += 1;
      else if (character === QUOTE) quoted = false;
      continue;
    }
    if (WHITE_SPACE.has(character)) continue;
    if (character === COMMA || (opened && !CLOSING.has(character))) left -= 1;
    opened = OPENING.has(character);
    quoted = character === QUOTE;
  }
  return left === 0;
}
