import { tokenOf } from '../fairness/caller.ts';

const ABSOLUTE_URL = /[a-z][a-z0-9+.-]{0,30}:\/\/[^\s"<>]+/gi;
// Any JSON Web Token, signed (three parts) or encrypted (five): its first part is the base64url of `{"`.
const JWT = /eyJ[\w-]*(?:\.[\w-]*\.[\w.-]*)?/gi;
// A character as it is, or percent-encoded any number of times.
const CHARACTER = /%(?:25)*[0-9a-f]{2}|./gis;
const MAX_TEXT_LENGTH = 2_000;
// Shorter copies of a short token would be found in every text.
const MIN_BASE64_LENGTH = 8;

/** Keeps tokens, above all the caller's own, and other secrets out of the log and of whatever is passed on of Graph's texts. */
export class Redactor {
  readonly #secrets: Secret[] = [];

  constructor(token = '') {
    this.cover(token);
  }

  /** Covers a further secret from now on. */
  cover(secret: string): void {
    if (secret !== '') this.#secrets.push({ text: secret, spellings: undefined });
  }

  /** Whether a text contains a token in any spelling, or is too long to be searched. */
  reveals(text: string): boolean {
    return text.length > MAX_TEXT_LENGTH || this.#withoutTokens(text) !== text;
  }

  /** Redacts tokens and absolute URLs, and clips the text at 2,000 characters. */
  redact(text: string): string {
    const rest = this.#withoutTokens(clipped(text));
    return rest.includes('://') ? clipped(rest.replace(ABSOLUTE_URL, '[url]')) : clipped(rest);
  }

  #withoutTokens(text: string): string {
    let rest = text;
    for (const secret of this.#secrets) rest = without(secret, rest);
    return rest.replace(JWT, (found) => (found.includes('.') ? '[token]' : found));
  }
}

interface Secret {
  readonly text: string;
  /** Once it is searched for. */
  spellings: readonly string[] | undefined;
}

function without(secret: Secret, text: string): string {
  // No spelling is shorter than the secret.
  if (text.length < secret.text.length) return text;
  secret.spellings ??= spellings(secret.text);
  const characters = charactersOf(text.replaceAll(secret.text, '[token]'));
  const searched = normalized(characters);
  for (const spelling of secret.spellings) {
    for (
      let at = searched.indexOf(spelling);
      at >= 0;
      at = searched.indexOf(spelling, at + spelling.length)
    ) {
      characters.fill('', at, at + spelling.length);
      characters[at] = '[token]';
    }
  }
  return characters.join('');
}

/** Redacts the token of an `Authorization` header. */
export function redactorOf(authorization: string | undefined): Redactor {
  return new Redactor(authorization && tokenOf(authorization));
}

/** The beginning of a long text, without its last word: that may be the beginning of a token. */
function clipped(text: string): string {
  if (text.length <= MAX_TEXT_LENGTH) return text;
  let end = MAX_TEXT_LENGTH;
  while (end > 0 && /[!-~]/.test(text.charAt(end - 1))) end -= 1;
  return `${text.slice(0, end)}…`;
}

/** A token, and the base64 of any text that contains it, {@link normalized}. */
function spellings(token: string): readonly string[] {
  const base64 = [0, 1, 2].map((offset) => base64At(token, offset));
  const texts = [token, ...base64.filter((text) => text.length >= MIN_BASE64_LENGTH)];
  return texts.map((text) => normalized(charactersOf(text)));
}

/** The base64 of a text, as far as it depends on nothing else, where it begins that many bytes after a group of three. */
function base64At(text: string, offset: number): string {
  const encoded = Buffer.from('\0'.repeat(offset) + text).toString('base64url');
  return encoded.slice(offset === 0 ? 0 : offset + 1, (offset + text.length) % 3 === 0 ? undefined : -1);
}

function charactersOf(text: string): string[] {
  return text.match(CHARACTER) ?? [];
}

/** Percent-decoded, in lower case and in the alphabet of base64url, character by character. */
function normalized(characters: readonly string[]): string {
  return characters.map(normalize).join('');
}

function normalize(character: string): string {
  const decoded =
    character.length > 1 ? String.fromCharCode(Number.parseInt(character.slice(-2), 16)) : character;
  if (decoded === '+') return '-';
  if (decoded === '/') return '_';
  return /[A-Z]/.test(decoded) ? decoded.toLowerCase() : decoded;
}
