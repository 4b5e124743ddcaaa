import type { Plugin } from 'graphql-yoga';

/**
 * Keeps every answer out of caches: it is what one caller may see. Answers that say otherwise themselves, such
 * as GraphiQL's files, keep their own headers.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9111#section-5.2.2
 */
export function usePrivateAnswers(): Plugin {
  return {
    onResponse({ response: { headers } }) {
      if (headers.has('cache-control')) return;
      headers.set('Cache-Control', 'private, no-store');
      headers.append('Vary', 'Authorization');
    },
  };
}
