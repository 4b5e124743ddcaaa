import type { Plugin } from 'graphql-yoga';
import { clientRequestIdOf } from './requestHeaders.ts';

/** What the plugins know of one request beside the request itself. */
export interface RequestState {
  /** Stands on every upstream call of the request, and on its response. */
  clientRequestId?: string;
}

/**
 * Sets what every response has: the `client-request-id`, and headers that keep it out of caches, since it is what
 * one caller may see. Responses with a `Cache-Control` of their own, such as GraphiQL's files, keep it.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9111#section-5.2.2
 */
export function useResponseHeaders(): Plugin<object, RequestState> {
  return {
    onRequest({ request, serverContext }) {
      const { headers } = request;
      const sent = headers.get('client-request-id');
      serverContext.clientRequestId = clientRequestIdOf(sent, headers.get('authorization'));
    },
    onResponse({ response: { headers }, serverContext }) {
      headers.set('client-request-id', serverContext.clientRequestId ?? '');
      const isStream = headers.get('content-type')?.startsWith('text/event-stream');
      if (headers.has('cache-control') && !isStream) return;
      headers.set('Cache-Control', 'private, no-store');
      headers.append('Vary', 'Authorization');
    },
  };
}
