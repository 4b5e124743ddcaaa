import { readFileSync } from 'node:fs';
import type { Config } from '../settings/config.ts';

// For the log, the code, the port and the metrics.
const OWN_FILES = 64;

/**
 * Returns how many connections of clients fit into the process's limit of open files, beside calls to Graph; at most
 * `MAX_CONNECTIONS`. Beyond that limit the kernel refuses connections by itself: those that send nothing would no longer
 * give way to others, and probes would fail, too.
 */
export function connectionsThatFit({ maxConnections, maxUpstreamConcurrency }: Config): number {
  const files = maxOpenFiles();
  const calls = Math.min(maxUpstreamConcurrency, Math.floor(files / 4));
  return Math.max(1, Math.min(maxConnections, files - OWN_FILES - calls));
}

/** The soft limit, which Node raises to the hard one when it starts; only Linux tells it. */
function maxOpenFiles(): number {
  try {
    const [, files] = /^Max open files +(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? [];
    return files === undefined ? Number.POSITIVE_INFINITY : Number(files);
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}
