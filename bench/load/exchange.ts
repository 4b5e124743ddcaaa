import { Pool } from 'undici';
import type { LoadRequest } from './request.ts';

/** Connections to the origin of a URL; nothing on them waits for longer than ten seconds. */
export function connect(url: string, connections: number): Pool {
  return new Pool(new URL(url).origin, { connections, headersTimeout: 10_000, bodyTimeout: 10_000 });
}

/** Sends a request and takes its whole answer; returns whether that was 2xx. */
export async function exchange(pool: Pool, { method, url, headers, body }: LoadRequest): Promise<boolean> {
  const { pathname, search } = new URL(url);
  try {
    const answer = await pool.request({ method, path: pathname + search, headers, body: body ?? null });
    await answer.body.arrayBuffer();
    return answer.statusCode >= 200 && answer.statusCode < 300;
  } catch {
    return false;
  }
}
