/** Sends an operation to the gateway, with the headers of the Headers panel. */
export type Fetcher = (
  params: { readonly query: string; readonly operationName?: string | null },
  options?: { readonly headers?: Readonly<Record<string, string>> },
) => Promise<unknown>;

interface Schema {
  types: { name: string; fields: { name: string }[] | null }[];
}

/**
 * A fetcher for the page's own endpoint. It leaves the fields and types for supergraphs (`_entities`, `_service`,
 * `_sdl`) out of the schema that GraphiQL documents and suggests; they can be queried all the same. Its source text is
 * sent to the browser, so it uses nothing of this module.
 */
export function createFetcher(): Fetcher {
  return async (params, { headers } = {}) => {
    const connection = new AbortController();
    const response = await fetch(location.pathname, {
      method: 'POST',
      headers: {
        accept: 'application/json, text/event-stream',
        'content-type': 'application/json',
        ...headers,
      },
      body: JSON.stringify(isNamed(params) ? params : { ...params, operationName: undefined }),
      signal: connection.signal,
    });
    const isStream = response.headers.get('content-type')?.startsWith('text/event-stream');
    if (isStream && response.body) return results(response.body, connection);
    const result: { data?: { __schema?: Schema } } = await response.json();
    const schema = params.operationName === 'IntrospectionQuery' ? result.data?.__schema : undefined;
    if (schema) {
      const isPublic = ({ name }: { name: string }) => !/^_[^_]/.test(name);
      schema.types = schema.types.filter(isPublic);
      for (const type of schema.types) type.fields = type.fields?.filter(isPublic) ?? null;
    }
    return result;
  };

  /** Whether the document has the operation: for a moment after a change, GraphiQL sends the name of the one before. */
  function isNamed({ query, operationName }: Parameters<Fetcher>[0]): boolean {
    return new RegExp(`(?:query|mutation|subscription)\\s+${operationName}\\b`).test(query);
  }

  /** The results of a subscription, one after the other; GraphiQL calls `return` when the user stops it. */
  function results(
    body: ReadableStream<Uint8Array>,
    connection: AbortController,
  ): AsyncIterableIterator<unknown> {
    const reader = body.getReader();
    const decoder = new TextDecoder();
    const done = { done: true, value: undefined } as const;
    let text = '';
    return {
      [Symbol.asyncIterator]() {
        return this;
      },
      async next() {
        for (;;) {
          const end = text.indexOf('\n\n');
          if (end >= 0) {
            const event = text.slice(0, end);
            text = text.slice(end + 2);
            if (event.startsWith('event: complete')) return done;
            const [, data] = /^data: (.*)$/m.exec(event) ?? [];
            if (data) return { done: false, value: JSON.parse(data) };
            continue;
          }
          const chunk = await reader.read().catch((error: unknown) => {
            if (connection.signal.aborted) return done;
            throw error;
          });
          if (chunk.done) return done;
          text += decoder.decode(chunk.value, { stream: true });
        }
      },
      return: () => {
        connection.abort();
        return Promise.resolve(done);
      },
    };
  }
}
