import type { Plugin } from 'graphql-yoga';

/**
 * Refuses every POST that is not `application/json`, ahead of Yoga's own parsers: a browser sends the other
 * types across origins without asking first.
 *
 * @see https://fetch.spec.whatwg.org/#cors-safelisted-request-header
 */
export function useJsonOnly(): Plugin {
  return {
    onRequestParse({ request, endResponse, fetchAPI }) {
      if (request.method !== 'POST' || isJson(request.headers.get('content-type'))) return;
      const message = 'Send the request as application/json.';
      const body = { errors: [{ message, extensions: { code: 'BAD_REQUEST' } }] };
      const headers = { 'content-type': 'application/json; charset=utf-8', accept: 'application/json' };
      endResponse(new fetchAPI.Response(JSON.stringify(body), { status: 415, headers }));
    },
  };
}

function isJson(contentType: string | null): boolean {
  return /^\s*application\/json\s*(?:;|$)/i.test(contentType ?? '');
}
