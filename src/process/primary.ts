import cluster from 'node:cluster';
import { type Config, ConfigError } from '../settings/config.ts';
import { createCommandLogger } from '../telemetry/logger.ts';
import { serveWorkerMetrics } from '../telemetry/start.ts';
import type { MetricsSource } from '../telemetry/workerMetrics.ts';
import type { RunningService } from './lifecycle.ts';
import { type StartWorker, Supervisor } from './supervisor.ts';
import { workerStdio } from './workerOutput.ts';
import { startWorker, type WorkerProcess } from './workerProcess.ts';

/** What a worker needs: the settings as environment variables, and the same checked. */
export interface WorkerSettings {
  readonly variables: Readonly<Record<string, string>>;
  readonly config: Config;
}

export interface PrimaryOptions extends WorkerSettings {
  /** The command line of the workers. */
  readonly args: readonly string[];
  readonly isProduction: boolean;
  /**
   * Reads the settings again.
   *
   * @throws {ConfigError}
   */
  readonly reread: () => WorkerSettings;
}

// Settings that a restart does not change, because the primary itself does not restart.
const FIXED = ['WORKERS', 'HOST', 'PORT', 'ADMIN_HOST', 'ADMIN_PORT', 'LOG_LEVEL'];

/** Starts the workers, which accept connections from a socket that this process listens on. */
export async function startWorkers(options: PrimaryOptions) {
  const { args, config, isProduction, reread } = options;
  const log = await createCommandLogger(config, isProduction);
  for (const warning of config.warnings) log.warn(warning);
  // Workers accept connections themselves: a busy one accepts none, and none is lost with a worker that dies. With
  // round-robin, a flood of connections would be queued in the primary without a bound.
  cluster.schedulingPolicy = cluster.SCHED_NONE;
  // JSON has no NaN, which some metrics are.
  cluster.setupPrimary({ args: [...args], serialization: 'advanced', stdio: [...workerStdio()] });
  const running = new Set<WorkerProcess>();
  const metrics = await serveWorkerMetrics(running satisfies Iterable<MetricsSource>, config);
  const supervisor = new Supervisor({
    workers: config.workers,
    start: startWith(options),
    running,
    log,
    onEnded: (worker) => metrics?.add(worker),
  });

  let restarting = Promise.resolve();
  let isRequested = false;
  const restart = async () => {
    isRequested = false;
    let start: StartWorker;
    try {
      const next = reread();
      for (const warning of next.config.warnings) log.warn(warning);
      const changed = FIXED.filter((name) => next.variables[name] !== options.variables[name]);
      if (changed.length > 0)
        log.warn({ settings: changed }, 'changed settings that take effect at the next start');
      start = startWith({ ...next, variables: withFixed(next.variables, options.variables) });
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      log.error({ problem: error.problems }, 'invalid settings; the workers are not restarted');
      return;
    }
    await supervisor.restart(start);
  };
  const close = () => supervisor.close().finally(() => metrics?.close());
  try {
    const url = await supervisor.start();
    const service: Omit<RunningService, 'banner'> = {
      log,
      close,
      abort: () => supervisor.abort(),
      kill: () => supervisor.kill(),
      restart: () => {
        // A requested restart that has not begun yet will read the newest settings, too.
        if (isRequested) return;
        isRequested = true;
        restarting = restarting.then(restart);
      },
    };
    return { ...service, url, metricsUrl: metrics?.url };
  } catch (error) {
    await close();
    throw error;
  }
}

function startWith({ variables, config }: WorkerSettings): StartWorker {
  return () => startWorker(variables, config.shutdownGraceMs);
}

function withFixed(
  next: Readonly<Record<string, string>>,
  first: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const isFixed = ([name]: [string, string]) => FIXED.includes(name);
  return Object.fromEntries([
    ...Object.entries(next).filter((entry) => !isFixed(entry)),
    ...Object.entries(first).filter(isFixed),
  ]);
}
