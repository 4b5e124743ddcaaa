const utf8 = new TextDecoder('utf-8', { fatal: true });

/** The JSON value in a body; `undefined` where it is empty, not UTF-8 or not JSON. */
export function readJson(body: Buffer): unknown {
  try {
    return JSON.parse(utf8.decode(body));
  } catch {
    return undefined;
  }
}
