import { readFileSync } from 'node:fs';
import type { Config } from '../settings/config.ts';

// For the log, the code, the port and the metrics.
const OWN_FILES = 64;

type Connections = Pick<Config, 'maxConnections' | 'maxUpstreamConcurrency'>;

/**
 * Returns how many connections of clients and to Graph fit into the process's limit of open files; at most as many as are
 * set. At that limit, the kernel refuses connections by itself: those that send nothing would no longer give way to
 * others, probes would fail, and one caller's calls could leave no descriptor to another one's.
 */
export function connectionsThatFit({ maxConnections, maxUpstreamConcurrency }: Connections): Connections {
  const files = maxOpenFiles();
  const calls = Math.max(1, Math.min(maxUpstreamConcurrency, Math.floor(files / 4)));
  return {
    maxConnections: Math.max(1, Math.min(maxConnections, files - OWN_FILES - calls)),
    maxUpstreamConcurrency: calls,
  };
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
