import { isNestedDeeper } from './nesting.ts';
import { isTooVaried } from './variety.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true });
// To parse millions of levels or hundreds of thousands of names takes seconds; as many as fit into a smaller body take no more
// than its size allows.
const CHECKED_BYTES = 256 * 1024;
const MAX_LEVELS = 1_000;

/** The JSON value in a body; `undefined` where it is empty, not UTF-8, not JSON, or too deep or varied for anything of Graph's. */
export function readJson(body: Uint8Array): unknown {
  if (body.length > CHECKED_BYTES && (isNestedDeeper(body, MAX_LEVELS) || isTooVaried(body)))
    return undefined;
  try {
    return JSON.parse(utf8.decode(body));
  } catch {
    return undefined;
  }
}

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
 * Whether `JSON.stringify` writes a value as it was read: it is recursive, and writes a number beyond the range of a
 * double, which is read as infinity, as null.
 */
export function isWritable(json: unknown, levels: number): boolean {
  if (typeof json === 'number') return Number.isFinite(json);
  if (typeof json !== 'object' || json === null) return true;
  return levels > 0 && Object.values(json).every((value) => isWritable(value, levels - 1));
}
