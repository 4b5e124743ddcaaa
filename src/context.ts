import { randomUUID } from 'node:crypto';
import { Session, type SessionOptions, type SessionSource } from './msgraph/session.ts';
import type { GatewayContext } from './schema/builder.ts';
import { ErrorBudget } from './schema/errors.ts';

/** What the contexts of all requests share. */
export type ContextSource = SessionSource & Pick<GatewayContext, 'maxKeys'>;

/** Opens the session of one request. */
export function createContext({ maxKeys, ...options }: ContextSource & SessionOptions): GatewayContext {
  return { graph: new Session(options), errorBudget: new ErrorBudget(), maxKeys };
}

// One token of visible characters; a comma would mean that two headers arrived.
const BEARER = /^Bearer +[\x21-\x2b\x2d-\x7e]+$/i;

/**
 * The request's `Authorization` header, if it is a Bearer token. The token itself is opaque: Microsoft asks
 * not to read tokens made for its own services.
 *
 * @see https://learn.microsoft.com/entra/identity-platform/access-tokens#validate-tokens
 */
export function bearerAuthorization({ headers }: Request): string | undefined {
  const header = headers.get('authorization');
  return header !== null && BEARER.test(header) ? header : undefined;
}

const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The id to find a request by in Graph's logs: the caller's if it is a GUID, else a new one. */
export function clientRequestId({ headers }: Request): string {
  const sent = headers.get('client-request-id');
  return sent !== null && GUID.test(sent) ? sent : randomUUID();
}
