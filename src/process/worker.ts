import cluster from 'node:cluster';
import type { Ending } from '../server/shutdown.ts';
import type { MetricsSnapshot } from '../telemetry/workerMetrics.ts';
import { exitOnUncaughtError, explain, isFailing } from './lifecycle.ts';
import { primaryMessage, type WorkerMessage } from './messages.ts';

/** What a worker serves. */
export interface WorkerService extends Ending {
  readonly url: string;
  readonly snapshot: (() => Promise<MetricsSnapshot>) | undefined;
}

/**
 * Runs a service as a worker, until the primary ends it. Signals reach all processes of a terminal or a group, so the
 * primary handles them; only a SIGTERM also ends a single worker, which is then replaced.
 */
export async function runWorker(start: () => Promise<WorkerService>): Promise<void> {
  let service: WorkerService | undefined;
  exitOnUncaughtError(async () => service?.abort());
  // The primary is gone, and cannot be told anything.
  cluster.worker?.on('error', () => process.exit(1));
  for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => {});
  try {
    service = await start();
  } catch (error) {
    send({ type: 'failed', problem: explain(error) }, () => process.exit(1));
    return;
  }
  const { url, snapshot, close: end } = service;
  const sendMetrics = async (sent?: () => void) => {
    if (snapshot === undefined) sent?.();
    else send({ type: 'metrics', metrics: await snapshot() }, sent);
  };
  let closed: Promise<boolean> | undefined;
  const close = (isReplaced: boolean) => {
    closed ??= end({ isReplaced });
    void closed.then((drained) => send({ type: 'closed', drained: drained && !isFailing() }));
  };
  process.on('message', (received: unknown) => {
    const message = primaryMessage.parse(received);
    if (message.type === 'metrics') void sendMetrics();
    else if (message.type === 'close') close(message.isReplaced);
    else if (message.type === 'abort') void service?.abort().then(() => process.exit(1));
    // Sends what was counted since the last scrape, then exits.
    else void sendMetrics(() => process.exit(isFailing() ? 1 : 0));
  });
  process.on('SIGTERM', () => close(false));
  send({ type: 'ready', url });
}

/** Ignores failures: without a primary, the workers end, too. */
function send(message: WorkerMessage, sent: () => void = () => {}): void {
  process.send?.(message, undefined, undefined, sent);
}
