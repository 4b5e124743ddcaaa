import type { Plugin } from 'graphql-yoga';

/** Whether this process should receive requests, and the state of its upstream. */
export interface Readiness {
  readonly ready: boolean;
  /** The circuit breaker of connections to Microsoft Graph; the failures of single callers do not change it. */
  readonly upstream: 'closed' | 'half-open' | 'open';
}

/**
 * Answers `GET /health` with 200, and `GET /ready` with 200 or, while the process shuts down or Microsoft Graph is
 * unreachable, with 503. Probes need no token and pass the gate.
 */
export function useHealth(readiness: () => Readiness): Plugin {
  return {
    onRequest({ request, url, fetchAPI, endResponse }) {
      if (request.method !== 'GET' && request.method !== 'HEAD') return;
      const { pathname } = url;
      if (pathname !== '/health' && pathname !== '/ready') return;
      const state = pathname === '/ready' ? readiness() : undefined;
      const body = request.method === 'HEAD' ? null : JSON.stringify(state ?? { status: 'ok' });
      const headers = { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' };
      endResponse(new fetchAPI.Response(body, { status: state?.ready === false ? 503 : 200, headers }));
    },
  };
}
