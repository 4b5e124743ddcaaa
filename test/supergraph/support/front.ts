/** Something that answers GraphQL operations: the gateway itself, or a supergraph's gateway in front of it. */
export interface Front {
  readonly name: string;
  ask(query: string, variables?: Record<string, unknown>, token?: string): Promise<Answer>;
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

type Fetch = (url: string, init: RequestInit) => Response | Promise<Response>;

/** Asks over HTTP, as a client does. */
export function httpFront(name: string, url: string, fetch: Fetch = globalThis.fetch): Front {
  return {
    name,
    ask: async (query, variables = {}, token = 'demo') => {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify({ query, variables }),
      });
      return await response.json();
    },
    close: async () => {},
  };
}
