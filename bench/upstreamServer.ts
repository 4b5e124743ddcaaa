import { join } from 'node:path';
import { startServer } from './processes.ts';

/** The upstream, in a process of its own. */
export interface Upstream {
  readonly url: string;
  /** How many HTTP requests it received since its start; a `$batch` is one. */
  requests(): Promise<number>;
}

/** Starts the upstream; each of its responses takes that long. */
export async function startUpstream(delayMs = 0): Promise<Upstream> {
  const argv = [process.execPath, join(import.meta.dirname, 'upstream.ts')];
  const { url } = await startServer('load', { argv, env: { DELAY_MS: String(delayMs) } });
  const requests = async () => Number(await (await fetch(new URL('/requests', url))).text());
  return { url, requests };
}
