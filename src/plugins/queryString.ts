import { badRequest } from '../operations/parameters.ts';

/** Reads the parameters of a GET. */
export function readQueryString({ url }: Request): unknown {
  const { searchParams } = new URL(url, 'http://gateway');
  const given = (name: string) => searchParams.get(name) || undefined;
  const json = (name: string): unknown => JSON.parse(given(name) ?? 'null');
  try {
    return {
      query: given('query'),
      documentId: given('documentId'),
      operationName: given('operationName'),
      variables: json('variables'),
      extensions: json('extensions'),
    };
  } catch {
    throw badRequest('The parameters "variables" and "extensions" are not JSON.');
  }
}
