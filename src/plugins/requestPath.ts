const URL_PATH = /^(?:[a-z]+:\/\/[^/?#]*)?([^?#]*)/;

/** The path of a URL or of a request target, as the client sent it: a URL parser would resolve `/x/../graphql`. */
export function requestPath({ url = '' }: { readonly url?: string | undefined }): string {
  return URL_PATH.exec(url)?.[1] ?? '';
}

/** Whether a path is that of the GraphQL endpoint. */
export function isGraphQLPath(path: string): boolean {
  return path === '/graphql' || path === '/graphql/';
}
