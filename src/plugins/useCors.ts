import type { Plugin } from 'graphql-yoga';

const PREFLIGHT = {
  'Access-Control-Allow-Methods': 'GET, POST',
  'Access-Control-Allow-Headers': 'authorization, content-type, client-request-id, traceparent',
  // The longest that Chromium caches a preflight.
  'Access-Control-Max-Age': '7200',
};

const EXPOSED = 'client-request-id, WWW-Authenticate, Retry-After';

/**
 * Lets pages of these origins, in the form that browsers send, call the gateway; other origins get no CORS headers.
 * Cookies are never allowed: only the `Authorization` header authorises, and a page has to set that itself.
 *
 * @see https://fetch.spec.whatwg.org/#http-cors-protocol
 */
export function useCors(origins: readonly string[]): Plugin {
  const allowed = new Set(origins);
  const allowedOrigin = ({ headers }: Request) => {
    const origin = headers.get('origin');
    return origin !== null && allowed.has(origin) ? origin : undefined;
  };
  return {
    onRequest({ request, fetchAPI, endResponse }) {
      const preflight = request.method === 'OPTIONS' && request.headers.has('access-control-request-method');
      if (!preflight || allowedOrigin(request) === undefined) return;
      endResponse(new fetchAPI.Response(null, { status: 204, headers: PREFLIGHT }));
    },
    onResponse({ request, response: { headers } }) {
      // On every response: a cache must not serve one origin's to another.
      headers.append('Vary', 'Origin');
      const origin = allowedOrigin(request);
      if (origin === undefined) return;
      headers.set('Access-Control-Allow-Origin', origin);
      if (request.method !== 'OPTIONS') headers.set('Access-Control-Expose-Headers', EXPOSED);
    },
  };
}
