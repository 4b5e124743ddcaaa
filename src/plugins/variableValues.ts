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
