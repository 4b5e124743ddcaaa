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

// What is no variable: the document, the name of the operation, extensions.
const OTHER_VALUES = 100;
const [QUOTE, BACKSLASH, COMMA, BRACKET, BRACE] = [...'"\\,[{'].map((each) => each.charCodeAt(0));

/**
 * Whether the JSON of a whole request has so many values in it that its variables have more than `max`, as far as
 * that can be told without parsing it, which takes a hundred times as long.
 */
export function mustHaveMoreValues(json: string, max: number): boolean {
  // Each value takes two characters at least.
  if (json.length <= 2 * max) return false;
  let left = max + OTHER_VALUES;
  let quoted = false;
  for (let at = 0; at < json.length && left > 0; at += 1) {
    const character = json.charCodeAt(at);
    if (character === QUOTE) quoted = !quoted;
    else if (quoted) at += character === BACKSLASH ? 1 : 0;
    else if (character === COMMA || character === BRACKET || character === BRACE) left -= 1;
  }
  return left === 0;
}
