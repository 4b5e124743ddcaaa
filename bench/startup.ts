import type { Contender } from './contenders.ts';
import { type Server, startServer } from './processes.ts';
import { residentMb } from './procfs.ts';
import { requestFor, sendOnce } from './request.ts';
import { S1 } from './scenarios.ts';

/** One start, with a first request of S1. */
export interface Startup {
  readonly firstResponseMs: number;
  readonly residentMb: number;
}

/** Starts a contender a few times, measures until its first response, and leaves the last one running. */
export async function startRepeatedly(
  { id, dialect, command }: Contender,
  upstreamUrl: string,
  times: number,
): Promise<{ server: Server; startups: readonly Startup[] }> {
  const startups: Startup[] = [];
  for (;;) {
    const start = performance.now();
    const server = await startServer('gateway', command(upstreamUrl));
    const { status, body } = await sendOnce(requestFor(S1, dialect, server.url), '');
    startups.push({ firstResponseMs: performance.now() - start, residentMb: residentMb(server.pid) });
    if (status !== 200) throw new Error(`${id}: the first response is ${status} ${body.slice(0, 500)}`);
    if (startups.length >= times) return { server, startups };
    await server.stop();
  }
}
