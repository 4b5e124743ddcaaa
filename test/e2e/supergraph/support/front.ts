/** A GraphQL endpoint: the gateway itself, or a supergraph's gateway in front of it. */
export interface Front {
  readonly name: string;
  /** Executes an operation with a token, `demo` by default; `null` sends none. */
  execute(query: string, variables?: Record<string, unknown>, token?: string | null): Promise<Result>;
  close(): Promise<void>;
}

export interface Result {
  readonly data?: unknown;
  readonly errors?: readonly ResultError[] | undefined;
}

export interface ResultError {
  readonly message: string;
  readonly path?: readonly (string | number)[] | undefined;
  readonly extensions?: Readonly<Record<string, unknown>> | undefined;
}

/** The header of a caller, which has to be absent, not empty, where there is no token. */
export function callerKey(token: string | null): { readonly authorization?: string } {
  return token === null ? {} : { authorization: `Bearer ${token}` };
}

type Fetch = (url: string, init: RequestInit) => Response | Promise<Response>;

/** Executes operations over HTTP, as a client does. */
export function httpFront(name: string, url: string, fetch: Fetch = globalThis.fetch): Front {
  return {
    name,
    execute: async (query, variables = {}, token = 'demo') => {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...callerKey(token) },
        body: JSON.stringify({ query, variables }),
      });
      return await response.json();
    },
    close: async () => {},
  };
}
