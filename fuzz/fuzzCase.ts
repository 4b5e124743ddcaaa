/**
 * One request to the gateway, and the upstream's responses while it is served. Placeholders in its strings: `{token}`
 * is the caller's token, `{encodedToken}` the same URL-encoded, and `{root}` the upstream's URL.
 */
export interface FuzzCase {
  readonly request: FuzzedRequest;
  /** In order; the last one is repeated for all further requests. */
  readonly responses: readonly ScriptedResponse[];
}

export interface FuzzedRequest {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | undefined;
  /** Sends the body as a stream that is complete or ends with an error. */
  readonly stream?: 'complete' | 'error' | undefined;
}

export type ScriptedResponse =
  | {
      readonly kind: 'http';
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string | Uint8Array;
    }
  /** Raw bytes instead of an HTTP response; then the connection is closed. */
  | { readonly kind: 'raw'; readonly bytes: string | Uint8Array }
  | { readonly kind: 'reset' }
  /** The upstream does not respond. */
  | { readonly kind: 'none' };

/** The caller of one request. */
export interface Caller {
  readonly token: string;
  /** The request's `Authorization` header; undefined if it has none. */
  readonly authorization: string | undefined;
  /** The request's `client-request-id`, unique per caller unless the case sets one. */
  readonly requestId: string;
}

/** Replaces the placeholders in a text. */
export function fillPlaceholders(text: string, { token }: Pick<Caller, 'token'>, root: string): string {
  return text
    .replaceAll('{token}', token)
    .replaceAll('{encodedToken}', encodeURIComponent(token))
    .replaceAll('{root}', root);
}

/** A valid HTTP request for one GraphQL operation. */
export function graphqlRequest(params: object): FuzzedRequest {
  return {
    method: 'POST',
    path: '/graphql',
    headers: { 'content-type': 'application/json', authorization: 'Bearer {token}' },
    body: JSON.stringify(params),
  };
}
