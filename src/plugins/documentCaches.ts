import type { DocumentNode } from 'graphql';
import { LRUCache } from 'lru-cache';

// A parsed document takes some hundred times the memory of its text.
const MAX_CACHED_CHARACTERS = 200_000;
const MAX_DOCUMENT_CHARACTERS = 20_000;

/**
 * Yoga's caches of parsed documents and of syntax errors, bounded by size: by number, as they are by default,
 * documents of great length could fill the memory.
 */
export function documentCaches() {
  return { documentCache: bySize<DocumentNode>(), errorCache: bySize<Error>() };
}

function bySize<V extends object>() {
  return new LRUCache<string, V>({
    maxSize: MAX_CACHED_CHARACTERS,
    maxEntrySize: MAX_DOCUMENT_CHARACTERS,
    sizeCalculation: (_value, source) => Math.max(1, source.length),
  });
}
