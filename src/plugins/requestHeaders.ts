import { randomUUID } from 'node:crypto';
import { tokenOf } from '../fairness/caller.ts';
import { isGuid } from '../msgraph/protocol/headers.ts';
import { Redactor } from '../msgraph/protocol/redact.ts';

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

const GUID_LENGTH = 36;

/**
 * The id to find a request by in Graph's logs: the caller's if it is a GUID, and not its token; else a new one.
 *
 * @param sent - the header `client-request-id` of the request
 */
export function clientRequestIdOf(sent: unknown, authorization: string | null | undefined): string {
  if (typeof sent !== 'string' || !isGuid(sent)) return randomUUID();
  const token = tokenOf(authorization ?? '');
  // Nor can a longer token be in it, unless it is percent-encoded.
  const isLonger = token.length > GUID_LENGTH && !token.includes('%');
  return isLonger || !new Redactor(token).reveals(sent) ? sent : randomUUID();
}
