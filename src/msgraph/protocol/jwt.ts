import { readJson } from '../../json/readJson.ts';
import { isRecord } from '../../json/values.ts';
import { replaceRanges } from './replaceRanges.ts';

// What may be a JSON Web Token, signed (three parts) or encrypted (five): its first part is the base64url of `{"`.
const JWT = /eyJ[\w-]*(?:\.[\w-]*\.[\w.-]*)?/gi;
// In a text with more places where one may begin, each is taken for one.
const MAX_LOOKS = 50;
// That of `{"alg":"X"}`.
const MIN_JWT_HEADER_LENGTH = 15;
// Payloads and signatures are longer; parts of the names of hosts are shorter.
const MIN_LONGEST_PART_LENGTH = 20;
const SPACE = 0x20;
const CLOSING_BRACE = 0x7d;

/**
 * A text with a mark in place of each JSON Web Token. Each place where one may begin is looked at, since what is before a
 * token may begin like one, too.
 *
 * @param onLook - told of each place, with the length of what may be a token
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
 * Whether it is a JSON Web Token, and no name that only begins like one, such as that of a host. A copy in capital or in small
 * letters cannot be decoded: it has digits and a long part, and is no part of a word.
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
  // To parse what is none costs far more.
  let end = bytes.length - 1;
  while (end > 0 && (bytes[end] ?? 0) <= SPACE) end -= 1;
  return bytes[end] === CLOSING_BRACE && isRecord(readJson(bytes));
}
