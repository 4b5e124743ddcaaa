import type { ErrorExtensions } from 'msgraph-gateway/client';
import { type GatewayError, NoGatewayResponse } from './client.ts';

/** The message for the user. */
export function advice(error: GatewayError | NoGatewayResponse): string {
  const { outcome } = error instanceof NoGatewayResponse ? error : error.extensions;
  // First of all: with any code, a write may have been applied, and repeating it would do it twice.
  if (outcome === 'APPLIED') return 'The change was made: reload the page to see it, and do not repeat it.';
  if (outcome === 'UNKNOWN')
    return 'The change may have been made: reload the page and check before you repeat it.';
  if (error instanceof NoGatewayResponse) return 'The service cannot be reached: try again later.';
  return adviceByCode(error.message, error.extensions);
}

/** For reads, and for writes that were not applied. A new code in the gateway is a compile error here. */
function adviceByCode(message: string, { code, retryAfterSeconds, argument }: ErrorExtensions): string {
  switch (code) {
    case 'UNAUTHENTICATED':
      return 'Please sign in again.';
    case 'FORBIDDEN':
      return 'You do not have the permission for this: ask an administrator.';
    case 'NOT_FOUND':
      return 'It does not exist any more.';
    case 'CONFLICT':
      return 'It exists already.';
    case 'RATE_LIMITED':
      return `Microsoft Graph is busy: try again in ${retryAfterSeconds ?? 'a few'} seconds.`;
    case 'OVERLOADED':
      return `The service is busy: try again in ${retryAfterSeconds ?? 'a few'} seconds.`;
    case 'BAD_USER_INPUT':
      return `Please correct ${argument ?? 'your input'}.`;
    case 'UPSTREAM_TIMEOUT':
    case 'UPSTREAM_UNAVAILABLE':
    case 'UPSTREAM_INVALID_RESPONSE':
      return 'Microsoft Graph is not available: try again later.';
    case 'UPSTREAM_REJECTED':
      return `Microsoft Graph rejected the request: ${message}`;
    case 'LIMIT_EXCEEDED':
    case 'GRAPHQL_PARSE_FAILED':
    case 'GRAPHQL_VALIDATION_FAILED':
    case 'BAD_REQUEST':
    case 'DOCUMENT_NOT_TRUSTED':
    case 'INTERNAL_SERVER_ERROR':
      return 'This page has a bug: please report it.';
    default:
      return code satisfies never;
  }
}
