/**
 * One request to the gateway, and what the upstream answers while it is served. In its texts stand `{token}` for the
 * caller's token, `{encodedToken}` for the same in a URL, and `{root}` for the upstream's address.
 */
export interface FuzzCase {
  readonly request: FuzzedRequest;
  /** One after another; the last one for everything else that is asked. */
  readonly answers: readonly Answer[];
}

export interface FuzzedRequest {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | undefined;
  /** Sends the body as a stream, which ends as it should or breaks off. */
  readonly stream?: 'ends' | 'breaks' | undefined;
}

export type Answer =
  | {
      readonly kind: 'http';
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string | Uint8Array;
    }
  /** Bytes as they are, in place of an HTTP answer; then the connection is closed. */
  | { readonly kind: 'raw'; readonly bytes: string | Uint8Array }
  | { readonly kind: 'reset' }
  | { readonly kind: 'silence' };

/** Who makes one request. */
export interface Caller {
  readonly token: string;
  /** The request's `Authorization` header; undefined where none can be sent. */
  readonly authorization: string | undefined;
  /** The request's `client-request-id`, which is the caller's alone unless the case has one of its own. */
  readonly requestId: string;
}

/** Puts a caller's values where a text has room for them. */
export function filled(text: string, { token }: Pick<Caller, 'token'>, root: string): string {
  return text
    .replaceAll('{token}', token)
    .replaceAll('{encodedToken}', encodeURIComponent(token))
    .replaceAll('{root}', root);
}

/** A right request for one GraphQL operation. */
export function graphqlRequest(params: object): FuzzedRequest {
  return {
    method: 'POST',
    path: '/graphql',
    headers: { 'content-type': 'application/json', authorization: 'Bearer {token}' },
    body: JSON.stringify(params),
  };
}
