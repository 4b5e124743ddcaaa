import type { IncomingHttpHeaders } from 'node:http';

const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether a value can be a `client-request-id` or a `request-id`. */
export function isGuid(value: string): boolean {
  return GUID.test(value);
}

/** The first value of a header. */
export function header(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}

// Room for the id to be repeated several times, as some proxies do.
const MAX_ECHO_LENGTH = 1_000;

/**
 * Whether the `client-request-id` of a response, which Graph echoes, is that of the request, or absent.
 *
 * @see https://learn.microsoft.com/graph/best-practices-concept#reliability-and-support
 */
export function echoesId(headers: IncomingHttpHeaders, sent: string | undefined): boolean {
  const { 'client-request-id': echoed } = headers;
  if (echoed === undefined) return true;
  const values = [echoed].flat();
  if (values.some(({ length }) => length > MAX_ECHO_LENGTH)) return false;
  const ids = values.flatMap((value) => value.split(','));
  return ids.every((id) => ['', sent?.toLowerCase()].includes(id.trim().toLowerCase()));
}

// The maximum of GraphQL's Int.
const MAX_WAIT_SECONDS = 2 ** 31 - 1;

/**
 * How many seconds Graph asks to wait, from `Retry-After`: a number (Graph sends fractions, too) or an HTTP date.
 *
 * @see https://learn.microsoft.com/graph/throttling
 */
export function retryAfterSeconds(headers: IncomingHttpHeaders): number | undefined {
  const value = header(headers, 'retry-after')?.trim();
  if (value === undefined || value === '') return undefined;
  if (/^\d{1,20}(?:\.\d{1,9})?$/.test(value)) return Math.min(Number(value), MAX_WAIT_SECONDS);
  // Only an HTTP date: `Date.parse` finds a date in many things that are none.
  const date = /^[A-Z][a-z]{2,8},? .* GMT$/.test(value) ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(date)) return undefined;
  return Math.min(Math.max(0, Math.round((date - Date.now()) / 1000)), MAX_WAIT_SECONDS);
}

/**
 * The claims challenge of Continuous Access Evaluation, as Graph sent it (base64): the caller passes it on to
 * its identity library to get a better token.
 *
 * @see https://learn.microsoft.com/entra/identity-platform/claims-challenge
 */
export function claimsChallenge(headers: IncomingHttpHeaders): string | undefined {
  const value = headers['www-authenticate'];
  const challenges = Array.isArray(value) ? value.join(', ') : value;
  return challenges && /(?:^|[\s,])claims="([^"]+)"/i.exec(challenges)?.[1];
}
