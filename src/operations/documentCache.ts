import { LRUCache } from 'lru-cache';

// About a thousand ordinary documents, each of which takes a hundred times the memory of its text.
const MAX_BYTES = 32_000_000;
const MAX_DOCUMENT_CHARACTERS = 20_000;
const SEEN_SLOTS = 4_096;

/**
 * What was made of documents, by their text. A document is kept from the second time it arrives: clients that
 * inline values send each document once, and a flood of those neither fills nor empties the cache.
 */
export class DocumentCache<V extends object> {
  readonly #kept: LRUCache<string, V>;
  // Hashes of documents that arrived once; a collision merely keeps one earlier.
  readonly #seen = new Int32Array(SEEN_SLOTS);

  /** @param bytesOf - approximately, the memory of what was made of a document */
  constructor(bytesOf: (made: V) => number) {
    this.#kept = new LRUCache<string, V>({
      maxSize: MAX_BYTES,
      sizeCalculation: (made, text) => 2 * text.length + bytesOf(made),
    });
  }

  get(text: string): V | undefined {
    return this.#kept.get(text);
  }

  /** Keeps what was made of a document, unless this is its first arrival. */
  add(text: string, made: V): void {
    if (text.length > MAX_DOCUMENT_CHARACTERS) return;
    const hash = hashOf(text);
    const slot = hash & (SEEN_SLOTS - 1);
    if (this.#seen[slot] === hash) this.#kept.set(text, made);
    else this.#seen[slot] = hash;
  }
}

/** A 32-bit hash: FNV-1a over UTF-16 code units. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash;
}
