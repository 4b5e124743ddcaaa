import { randomUUID } from 'node:crypto';
import { isGuid } from './msgraph/headers.ts';
import { RetrySlots } from './msgraph/retry.ts';
import { Session, type SessionOptions, type SessionSource } from './msgraph/session.ts';
import type { GatewayContext } from './schema/builder.ts';
import { ErrorBudget } from './schema/errors.ts';
import type { Subscriptions } from './subscriptions/subscriptions.ts';

/** What the contexts of all requests share. */
export type ContextSource = SessionSource &
  Pick<GatewayContext, 'maxKeys'> & { readonly subscriptions: Pick<Subscriptions, 'watch'> };

/** Opens the session of one request. */
export function createContext({
  maxKeys,
  subscriptions,
  ...options
}: ContextSource & SessionOptions): GatewayContext {
  const { authorization, signal } = options;
  // Whatever fails is polled for again: a poll that waited for a retry would hold up the others.
  const openSession = (signal: AbortSignal) => new Session({ ...options, signal, retrySlots: NO_RETRIES });
  return {
    graph: new Session(options),
    errorBudget: new ErrorBudget(),
    maxKeys,
    watch: (watched) => subscriptions.watch(watched, { authorization, signal, openSession }),
  };
}

const NO_RETRIES = new RetrySlots(0);

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

/** The id to find a request by in Graph's logs: the caller's if it is a GUID, else a new one. */
export function clientRequestId({ headers }: Request): string {
  const sent = headers.get('client-request-id');
  return sent !== null && isGuid(sent) ? sent : randomUUID();
}
