import { badRequest } from '../operations/parameters.ts';

/** Reads the parameters of a GET. @throws {GraphQLError} `BAD_REQUEST` */
export function readQueryString({ url }: Request): unknown {
  const { search, searchParams } = new URL(url, 'http://gateway');
  // `searchParams` has U+FFFD in place of what is not UTF-8.
  if (!isUtf8(search)) throw badRequest('The query string is not percent-encoded UTF-8.');
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

function isUtf8(search: string): boolean {
  try {
    decodeURIComponent(search);
    return true;
  } catch {
    return false;
  }
}
