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

const SPACE = code(' ');
const QUOTE = code('"');
const BACKSLASH = code('\\');
const COMMA = code(',');
const OPENING_BRACKET = code('[');
const CLOSING_BRACKET = code(']');
const OPENING_BRACE = code('{');
const CLOSING_BRACE = code('}');

/**
 * Counts the values in a JSON text, itself not counted, up to `max`: one for each comma and for each list or object that is
 * not empty. A property that is repeated counts each time. Parsing the text may take many times as long.
 */
export function countValues(json: string, max: number): number {
  let count = 0;
  let opened = false;
  for (let at = 0; at < json.length && count < max; at += 1) {
    const character = json.charCodeAt(at);
    if (character <= SPACE) continue;
    const closes = character === CLOSING_BRACKET || character === CLOSING_BRACE;
    if (character === COMMA || (opened && !closes)) count += 1;
    opened = character === OPENING_BRACKET || character === OPENING_BRACE;
    if (character === QUOTE) at = endOfString(json, at);
  }
  return count;
}

/** Where the string ends that begins at this quotation mark. */
function endOfString(json: string, start: number): number {
  for (let at = start + 1; at < json.length; at += 1) {
    const character = json.charCodeAt(at);
    if (character === BACKSLASH) at += 1;
    else if (character === QUOTE) return at;
  }
  return json.length;
}

function code(character: string): number {
  return character.charCodeAt(0);
}
