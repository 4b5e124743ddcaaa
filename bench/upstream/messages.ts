import { z } from 'zod';

/** What the benchmark tells the upstream: how long to wait before each answer, in milliseconds. */
export const order = z.object({ delayMs: z.number().min(0).max(1_000) });
export type Order = z.infer<typeof order>;

/** What the upstream says after every order: what it has been asked since it started. */
export const counts = z.object({
  /** HTTP requests; a `$batch` is one. */
  requests: z.number(),
  /** Those among them that were answered with anything but 2xx. */
  refused: z.number(),
});
export type Counts = z.infer<typeof counts>;
