import type { RequestListener } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { FairShare } from './fairness/fairShare.ts';
import { HeavyWork } from './fairness/heavyWork.ts';
import { LoopTime } from './fairness/loopTime.ts';
import { LoopTurns } from './fairness/loopTurns.ts';
import type { OnSwitched } from './msgraph/calls/circuit.ts';
import { GraphClient } from './msgraph/calls/client.ts';
import { createRoutes } from './msgraph/routes.ts';
import { DocumentMemory } from './operations/documentMemory.ts';
import { createExecute, type OperationOptions } from './operations/execute.ts';
import { InvalidDocument } from './operations/prepareOnce.ts';
import { createTurn } from './operations/turn.ts';
import { Gate } from './plugins/gate.ts';
import { useCors } from './plugins/useCors.ts';
import { useGraphiQL } from './plugins/useGraphiQL.ts';
import { useGraphQLEndpoint } from './plugins/useGraphQLEndpoint.ts';
import { isProbe, useHealth } from './plugins/useHealth.ts';
import { useLoadShedding } from './plugins/useLoadShedding.ts';
import { useResponseHeaders } from './plugins/useResponseHeaders.ts';
import { createYogaServer } from './plugins/yogaServer.ts';
import { unsupportedRuntime } from './process/runtime.ts';
import type { ReportBug } from './schema/errors.ts';
import { schema } from './schema/index.ts';
import { subgraphSchema } from './schema/supergraph/subgraph.ts';
import { ByteBudget } from './server/byteBudget.ts';
import { ConnectionLimit } from './server/connectionLimit.ts';
import { createListener, type Listeners } from './server/listener.ts';
import { OpenRequests } from './server/openRequests.ts';
import { assertConfig, type Config, ConfigError } from './settings/config.ts';
import { limitHint, pathHint } from './settings/hints.ts';
import { Subscriptions } from './subscriptions/subscriptions.ts';
import { createLogger, guarded } from './telemetry/logger.ts';
import { createOperationLog } from './telemetry/operationLog.ts';
import type { TelemetrySink } from './telemetry/sink.ts';
import { createTelemetry } from './telemetry/telemetry.ts';

/** A running gateway. It holds upstream connections and no caller's data; any number can run side by side. */
export interface Gateway {
  /** Serves one request, for tests and Fetch API hosts. Rejects after {@link Gateway.close}, or if its body is used. */
  fetch(input: Request | URL | string, init?: RequestInit): Promise<Response>;
  /** The same for `node:http`; the timeouts of slow requests are those of the host's server. */
  readonly requestListener: RequestListener;
  /**
   * For the event `connection` of the same server (`secureConnection` of `node:https`; not for HTTP/2). Without it,
   * `MAX_CONNECTIONS` does not apply.
   */
  readonly connectionListener: Listeners['connectionListener'];
  /**
   * For the event `clientError` of the same server. Without it, Node responds to a malformed request at once, ahead of
   * the responses to earlier requests of its connection.
   */
  readonly clientErrorListener: Listeners['clientErrorListener'];
  /**
   * Whether no request is in flight or arriving on a connection of the same server, so that a host may close it during
   * shutdown. `server.closeIdleConnections()` also closes connections whose response is still being read.
   */
  readonly isIdle: Listeners['isIdle'];
  /**
   * From now on each connection of `node:http` is closed after its next response, subscriptions end with `OVERLOADED`
   * as their last event, and `GET /readyz` is 503, or unchanged if `stayReady`: another process serves the same port.
   */
  drain(options?: { readonly stayReady: boolean }): void;
  /** Waits for the operations in flight, then closes the connections of their calls. Later requests are rejected. */
  close(): Promise<void>;
  /**
   * Cuts off the operations in flight: calls `disconnect` to disconnect their clients, then aborts the upstream calls
   * and closes their connections. A write that is cut off is logged with its outcome. Nothing is logged afterwards.
   */
  abort(disconnect?: () => Promise<void>): Promise<void>;
}

export interface GatewayOptions {
  /** Where to log to; JSON lines on standard error by default. */
  readonly logger?: Logger;
  /** Metrics and traces, made with `msgraph-gateway/telemetry`; none by default. */
  readonly telemetry?: readonly TelemetrySink[];
  /** A token that GraphiQL fills in, for an upstream that is open to everyone, such as the emulator. */
  readonly graphiqlToken?: string;
}

// Long, because a slow client's progress is visible only in steps of up to half of the kernel's buffer.
const STALL_TIMEOUT_MS = 10_000;
// Short, because each packet of a body is seen as it arrives.
const BODY_STALL_TIMEOUT_MS = 1_000;

// About two thirds of the time at most: small requests are served meanwhile. And not much less, since bodies that arrive
// meanwhile take time, too, and honest ones among them have deadlines.
const BODY_SLICE = { ms: 20, pauseMs: 10 };
// How long operations that are cut off may take to end, and to be logged.
const LOGGED_MS = 500;

const served = subgraphSchema(schema);

/**
 * Makes a gateway; it opens no connection before the first request.
 *
 * @throws {TypeError} where the settings are not those of `readConfig`
 * @throws {ConfigError} where a trusted document is invalid
 * @throws in a runtime that the gateway does not work in, such as Bun
 */
export function createGateway(config: Config, options: GatewayOptions = {}): Gateway {
  const unsupported = unsupportedRuntime(process.versions);
  if (unsupported !== undefined) throw new Error(unsupported);
  assertConfig(config);
  const log = guarded(options.logger ?? createLogger(config));
  for (const warning of config.warnings) log.warn({}, warning);
  const onBreakerSwitched: OnSwitched = (state) => {
    if (state === 'open') log.warn({}, 'calls to Graph are stopped: no connection can be established');
    else log.info({}, 'calls to Graph are made again');
  };
  const loopTime = new LoopTime();
  const heavyWork = new HeavyWork(loopTime);
  const client = new GraphClient({ ...config, heavyWork, onBreakerSwitched });
  const telemetry = createTelemetry([
    // The operation log writes at `info` and `warn`: at a higher log level, it would write nothing.
    ...(log.isLevelEnabled('warn') ? [createOperationLog(log, config)] : []),
    ...(options.telemetry ?? []),
  ]);
  const reportBug: ReportBug = (error) => {
    log.error({ err: error }, 'unexpected error');
    telemetry.bug();
  };
  const gate = new Gate(config.maxRequests, telemetry.onRejected);
  const connectionLimit = new ConnectionLimit(config.maxConnections, telemetry.onSurplusConnection);
  const subscriptions = new Subscriptions(config, gate);
  telemetry.attach({
    graphUrl: config.graphUrl,
    maxRequests: config.maxRequests,
    resources: Object.keys(config.graphPaths),
    requestsInFlight: () => gate.inFlight,
    openConnections: () => connectionLimit.count,
    breaker: () => client.breaker,
  });
  let draining = false;
  let leaving = false;
  let cutOff = false;
  let closed: Promise<void> | undefined;

  const contexts = { ...config, client, routeOf: createRoutes(config.graphPaths), subscriptions };
  const execute = executeWith({
    ...config,
    heavyWork,
    documentMemory: new DocumentMemory(client.heldMemory),
    loopTurns: new LoopTurns(loopTime),
    reportBug,
    limitHint,
    pathHint,
  });

  const limits = {
    ...config,
    pendingBodies: new ByteBudget(config.maxPendingBodyBytes, BODY_STALL_TIMEOUT_MS, 'slowest'),
    servedBodies: new FairShare(config.maxPendingBodyBytes),
    bodyTurn: createTurn(new LoopTurns(loopTime, BODY_SLICE)),
  };

  const yoga = createYogaServer(served, reportBug, [
    // First the plugins that apply to every response, then those that respond without GraphQL: probes bypass the gate.
    useResponseHeaders(),
    ...(config.corsOrigins.length > 0 ? [useCors(config.corsOrigins)] : []),
    useHealth(() => ({ ready: !leaving && client.breaker === 'closed', breaker: client.breaker })),
    ...(config.graphiql ? [useGraphiQL(options.graphiqlToken)] : []),
    useGraphQLEndpoint({
      ...telemetry,
      execute: gate.guard(execute),
      contexts,
      limits,
      reportBug,
      limitHint,
      isCutOff: () => cutOff,
    }),
    // Last: requests that are not GraphQL have their response by now.
    useLoadShedding(gate),
  ]);

  const requests = new OpenRequests();
  const requestTurns = new LoopTurns<unknown>(loopTime);
  // Of their own: probes do not wait behind the requests of thousands of connections.
  const probeTurns = new LoopTurns<unknown>(loopTime);
  const listeners = createListener(
    (request, response) => requests.serve(() => yoga.handleNodeRequestAndResponse(request, response, {})),
    {
      turnsOf: (request) => (isProbe(request) ? probeTurns : requestTurns),
      rejectEarly: (request) => gate.rejectEarly(request),
      isDraining: () => draining,
      isClosed: () => closed !== undefined,
      connectionLimit,
      maxUnsentBytes: config.maxUnsentBytes,
      stallTimeoutMs: STALL_TIMEOUT_MS,
      onError: reportBug,
      onRejected: telemetry.onRejected,
    },
  );

  async function finish(): Promise<void> {
    await yoga.dispose();
    await heavyWork.flush();
    // A client has as long for its body, too; that of a host's own request may never end, and is not served any more.
    const timer = new AbortController();
    const timeout = sleep(2 * config.requestTimeoutMs, undefined, timer).catch(() => {});
    await Promise.race([requests.idle(), timeout]);
    timer.abort();
    // Operations whose clients have disconnected: they are logged, above all for their writes.
    await gate.idle();
    cutOff = true;
    await client.close();
    telemetry.close();
  }

  return {
    ...listeners,
    fetch: async (input, init) => {
      if (closed !== undefined) throw new Error('fetch: this gateway is closed; create another one');
      const isUnchanged = input instanceof Request && init === undefined && !input.bodyUsed;
      // Throws where the body has been read.
      const request = isUnchanged ? input : new Request(input, init);
      return requests.serve(() => yoga.fetch(request));
    },
    drain: ({ stayReady } = { stayReady: false }) => {
      draining = true;
      leaving = !stayReady;
      subscriptions.drain();
    },
    close: () => {
      subscriptions.drain();
      closed ??= finish();
      return closed;
    },
    abort: async (disconnect) => {
      cutOff = true;
      subscriptions.drain();
      await disconnect?.();
      // Parses the responses that wait for their turn, so that the outcome of their writes is known.
      await heavyWork.flush();
      await client.abort();
      // All calls have ended and no new one can start: the operations only have to finish.
      await Promise.race([gate.idle(), sleep(LOGGED_MS, undefined, { ref: false })]);
      telemetry.close();
    },
  };
}

function executeWith(options: OperationOptions) {
  try {
    return createExecute(served, options);
  } catch (error) {
    if (error instanceof InvalidDocument) throw new ConfigError([`TRUSTED_DOCUMENTS: ${error.message}`]);
    throw error;
  }
}
