import type { Plugin } from 'graphql-yoga';

export interface CorsOptions {
  /** The origins whose pages may call the gateway, exactly as browsers name them. */
  readonly origins: readonly string[];
}

const PREFLIGHT_ANSWER = {
  'Access-Control-Allow-Methods': 'GET, POST',
  'Access-Control-Allow-Headers': 'authorization, content-type, client-request-id',
  // As long as Chromium remembers an answer at most.
  'Access-Control-Max-Age': '7200',
};

const EXPOSED = 'client-request-id, WWW-Authenticate, Retry-After';

/**
 * Lets the pages of some origins call the gateway; every other origin gets not one header of CORS. Cookies are never
 * allowed: only the `Authorization` header authorises, and a page has to set that itself.
 *
 * @see https://fetch.spec.whatwg.org/#http-cors-protocol
 */
export function useCors({ origins }: CorsOptions): Plugin {
  const allowed = new Set(origins);
  const allowedOrigin = ({ headers }: Request) => {
    const origin = headers.get('origin');
    return origin !== null && allowed.has(origin) ? origin : undefined;
  };
  return {
    onRequest({ request, fetchAPI, endResponse }) {
      const preflight = request.method === 'OPTIONS' && request.headers.has('access-control-request-method');
      if (!preflight || allowedOrigin(request) === undefined) return;
      endResponse(new fetchAPI.Response(null, { status: 204, headers: PREFLIGHT_ANSWER }));
    },
    onResponse({ request, response: { headers } }) {
      // On every answer: a cache must not give one origin's to another.
      headers.append('Vary', 'Origin');
      const origin = allowedOrigin(request);
      if (origin === undefined) return;
      headers.set('Access-Control-Allow-Origin', origin);
      if (request.method !== 'OPTIONS') headers.set('Access-Control-Expose-Headers', EXPOSED);
    },
  };
}
