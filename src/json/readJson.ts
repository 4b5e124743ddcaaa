import { isNestedDeeper } from './nesting.ts';
import { isTooVaried } from './variety.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true });
// To parse millions of levels or hundreds of thousands of names takes seconds. Of a smaller body nothing is checked: whatever is
// in it, it takes milliseconds.
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
