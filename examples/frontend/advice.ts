import type { GatewayError } from './client.ts';

/**
 * What to tell the user, for every code there is: when the gateway gains one, this stops compiling.
 */
export function advice({ message, extensions }: GatewayError): string {
  const { code, retryAfterSeconds, argument, outcome } = extensions;
  switch (code) {
    case 'UNAUTHENTICATED':
      return 'Please sign in again.';
    case 'FORBIDDEN':
      return 'You may not do that: ask an administrator for the permission.';
    case 'NOT_FOUND':
      return 'It is not there any more.';
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
      if (outcome === 'APPLIED') return 'It has been done, but could not be shown: reload.';
      if (outcome === 'UNKNOWN') return 'It may have been done: reload before you try again.';
      return 'Microsoft Graph cannot be reached: try again later.';
    case 'UPSTREAM_REJECTED':
      return `Microsoft Graph refuses: ${message}`;
    case 'LIMIT_EXCEEDED':
    case 'GRAPHQL_PARSE_FAILED':
    case 'GRAPHQL_VALIDATION_FAILED':
    case 'BAD_REQUEST':
    case 'INTERNAL_SERVER_ERROR':
      return 'Something is wrong with this page; please report it.';
    default:
      return code satisfies never;
  }
}
