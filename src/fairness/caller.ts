import { hash, randomBytes } from 'node:crypto';

const SECRET = randomBytes(32).toString('base64');

/** The token of an `Authorization` header: the scheme may be in any case, with any number of spaces behind it. */
export function tokenOf(authorization: string): string {
  return authorization.replace(/^\S+\s+/, '');
}

/**
 * What stands for a caller, by the token of its `Authorization` header alone. It cannot be reversed, nor compared with that
 * of another process, which has another secret.
 */
export function callerKey(authorization: string): string {
  return hash('sha256', SECRET + tokenOf(authorization), 'base64');
}
