/** GraphiQL's files are 18 MB, so a package's user installs them only if they are wanted. */
export const INSTALL_GRAPHIQL = 'npm install @graphql-yoga/render-graphiql';

/** Whether GraphiQL's files, an optional package, are installed. */
export function isGraphiQLInstalled(): boolean {
  try {
    import.meta.resolve('@graphql-yoga/render-graphiql/graphiql');
    return true;
  } catch {
    return false;
  }
}
