import { readJson } from '../../json/readJson.ts';
import { isRecord } from '../../json/values.ts';
import { replaceRanges } from './replaceRanges.ts';

// A candidate for a JSON Web Token, signed (three parts) or encrypted (five): `eyJ` is the base64url of `{"`.
const JWT = /eyJ[\w-]*(?:\.[\w-]*\.[\w.-]*)?/gi;
// Beyond this many candidates in a text, each that contains a dot is treated as a token.
const MAX_LOOKS = 50;
// The length of `{"alg":"X"}` in base64url.
const MIN_JWT_HEADER_LENGTH = 15;
// Payloads and signatures are longer; labels of host names are shorter.
const MIN_LONGEST_PART_LENGTH = 20;
const SPACE = 0x20;
const CLOSING_BRACE = 0x7d;

/**
 * Replaces each JSON Web Token in a text by a mark. Every position where one may begin is checked, since the text
 * before a token may begin like one, too.
 *
 * @param onLook - called for each candidate, with its length
 */
export function withoutJwts(text: string, mark: string, onLook: (length: number) => void): string {
  const ends: number[] = [];
  let looks = 0;
  JWT.lastIndex = 0;
  for (let match = JWT.exec(text); match !== null; match = JWT.exec(text)) {
    const [found] = match;
    const { index } = match;
    looks += 1;
    onLook(found.length);
    const isToken = looks > MAX_LOOKS ? found.includes('.') : isJwt(found, text.charAt(index - 1));
    if (isToken) ends[index] = JWT.lastIndex;
    else if (looks <= MAX_LOOKS) JWT.lastIndex = index + 3;
  }
  return ends.length === 0 ? text : replaceRanges(text, ends, mark);
}

/**
 * Whether a candidate is a JSON Web Token, and not a name that begins like one, such as a host name. A copy in upper or
 * lower case cannot be decoded: it counts if its header has a digit, another part is long, and no letter precedes it.
 */
function isJwt(text: string, before: string): boolean {
  const [header = '', ...others] = text.split('.');
  if (others.length === 0) return false;
  if (isJsonObject(Buffer.from(header, 'base64url'))) return true;
  const isFolded = header === header.toLowerCase() || header === header.toUpperCase();
  const hasLongPart = others.some(({ length }) => length >= MIN_LONGEST_PART_LENGTH);
  const isLikely = header.length >= MIN_JWT_HEADER_LENGTH && /\d/.test(header) && hasLongPart;
  return isFolded && isLikely && !/[a-z]/i.test(before);
}

function isJsonObject(bytes: Buffer): boolean {
  // A cheap check first: failing to parse costs far more.
  let end = bytes.length - 1;
  while (end > 0 && (bytes[end] ?? 0) <= SPACE) end -= 1;
  return bytes[end] === CLOSING_BRACE && isRecord(readJson(bytes));
}
