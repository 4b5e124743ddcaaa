import { isNestedDeeper } from './nesting.ts';
import { isTooVaried } from './variety.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true });
// Parsing millions of levels, or hundreds of thousands of names, takes seconds. A smaller body is not checked: whatever
// it contains, parsing takes milliseconds.
const CHECKED_BYTES = 256 * 1024;
const MAX_LEVELS = 1_000;

/** Parses a body; `undefined` if it is empty, not UTF-8, not JSON, or too deep or too varied to come from Graph. */
export function readJson(body: Uint8Array): unknown {
  if (body.length > CHECKED_BYTES && (isNestedDeeper(body, MAX_LEVELS) || isTooVaried(body)))
    return undefined;
  try {
    return JSON.parse(utf8.decode(body));
  } catch {
    return undefined;
  }
}
