import cluster, { type Worker } from 'node:cluster';
import { setTimeout as sleep } from 'node:timers/promises';
import type { MetricsSnapshot } from '../telemetry/workerMetrics.ts';
import { type PrimaryMessage, workerMessage } from './messages.ts';
import { StartError } from './startError.ts';
import { passOnOutput } from './workerOutput.ts';

/** How a worker ended. */
export interface WorkerEnd {
  readonly pid: number | undefined;
  readonly code: number | null;
  readonly signal: string | null;
  readonly livedMs: number;
  /** Why it did not start, in lines to print. */
  readonly problem: readonly string[] | undefined;
}

/** A worker, as the primary sees it. */
export interface WorkerProcess {
  /** The URL that it serves, once it does; rejects with {@link StartError}. */
  readonly ready: Promise<string>;
  /** Resolves once it has exited, and everything that it sent and printed has arrived. */
  readonly ended: Promise<WorkerEnd>;
  /** Its metrics as last known. */
  readonly metrics: MetricsSnapshot | undefined;
  /** Waits for its current metrics, but for at most a second: it may be too busy to send them. */
  refreshMetrics(): Promise<void>;
  /** Ends it after its requests; false where some were cut off. */
  close(isReplaced: boolean): Promise<boolean>;
  /** Cuts off its requests, whose writes are logged, and ends it. */
  abort(): Promise<void>;
  kill(): void;
}

const METRICS_TIMEOUT_MS = 1_000;
// Added to the grace period, which a worker itself observes: one that exceeds both is blocked.
const KILL_AFTER_MS = 5_000;

/** Starts a worker with these environment variables beside those of this process. */
export function startWorker(env: Readonly<Record<string, string>>, shutdownGraceMs: number): WorkerProcess {
  const startedAt = performance.now();
  const worker = fork(env);
  if (worker instanceof Error) return unstarted(worker);
  passOnOutput(worker.process);
  const started = Promise.withResolvers<string>();
  let state: 'starting' | 'ready' | 'ended' = 'starting';
  let problem: readonly string[] | undefined;
  let metrics: MetricsSnapshot | undefined;
  let drained = false;
  // Shared by all that wait for the same metrics.
  let refresh: PromiseWithResolvers<void> | undefined;
  const refreshed = () => {
    refresh?.resolve();
    refresh = undefined;
  };
  // No unhandled rejection if nobody waits for it.
  started.promise.catch(() => {});
  const send = (message: PrimaryMessage) => {
    if (worker.isConnected()) worker.send(message, () => {});
  };

  worker.on('message', (received: unknown) => {
    const message = workerMessage.parse(received);
    if (message.type === 'ready') {
      state = 'ready';
      started.resolve(message.url);
    } else if (message.type === 'failed') problem = message.problem;
    else if (message.type === 'metrics') {
      metrics = message.metrics;
      refreshed();
    } else {
      drained = message.drained;
      send({ type: 'exit' });
    }
  });
  const exited = new Promise<Pick<WorkerEnd, 'code' | 'signal'>>((resolve) => {
    // By then, all that it sent has arrived.
    worker.process.once('close', (code: number | null, signal: string | null) => {
      resolve({ code, signal });
      // Node withholds 'disconnect' while the worker has not confirmed the socket to listen on.
      setImmediate(() => worker.process.emit('disconnect'));
    });
    worker.on('error', ({ message }) => {
      // A worker that the system could not start has no pid, and never exits.
      if (worker.process.pid !== undefined) return;
      problem = cannotStart(message);
      worker.emit('disconnect');
      resolve({ code: null, signal: null });
    });
  });
  const disconnected = new Promise<void>((resolve) => worker.once('disconnect', resolve));
  const ended = Promise.all([exited, disconnected]).then(([end]) => {
    state = 'ended';
    refreshed();
    started.reject(new StartError(problem ?? [`A worker ended at its start (${end.signal ?? end.code}).`]));
    return { ...end, pid: worker.process.pid, livedMs: performance.now() - startedAt, problem };
  });
  const kill = () => void worker.process.kill('SIGKILL');

  return {
    ready: started.promise,
    ended,
    get metrics() {
      return metrics;
    },
    refreshMetrics: async () => {
      if (state !== 'ready') return;
      if (refresh === undefined) {
        refresh = Promise.withResolvers();
        send({ type: 'metrics' });
      }
      await Promise.race([refresh.promise, sleep(METRICS_TIMEOUT_MS, undefined, { ref: false })]);
    },
    close: async (isReplaced) => {
      const wasReady = state === 'ready';
      if (state === 'starting') kill();
      send({ type: 'close', isReplaced });
      const timer = setTimeout(kill, shutdownGraceMs + KILL_AFTER_MS);
      await ended;
      clearTimeout(timer);
      return drained || !wasReady;
    },
    abort: async () => {
      send({ type: 'abort' });
      await ended;
    },
    kill,
  };
}

/** Returns an Error if the system has no memory for it, or rejects a variable, such as one of more than 128 kB. */
function fork(env: Readonly<Record<string, string>>): Worker | Error {
  try {
    return cluster.fork(env);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** A worker that could not be started, as one that has ended. */
function unstarted({ message }: Error): WorkerProcess {
  const problem = cannotStart(message);
  const ready = Promise.reject(new StartError(problem));
  // No unhandled rejection if nobody waits for it.
  ready.catch(() => {});
  return {
    ready,
    ended: Promise.resolve({ pid: undefined, code: null, signal: null, livedMs: 0, problem }),
    metrics: undefined,
    refreshMetrics: () => Promise.resolve(),
    close: () => Promise.resolve(true),
    abort: () => Promise.resolve(),
    kill: () => {},
  };
}

function cannotStart(reason: string): readonly string[] {
  return [`A worker cannot be started (${reason}).`];
}
