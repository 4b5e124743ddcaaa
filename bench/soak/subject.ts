import type { Cores } from '../cores.ts';
import { commandFor, gatewayOf, requestFor } from '../gateways.ts';
import type { LoadRequest } from '../load/request.ts';
import { type ServerProcess, startServer } from '../processes.ts';
import { scenarioOf } from '../scenarios.ts';
import type { Upstream } from '../upstream/process.ts';
import { Judge } from './answer.ts';
import { Connections } from './connections.ts';

/** A gateway of the run, and the connections by which it is asked for S1. */
export interface Subject {
  readonly server: ServerProcess;
  readonly connections: Connections;
}

/** Starts a gateway whose settings are the defaults but for those given. */
export async function startSubject(
  upstream: Upstream,
  cores: Cores | undefined,
  settings: Readonly<Record<string, string>> = {},
): Promise<Subject> {
  const ours = gatewayOf('ours');
  const command = commandFor(ours, upstream.url, cores?.gateway);
  const server = await startServer({ ...command, env: { ...command.env, ...settings } });
  const scenario = scenarioOf('S1');
  const bytes = bytesOf(requestFor(ours, scenario, server.url));
  return { server, connections: new Connections(server.url, bytes, new Judge(scenario.expected)) };
}

/** A request as it goes over the wire. */
function bytesOf({ method, url, headers, body = '' }: LoadRequest): Buffer {
  const { host, pathname } = new URL(url);
  const lines = Object.entries({ host, ...headers, 'content-length': String(Buffer.byteLength(body)) });
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  return Buffer.from(`${method} ${pathname} HTTP/1.1\r\n${head}\r\n${body}`);
}
