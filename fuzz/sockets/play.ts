import http2, { type Http2Session } from 'node:http2';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { createGateway, type Gateway } from '../../src/gateway.ts';
import { listen } from '../../src/server/listen.ts';
import { readConfig } from '../../src/settings/config.ts';
import type { GatewayState, TelemetrySink } from '../../src/telemetry/index.ts';
import { listenOn } from '../server.ts';
import { startGraph } from './graph.ts';
import { playHttp1 } from './http1Client.ts';
import { playHttp2 } from './http2Client.ts';
import { Operations } from './operations.ts';
import type { Scenario } from './scenario.ts';
import { violationsOf } from './verify.ts';

const SETTINGS = { REQUEST_TIMEOUT_MS: '1000', CIRCUIT_BREAKER: 'off' };
const POLL_SECONDS = 0.05;
const GRACE_MS = 4_000;
// Far longer than a deadline, on a busy machine.
const IDLE_MS = 10_000;

/** Plays a scenario against a gateway of its own. Rejects with all that violates the contract. */
export async function play({ settings, conversations, ending }: Scenario): Promise<void> {
  const operations = new Operations();
  const graph = await startGraph(operations);
  const lines: string[] = [];
  const logger = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) });
  let state: GatewayState | undefined;
  const sink: TelemetrySink = {
    attached: (attached) => {
      state = attached;
    },
  };
  const config = readConfig({ ...SETTINGS, GRAPH_URL: graph.url, ...settings });
  const gateway = createGateway(
    { ...config, operationPollSeconds: POLL_SECONDS },
    { logger, telemetry: [sink] },
  );
  const http1 = await listen(gateway, {
    host: '127.0.0.1',
    port: 0,
    requestTimeoutMs: config.requestTimeoutMs,
    shutdownGraceMs: GRACE_MS,
    shutdownDelayMs: 0,
  });
  const host2 = await listenHttp2(gateway);
  const port1 = Number(new URL(http1.url).port);
  const clients = Promise.all(
    conversations.map((conversation) =>
      conversation.protocol === 'HTTP/1'
        ? playHttp1(port1, conversation, operations)
        : playHttp2(host2.port, conversation, operations),
    ),
  );
  const problems: string[] = [];
  const end = async () => {
    if (ending.how === 'after all') {
      await clients;
      const isIdle = () => state?.requestsInFlight() === 0 && state.openConnections() === 0;
      const until = performance.now() + IDLE_MS;
      while (!isIdle() && performance.now() < until) await sleep(5);
      if (!isIdle())
        problems.push(
          `${state?.requestsInFlight()} requests, ${state?.openConnections()} connections are left`,
        );
      if (operations.all().some(({ request }) => request.kind === 'watch')) {
        problems.push(...(await callsThatGoOn(operations)));
      }
    } else await sleep(ending.afterMs);
    const closed = ending.how === 'abort' ? http1.abort() : http1.close();
    const took = await Promise.race([
      closed.then(() => true),
      sleep(GRACE_MS + IDLE_MS, false, { ref: false }),
    ]);
    if (!took) problems.push(`${ending.how} did not settle`);
  };
  const [exchanges] = await Promise.all([clients, end()]);
  host2.close();
  if (ending.how === 'abort') await gateway.close();
  await graph.close();
  problems.push(...graph.violations, ...violationsOf({ operations, exchanges, lines, ending: ending.how }));
  if (problems.length > 0) throw new Error([...problems, ...lines].join('\n'));
}

/** Which operations still call Graph although their clients have left. What was on its way may arrive for a while. */
async function callsThatGoOn(operations: Operations): Promise<string[]> {
  let goOn: string[] = [];
  for (let tries = 0; tries < 20; tries += 1) {
    const before = callsOf(operations);
    await sleep(4_000 * POLL_SECONDS);
    goOn = callsOf(operations).flatMap((calls, index) =>
      calls > (before[index] ?? 0) ? [`operation ${index} calls Graph, and its client has left`] : [],
    );
    if (goOn.length === 0) break;
  }
  return goOn;
}

/** How often each operation has called Graph. */
function callsOf(operations: Operations): number[] {
  return operations
    .all()
    .map(({ requests }) => [...requests.values()].reduce((sum, count) => sum + count, 0));
}

/** A host that serves HTTP/2. */
async function listenHttp2({ requestListener }: Gateway) {
  const server = http2.createServer();
  // The types have a listener of their own for HTTP/2.
  Reflect.apply(server.on, server, ['request', requestListener]);
  const sessions = new Set<Http2Session>();
  server.on('session', (session) => {
    sessions.add(session);
    session.once('close', () => sessions.delete(session));
  });
  const port = await listenOn(server);
  const close = () => {
    server.close();
    for (const session of sessions) session.destroy();
  };
  return { port, close };
}
