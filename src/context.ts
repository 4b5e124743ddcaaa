import { randomUUID } from 'node:crypto';
import type { GraphClient, GraphConfig } from './msgraph/client.ts';
import { Session, type SessionLog } from './msgraph/session.ts';

/** What resolvers get: the caller's session with Graph, and nothing else of the request. */
export interface GatewayContext {
  readonly graph: Session;
}

/** What all requests share. */
export interface SessionSource {
  readonly client: GraphClient;
  readonly config: GraphConfig;
  readonly timeoutMs: number;
  readonly maxUpstreamRequests: number;
  readonly log: SessionLog;
}

/** Opens the Graph session of one request, with its caller's credentials. */
export function createContext(source: SessionSource, request: Request): GatewayContext {
  const graph = new Session({
    ...source,
    authorization: bearerAuthorization(request),
    clientRequestId: clientRequestId(request),
    signal: request.signal,
  });
  return { graph };
}

// One token of visible characters; a comma would mean that two headers came.
const BEARER = /^Bearer +[\x21-\x2b\x2d-\x7e]+$/i;

/**
 * The request's `Authorization` header, if it is a Bearer token. The token itself is opaque: Microsoft asks
 * not to read tokens made for its own services.
 *
 * @see https://learn.microsoft.com/entra/identity-platform/access-tokens#validate-tokens
 */
export function bearerAuthorization(request: Request): string | undefined {
  const header = request.headers.get('authorization');
  return header !== null && BEARER.test(header) ? header : undefined;
}

const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const made = new WeakMap<Request, string>();

/** The id to find this request by in Graph's logs: the caller's if it is a GUID, else one made for it. */
export function clientRequestId(request: Request): string {
  const sent = request.headers.get('client-request-id');
  if (sent !== null && GUID.test(sent)) return sent;
  const id = made.get(request) ?? randomUUID();
  made.set(request, id);
  return id;
}
