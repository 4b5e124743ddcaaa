import { tokenOf } from '../../fairness/caller.ts';
import { withoutJwts } from './jwt.ts';
import { replaceRanges } from './replaceRanges.ts';
import { charactersOf, mayEscape, normalized, Secret } from './secret.ts';

const ABSOLUTE_URL = /[a-z][a-z0-9+.-]{0,30}:\/\/[^\s"<>]+/gi;
const MARK = '[token]';
const MAX_TEXT_LENGTH = 2_000;
// Shorter values, except the token, are not secrets, and would be found in every text.
const MIN_SECRET_LENGTH = 4;
// Longer ones are rejected before they are sent anywhere.
const MAX_SECRET_LENGTH = 20_000;
// Each is searched for in each text; no honest request has more.
const MAX_SECRETS = 64;
// The search budget of a request: the characters of all its texts, times the secrets. A hundred typical errors have
// 70,000 characters; the whole budget takes some tenths of a second at worst.
const MAX_SEARCHED = 2_000_000;
// Checking a candidate for a JSON Web Token costs as much as searching this many characters.
const LOOK_CHARACTERS = 1_000;
// Shorter texts, such as ids, are too cheap to cache.
const MIN_REMEMBERED_LENGTH = 100;
// A text with more matches is replaced as a whole.
const MAX_FOUND = 200;

/** Keeps tokens, above all the caller's own, and other secrets out of the log and of the texts of Graph's passed on. */
export class Redactor {
  readonly #secrets = new Map<string, Secret>();
  // What ids and challenges have used of the budget, and what texts have: many texts must not make an id look secret.
  readonly #searched = { checked: 0, shown: 0 };
  /** Cache of redacted texts, because thousands of fields may show the same one. */
  readonly #redacted = new Map<string, string>();

  constructor(token = '') {
    if (token !== '') this.#secrets.set(token, new Secret(token));
  }

  get #hasTooMany(): boolean {
    return this.#secrets.size > MAX_SECRETS;
  }

  /** Covers a further secret from now on. */
  cover(secret: string): void {
    const isPossible = secret.length >= MIN_SECRET_LENGTH && secret.length <= MAX_SECRET_LENGTH;
    if (!isPossible || this.#secrets.has(secret) || this.#hasTooMany) return;
    this.#secrets.set(secret, new Secret(secret));
    this.#redacted.clear();
  }

  /** Whether a text contains a secret in any spelling, or is too expensive to check. */
  reveals(text: string): boolean {
    return text.length > MAX_TEXT_LENGTH || this.#withoutTokens(text, 'checked') !== text;
  }

  /** Redacts tokens and absolute URLs, and clips the text at 2,000 characters. */
  redact(text: string): string {
    const beginning = clipped(text);
    if (beginning.length < MIN_REMEMBERED_LENGTH) return this.#redact(beginning);
    const known = this.#redacted.get(beginning);
    if (known !== undefined) return known;
    const redacted = this.#redact(beginning);
    this.#redacted.set(beginning, redacted);
    return redacted;
  }

  #redact(text: string): string {
    const rest = this.#withoutTokens(text, 'shown');
    if (rest === undefined) return '[not shown: the request has too many texts or secrets]';
    return rest.includes('://') ? clipped(rest.replace(ABSOLUTE_URL, '[url]')) : clipped(rest);
  }

  /** Replaces secrets by a mark; `undefined` if that exceeds the search budget. */
  #withoutTokens(text: string, purpose: 'checked' | 'shown'): string | undefined {
    const secrets = [...this.#secrets.values()].filter(({ minLength }) => minLength <= text.length);
    // Plus one: JSON Web Tokens are always searched for.
    this.#searched[purpose] += text.length * (secrets.length + 1);
    if (this.#hasTooMany || this.#searched[purpose] > MAX_SEARCHED) return undefined;
    const rest = secrets.length === 0 ? text : replaceRanges(text, this.#endsIn(text, secrets), MARK);
    return withoutJwts(rest, MARK, (length) => {
      this.#searched[purpose] += LOOK_CHARACTERS + length;
    });
  }

  /** For each position where a spelling of a secret begins, the end of the longest one; 0 elsewhere. */
  #endsIn(text: string, secrets: readonly Secret[]): Uint32Array {
    const ends = new Uint32Array(text.length);
    // Most texts escape nothing: each character stands for itself, and need not be looked at on its own.
    const characters = mayEscape(text) ? charactersOf(text) : undefined;
    const searched = normalized(text);
    const starts = characters && startsOf(characters);
    const startOf = (at: number) => (starts === undefined ? at : (starts[at] ?? text.length));
    let left = MAX_FOUND;
    const find = (spelling: string, within: string, placeOf: (at: number) => number) => {
      for (let at = within.indexOf(spelling); at >= 0 && left > 0; at = within.indexOf(spelling, at + 1)) {
        left -= 1;
        const start = placeOf(at);
        ends[start] = Math.max(ends[start] ?? 0, placeOf(at + spelling.length));
      }
    };
    for (const secret of secrets) {
      // Also as it is, since it may begin or end inside what looks percent-encoded.
      find(secret.text, text, (at) => at);
      for (const spelling of secret.spellingsIn(text.length)) find(spelling, searched, startOf);
    }
    if (left === 0) ends[0] = text.length;
    return ends;
  }
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

/** Where each of the characters begins in their text. */
function startsOf(characters: readonly string[]): readonly number[] {
  let start = 0;
  return characters.map(({ length }) => {
    start += length;
    return start - length;
  });
}
