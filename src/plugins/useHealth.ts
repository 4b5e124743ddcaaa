import type { Plugin } from 'graphql-yoga';
import { requestPath } from './requestPath.ts';

/** Whether this process should receive requests. */
export interface Readiness {
  readonly ready: boolean;
  /** The circuit breaker of connections to Microsoft Graph; the failures of single callers do not change it. */
  readonly breaker: 'closed' | 'half-open' | 'open';
}

/**
 * Answers `GET /health` with 200, and `GET /ready` with 200 or, while the process shuts down or Microsoft Graph is
 * unreachable, with 503. Probes need no token and pass the gate.
 */
export function useHealth(readiness: () => Readiness): Plugin {
  return {
    onRequest({ request, fetchAPI, endResponse }) {
      if (request.method !== 'GET' && request.method !== 'HEAD') return;
      const path = requestPath(request);
      if (path !== '/health' && path !== '/ready') return;
      const state = path === '/ready' ? readiness() : undefined;
      const body = request.method === 'HEAD' ? null : JSON.stringify(state ?? { status: 'ok' });
      const headers = { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' };
      endResponse(new fetchAPI.Response(body, { status: state?.ready === false ? 503 : 200, headers }));
    },
  };
}
