import { hash, randomBytes } from 'node:crypto';

const SECRET = randomBytes(32).toString('base64');

/** The token of an `Authorization` header: the scheme may be in any case, with any number of spaces behind it. */
export function tokenOf(authorization: string): string {
  return authorization.replace(/^\S+\s+/, '');
}

/**
 * Returns a key for the caller: a hash of the token in its `Authorization` header and a secret of this process, in
 * base64. It cannot be reversed, nor compared with keys of another process.
 */
export function callerKey(authorization: string): string {
  return hash('sha256', SECRET + tokenOf(authorization), 'base64');
}

/**
 * Returns a function that computes the caller's key on first use. Its closure holds the header alone: calls outlive
 * their request by some garbage collections, and a closure in the scope of the request would retain everything that the
 * request has read, which doubles the cost of garbage collection.
 */
export function lazyCallerKey(authorization: string): () => string {
  let key: string | undefined;
  return () => {
    key ??= callerKey(authorization);
    return key;
  };
}
