const utf8 = new TextDecoder('utf-8', { fatal: true });

/** The JSON value in a body; `undefined` where it is empty, not UTF-8 or not JSON. */
export function readJson(body: Buffer): unknown {
  try {
    return JSON.parse(utf8.decode(body));
  } catch {
    return undefined;
  }
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
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
