import type { Plugin } from 'graphql-yoga';
import { requestPath } from './requestPath.ts';

/** Whether this process should receive requests. */
export interface Readiness {
  readonly ready: boolean;
  /** The circuit breaker of connections to Microsoft Graph; the failures of single callers do not change it. */
  readonly breaker: 'closed' | 'half-open' | 'open';
}

type Probe = 'liveness' | 'readiness';

const PROBES: ReadonlyMap<string, Probe> = new Map([
  ['/livez', 'liveness'],
  ['/readyz', 'readiness'],
  ['/health', 'liveness'],
  ['/ready', 'readiness'],
]);

/** Whether a request is a probe. */
export function isProbe(request: {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
}): boolean {
  return probeOf(request) !== undefined;
}

function probeOf(request: Parameters<typeof isProbe>[0]): Probe | undefined {
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  return isRead ? PROBES.get(requestPath(request)) : undefined;
}

/**
 * Answers `GET /livez` with 200, and `GET /readyz` with 200 or, while the process shuts down or Microsoft Graph is
 * unreachable, with 503; `/health` and `/ready` are the same. Probes need no token, bypass the gate and call nothing.
 *
 * @see https://kubernetes.io/docs/reference/using-api/health-checks/
 */
export function useHealth(readiness: () => Readiness): Plugin {
  return {
    onRequest({ request, fetchAPI, endResponse }) {
      const probe = probeOf(request);
      if (probe === undefined) return;
      const state = probe === 'readiness' ? readiness() : undefined;
      const body = request.method === 'HEAD' ? null : JSON.stringify(state ?? { status: 'ok' });
      const headers = { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' };
      endResponse(new fetchAPI.Response(body, { status: state?.ready === false ? 503 : 200, headers }));
    },
  };
}
