/** Whether a JSON value is an object, and not a list. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export type Present<T> = { -readonly [K in keyof T]?: NonNullable<T[K]> };

/** The properties that are neither absent nor null. */
export function present<T extends object>(properties: T): Present<T> {
  const result: Present<T> = {};
  for (const name in properties) {
    const value = properties[name];
    if (value !== null && value !== undefined) result[name] = value;
  }
  return result;
}

/**
 * Whether `JSON.stringify` can write a parsed value back: it is recursive, so the levels are bounded, and it writes a
 * number beyond the range of a double, which is parsed as infinity, as null.
 */
export function isWritable(json: unknown, levels: number): boolean {
  if (typeof json === 'number') return Number.isFinite(json);
  if (typeof json !== 'object' || json === null) return true;
  return levels > 0 && Object.values(json).every((value) => isWritable(value, levels - 1));
}
