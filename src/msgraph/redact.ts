const ABSOLUTE_URL = /[a-z][a-z0-9+.-]{0,30}:\/\/[^\s"<>]+/gi;
const MAX_TEXT_LENGTH = 2_000;

/** Keeps one caller's token out of whatever is passed on of Graph's texts. */
export class Redactor {
  readonly #token: string | undefined;
  #forms: readonly string[] | undefined;

  constructor(token: string | undefined) {
    this.#token = token;
  }

  /** Whether a text contains the token, in any spelling. */
  reveals(text: string): boolean {
    return this.#spellings().some((form) => text.includes(form));
  }

  /** Redacts the token and absolute URLs, and clips the text at 2,000 characters. */
  redact(text: string): string {
    let result = text;
    for (const form of this.#spellings()) result = result.replaceAll(form, '[token]');
    // Clipped after the token is redacted, or its beginning might stay; and before a costlier search.
    if (result.length > MAX_TEXT_LENGTH) result = `${result.slice(0, MAX_TEXT_LENGTH)}…`;
    return result.replace(ABSOLUTE_URL, '[url]');
  }

  #spellings(): readonly string[] {
    this.#forms ??= this.#token ? spellings(this.#token) : [];
    return this.#forms;
  }
}

/** A token as it is, and as it looks in a URL or a form, with upper- or lower-case hexadecimal digits. */
function spellings(token: string): readonly string[] {
  const encoded = [encodeURIComponent(token), new URLSearchParams({ t: token }).toString().slice(2)];
  const lowerCase = encoded.map((text) => text.replace(/%[0-9A-F]{2}/g, (hex) => hex.toLowerCase()));
  return [...new Set([token, ...encoded, ...lowerCase])];
}
