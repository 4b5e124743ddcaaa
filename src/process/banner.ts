import { INSTALL_GRAPHIQL, isGraphiQLInstalled } from '../graphiql/installed.ts';

/** The token that is filled in wherever the emulator is the upstream. */
export const DEMO_TOKEN = 'demo';

/** What the command prints once it serves. */
export interface Served {
  readonly url: string;
  readonly metricsUrl: string | undefined;
  readonly upstream: string;
  readonly graphiql: boolean;
  /** Whether clients may send documents of their own. */
  readonly anyDocument: boolean;
  readonly workers: number;
}

/** Says where the gateway is. */
export function gatewayBanner({ url, metricsUrl, upstream, graphiql, workers }: Served): string {
  const where = graphiql && isGraphiQLInstalled() ? ' (GraphiQL in a browser)' : '';
  const by = workers > 1 ? `, ${workers} workers` : '';
  return `Gateway ready at ${url}${where}${by}, upstream ${upstream}\n${metricsLine(metricsUrl)}`;
}

/** Says how to try it. */
export function emulatorBanner({ url, metricsUrl, upstream, graphiql, anyDocument }: Served): string {
  const installed = isGraphiQLInstalled() ? 'open it in a browser' : `not installed: ${INSTALL_GRAPHIQL}`;
  return `
Gateway and embedded Microsoft Graph emulator are ready. Nothing leaves this machine.

  GraphQL    ${url}
  GraphiQL   ${graphiql ? `${url}   (${installed})` : 'off'}
  Token      ${DEMO_TOKEN}   (any other token gets a tenant of its own)
  Upstream   ${upstream}   (the real Microsoft Graph: set GRAPH_URL, and no --emulator)
${anyDocument ? firstQuery(url) : ''}
${metricsLine(metricsUrl)}`;
}

function firstQuery(url: string): string {
  const query = '{"query":"{ externalConnections { nodes { id name state } } }"}';
  return `
  curl -s ${url} -H 'Authorization: Bearer ${DEMO_TOKEN}' -H 'Content-Type: application/json' -d '${query}'
`;
}

function metricsLine(url: string | undefined): string {
  return url === undefined ? '' : `Metrics at ${url}\n`;
}
