/** Something that answers GraphQL operations: the gateway itself, or a supergraph's gateway in front of it. */
export interface Front {
  readonly name: string;
  /** Asks with a token, `demo` unless another one is given, or with none at all. */
  ask(query: string, variables?: Record<string, unknown>, token?: string | null): Promise<Answer>;
  close(): Promise<void>;
}

export interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly AnswerError[] | undefined;
}

export interface AnswerError {
  readonly message: string;
  readonly path?: readonly (string | number)[] | undefined;
  readonly extensions?: Readonly<Record<string, unknown>> | undefined;
}

/** The header of a caller, which has to be absent, not empty, where there is no token. */
export function callerOf(token: string | null): { readonly authorization?: string } {
  return token === null ? {} : { authorization: `Bearer ${token}` };
}

type Fetch = (url: string, init: RequestInit) => Response | Promise<Response>;

/** Asks over HTTP, as a client does. */
export function httpFront(name: string, url: string, fetch: Fetch = globalThis.fetch): Front {
  return {
    name,
    ask: async (query, variables = {}, token = 'demo') => {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...callerOf(token) },
        body: JSON.stringify({ query, variables }),
      });
      return await response.json();
    },
    close: async () => {},
  };
}
