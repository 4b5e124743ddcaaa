/** Where a call goes, without ids: for logs, metrics and traces. */
export interface Route {
  /** The resource's name; that of its parent where it is nested: `externalConnections`. */
  readonly resource: string;
  /** `/external/connections/{id}` */
  readonly path: string;
}
