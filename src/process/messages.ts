import { z } from 'zod';
import type { MetricsSnapshot } from '../telemetry/workerMetrics.ts';

// The messages between the primary and its workers. They contain nothing of a request.

const metrics = z.custom<MetricsSnapshot>((value) => Array.isArray(value));

/** From a worker. */
export const workerMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready'), url: z.string() }),
  z.object({ type: z.literal('failed'), problem: z.array(z.string()).readonly() }),
  z.object({ type: z.literal('metrics'), metrics }),
  /** It has closed everything; `drained` is false if requests were cut off. */
  z.object({ type: z.literal('closed'), drained: z.boolean() }),
]);
export type WorkerMessage = z.output<typeof workerMessage>;

/** To a worker. */
export const primaryMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('metrics') }),
  /** Ends it after its requests; with `isReplaced`, another worker already serves in its place. */
  z.object({ type: z.literal('close'), isReplaced: z.boolean() }),
  /** Cuts off its requests, whose writes are logged, and ends it. */
  z.object({ type: z.literal('abort') }),
  z.object({ type: z.literal('exit') }),
]);
export type PrimaryMessage = z.output<typeof primaryMessage>;
