/** One hostile HTTP request to `/graphql`. */
export interface HostileRequest {
  readonly body: Buffer;
  /** Sent in chunks, without announcing a length; default false. */
  readonly chunked?: boolean;
}

/** What is sent to do harm, each time a little differently, so that no cache can answer it. */
export interface Attack {
  readonly title: string;
  /**
   * `refusal`: an answer with data would mean that it has been executed. `harmless`: it may be executed, since
   * it asks for next to nothing in a roundabout way; it must not reach the upstream, nor cost much, all the same.
   */
  readonly expected: 'refusal' | 'harmless';
  make(turn: number): HostileRequest;
}

/** A body with a document and whatever else belongs to it. */
export function bodyOf(params: object): HostileRequest {
  return { body: Buffer.from(JSON.stringify(params)) };
}

/** An attack by a document alone, which has to be refused. */
export function refused(title: string, query: (turn: number) => string): Attack {
  return { title, expected: 'refusal', make: (turn) => bodyOf({ query: query(turn) }) };
}

/** An attack by a document alone, which may be answered. */
export function harmless(title: string, query: (turn: number) => string): Attack {
  return { ...refused(title, query), expected: 'harmless' };
}

/** So many pieces of text, in a row. */
export function many(count: number, make: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => make(index)).join(' ');
}
