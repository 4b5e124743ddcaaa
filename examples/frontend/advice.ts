import type { GatewayError } from './client.ts';

/**
 * The message for the user, by error code. A new code in the gateway is a compile error here.
 */
export function advice({ message, extensions }: GatewayError): string {
  const { code, retryAfterSeconds, argument, outcome } = extensions;
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
    case 'OVERLOADED':
      return `Microsoft Graph is busy: try again in ${retryAfterSeconds ?? 'a few'} seconds.`;
    case 'BAD_USER_INPUT':
      return `Please correct ${argument ?? 'your input'}.`;
    case 'UPSTREAM_TIMEOUT':
    case 'UPSTREAM_UNAVAILABLE':
    case 'UPSTREAM_INVALID_RESPONSE':
      if (outcome === 'APPLIED') return 'The change was saved, but could not be read back: reload the page.';
      if (outcome === 'UNKNOWN')
        return 'The change may have been saved: reload the page before you try again.';
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
