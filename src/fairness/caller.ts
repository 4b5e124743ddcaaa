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

/**
 * Makes a caller's key once it is asked for. It holds the header and nothing else: calls outlive their request by some
 * garbage collections, and a closure in the scope of the request would keep all that it has read as long, which doubles
 * what collecting costs.
 */
export function lazyCallerKey(authorization: string): () => string {
  let key: string | undefined;
  return () => {
    key ??= callerKey(authorization);
    return key;
  };
}
