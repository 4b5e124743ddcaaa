import { replaceRanges } from '../msgraph/protocol/replaceRanges.ts';

/** The longest message in a response, in characters: graphql-js repeats the whole value of a variable in each error. */
export const MAX_MESSAGE_LENGTH = 1_000;

// Shorter ones are no secrets, and redacting them would garble the message.
const MIN_LENGTH = 4;
// Each is searched for in each message; no honest request has more.
const MAX_SECRETS = 20;
// A secret is found by its beginning: so the search is short, whatever the secret, and finds one that is cut off.
const SEARCHED_LENGTH = 32;

/** The secrets of one request, in each spelling in which a message may quote them. */
export class QuotedSecrets {
  readonly #spellings = new Set<string>();

  /** Whether there are more than can be redacted. */
  get areTooMany(): boolean {
    return this.#spellings.size > MAX_SECRETS;
  }

  get spellings(): Iterable<string> {
    return this.#spellings;
  }

  add(...spellings: readonly string[]): void {
    for (const spelling of spellings) {
      if (spelling.length >= MIN_LENGTH && !this.areTooMany) this.#spellings.add(spelling);
    }
  }

  /**
   * Returns the message as a response shows it, truncated and with secrets replaced by `[secret]`. The caller may have
   * chosen both, so no more of the message is read than is shown, and what was inserted is not searched again.
   */
  redact(message: string): string {
    if (this.areTooMany) return 'The message quotes too many secrets to be shown.';
    const ends = this.#endsIn(message.slice(0, MAX_MESSAGE_LENGTH + SEARCHED_LENGTH));
    const shown = message.slice(0, MAX_MESSAGE_LENGTH);
    const clipped = message.length > MAX_MESSAGE_LENGTH ? '…' : '';
    return `${replaceRanges(shown, ends, '[secret]')}${clipped}`;
  }

  /** For each index where secrets begin, the end of the longest; 0 elsewhere. */
  #endsIn(text: string): number[] {
    const ends = new Array<number>(text.length).fill(0);
    for (const secret of this.#spellings) {
      const beginning = secret.slice(0, SEARCHED_LENGTH);
      for (let at = text.indexOf(beginning); at >= 0; at = text.indexOf(beginning, at + 1)) {
        ends[at] = Math.max(ends[at] ?? 0, at + secret.length);
      }
    }
    return ends;
  }
}
