import { flushCompileCache } from 'node:module';
import type { Logger } from 'pino';
import { createGateway } from '../gateway.ts';
import { listen, type Service } from '../server/listen.ts';
import type { Config } from '../settings/config.ts';
import { createCommandLogger } from '../telemetry/logger.ts';
import { startTelemetry } from '../telemetry/start.ts';
import type { MetricsSnapshot } from '../telemetry/workerMetrics.ts';
import { connectionsThatFit } from './openFiles.ts';

export interface StartOptions {
  readonly isProduction: boolean;
  /** Whether this is a worker, whose primary serves the metrics, and has logged the warnings. */
  readonly isWorker: boolean;
  /** A token that GraphiQL fills in, for the emulator. */
  readonly graphiqlToken: string | undefined;
}

/** A gateway that listens, with its log and its telemetry. */
export interface GatewayService extends Service {
  readonly metricsUrl: string | undefined;
  readonly snapshot: (() => Promise<MetricsSnapshot>) | undefined;
  readonly log: Logger;
}

/** Starts the gateway in this process. */
export async function startGateway(config: Config, options: StartOptions): Promise<GatewayService> {
  const { isProduction, isWorker, graphiqlToken } = options;
  const log = await createCommandLogger(config, isProduction);
  const { sinks, metricsUrl, snapshot, close: closeTelemetry } = await startTelemetry(config, isWorker, log);
  const fitting = connectionsThatFit(config);
  const { maxConnections, maxUpstreamConcurrency } = fitting;
  if (maxConnections < config.maxConnections || maxUpstreamConcurrency < config.maxUpstreamConcurrency)
    log.warn(fitting, 'connections are reduced to what the limit of open files allows');
  try {
    const warnings = isWorker ? [] : config.warnings;
    const gateway = createGateway(
      { ...config, ...fitting, warnings },
      {
        logger: log,
        telemetry: sinks,
        ...(graphiqlToken !== undefined && { graphiqlToken }),
      },
    );
    const service = await listen(gateway, config);
    // Saves what has been compiled so far, in case a signal ends the process.
    flushCompileCache();
    const close: GatewayService['close'] = (how) => service.close(how).finally(closeTelemetry);
    return { ...service, metricsUrl, snapshot, log, close };
  } catch (error) {
    await closeTelemetry();
    throw error;
  }
}
