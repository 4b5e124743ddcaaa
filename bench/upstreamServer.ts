import { join } from 'node:path';
import { z } from 'zod';
import { type Server, startServer } from './processes.ts';

const counts = z.object({ requests: z.number(), refused: z.number() });

/** What the upstream received since its start: HTTP requests (a `$batch` is one), and those answered with 4xx. */
export type Counts = z.infer<typeof counts>;

/** The upstream, in a process of its own. */
export interface Upstream extends Server {
  counts(): Promise<Counts>;
  /** From now on each response takes that long. */
  delay(delayMs: number): Promise<void>;
}

export async function startUpstream(): Promise<Upstream> {
  const argv = [process.execPath, join(import.meta.dirname, 'upstream.ts')];
  const server = await startServer('load', { name: 'upstream', argv });
  const control = async (query: string) => {
    const response = await fetch(`${new URL(server.url).origin}/control${query}`);
    return counts.parse(await response.json());
  };
  return {
    ...server,
    counts: () => control(''),
    delay: async (delayMs) => void (await control(`?delayMs=${delayMs}`)),
  };
}
