import type { Plugin } from 'graphql-yoga';

/** Whether this process should be sent requests, and what it says of its upstream. */
export interface Readiness {
  readonly ready: boolean;
  /** The circuit breaker before Microsoft Graph: `open` where calls fail at once. */
  readonly upstream: 'closed' | 'half-open' | 'open';
}

const PATH = '/ready';

/**
 * Answers `GET /ready` with 200, or with 503 while the process shuts down or Microsoft Graph is failing. Yoga's
 * own check of this kind tries a URL pattern on every request.
 */
export function useReadiness(read: () => Readiness): Plugin {
  return {
    onRequest({ request, url, fetchAPI, endResponse }) {
      if (request.method === 'POST' || url.pathname !== PATH) return;
      const readiness = read();
      const headers = { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' };
      const body = request.method === 'HEAD' ? null : JSON.stringify(readiness);
      endResponse(new fetchAPI.Response(body, { status: readiness.ready ? 200 : 503, headers }));
    },
  };
}
