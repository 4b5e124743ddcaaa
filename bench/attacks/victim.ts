import { setTimeout as sleep } from 'node:timers/promises';
import { commandFor, gatewayOf, requestFor } from '../gateways.ts';
import { connect, exchange } from '../load/exchange.ts';
import { type ServerProcess, startServer } from '../processes.ts';
import { scenarioOf } from '../scenarios.ts';
import type { Upstream } from '../upstream/process.ts';

const WARM_REQUESTS = 50;
/** Time for what the gateway does after an answer, such as collecting garbage. */
export const SETTLE_MS = 25;

/**
 * A fresh gateway with its limits at their defaults, that has answered a few ordinary requests. Introspection is
 * on, as it is by default outside production: it is the larger target.
 */
export async function startVictim(upstream: Upstream, cores: string | undefined): Promise<ServerProcess> {
  const ours = gatewayOf('ours');
  const command = commandFor(ours, upstream.url, cores);
  const server = await startServer({ ...command, env: { ...command.env, INTROSPECTION: 'on' } });
  const request = requestFor(ours, scenarioOf('S1'), server.url);
  const pool = connect(request.url, 1);
  for (let sent = 0; sent < WARM_REQUESTS; sent += 1) {
    if (!(await exchange(pool, request))) throw new Error('The gateway does not answer what is no attack.');
  }
  await pool.destroy();
  await sleep(SETTLE_MS);
  return server;
}
