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
    const response = await fetch(location.pathname, {
      method: 'POST',
      headers: { accept: 'application/json', 'content-type': 'application/json', ...headers },
      body: JSON.stringify(params),
    });
    const result: { data?: { __schema?: Schema } } = await response.json();
    const schema = params.operationName === 'IntrospectionQuery' ? result.data?.__schema : undefined;
    if (schema) {
      const isPublic = ({ name }: { name: string }) => !/^_[^_]/.test(name);
      schema.types = schema.types.filter(isPublic);
      for (const type of schema.types) type.fields = type.fields?.filter(isPublic) ?? null;
    }
    return result;
  };
}
