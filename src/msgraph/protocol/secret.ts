// One character, percent-encoded any number of times, or escaped as in JSON, or in JSON within JSON.
const ESCAPED = /%(?:25)*[0-9a-f]{2}|\\{1,4}(?:u00[0-9a-f]{2}|\/)/gi;
const ESCAPED_OR_PLAIN = new RegExp(`${ESCAPED.source}|.`, 'gis');
const ESCAPING = /[%\\]/;
// Lower case may be longer for other characters, and places in the text would be wrong.
const ASCII = /^[\0-\x7f]*$/;
// The base64 of a short token, if shorter than this, would be found in every text.
const MIN_BASE64_LENGTH = 8;

/** A secret, with its spellings, which take long to compute; most texts are too short for them. */
export class Secret {
  readonly text: string;
  #minLength: number | undefined;
  #plain: readonly string[] | undefined;
  #base64: readonly string[] | undefined;

  constructor(text: string) {
    this.text = text;
  }

  /** A text that has it, in any spelling, is at least as long. */
  get minLength(): number {
    this.#minLength ??= unescaped(this.text).length;
    return this.#minLength;
  }

  /** How a text of this length may have it, {@link normalized}. */
  spellingsIn(length: number): readonly string[] {
    this.#plain ??= plainSpellings(this.text);
    if (length < this.text.length) return this.#plain;
    this.#base64 ??= base64Spellings(this.text);
    return [...this.#plain, ...this.#base64];
  }
}

function plainSpellings(secret: string): readonly string[] {
  // What the secret itself has to escape may be escaped once more in the text.
  const asJson = JSON.stringify(secret).slice(1, -1);
  const spelled = [normalized(secret), inOneAlphabet(secret), inOneAlphabet(asJson), normalized(asJson)];
  return [...new Set(spelled)];
}

/** How it looks in the base64 of a text that contains it. */
function base64Spellings(secret: string): readonly string[] {
  const texts = [0, 1, 2].map((offset) => base64At(secret, offset));
  return texts.filter((text) => text.length >= MIN_BASE64_LENGTH).map(normalized);
}

/** The base64 of a text at `offset` in a group of three bytes, without the characters that depend on its neighbours. */
function base64At(text: string, offset: number): string {
  const bytes = Buffer.from('\0'.repeat(offset) + text);
  const encoded = bytes.toString('base64url');
  return encoded.slice(offset === 0 ? 0 : offset + 1, bytes.length % 3 === 0 ? undefined : -1);
}

/** Whether a character of the text may be escaped. */
export function mayEscape(text: string): boolean {
  return ESCAPING.test(text);
}

/** The characters of a text, each as it is written. */
export function charactersOf(text: string): string[] {
  return text.match(ESCAPED_OR_PLAIN) ?? [];
}

/** Unescaped, in lower case and in the alphabet of base64url. */
export function normalized(text: string): string {
  return inOneAlphabet(unescaped(text));
}

function unescaped(text: string): string {
  return mayEscape(text) ? text.replace(ESCAPED, decode) : text;
}

function inOneAlphabet(text: string): string {
  const lower = ASCII.test(text)
    ? text.toLowerCase()
    : text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
  return lower.replaceAll('+', '-').replaceAll('/', '_');
}

function decode(escaped: string): string {
  return escaped.endsWith('/') ? '/' : String.fromCharCode(Number.parseInt(escaped.slice(-2), 16));
}
