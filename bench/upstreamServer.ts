import { join } from 'node:path';
import { startServer } from './processes.ts';
import { requestFor } from './request.ts';
import type { Scenario } from './scenarios.ts';
import { wrk } from './wrk.ts';

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

const WARM_UP_CONNECTIONS = 32;

/** V8 would otherwise compile the first contender for an upstream that is still slow, and what it decides then stays. */
export async function warmUp(
  { url }: Upstream,
  scenarios: readonly Scenario[],
  seconds: number,
): Promise<void> {
  for (const scenario of scenarios) {
    await wrk(requestFor(scenario, undefined, url), { seconds, connections: WARM_UP_CONNECTIONS });
  }
}
