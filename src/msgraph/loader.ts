import DataLoader from 'dataloader';
import type { GraphPath } from './path.ts';
import type { Reply } from './transport.ts';

export type ReplyLoader = DataLoader<GraphPath, Reply>;

/**
 * The reads of one request, keyed by path. A loader belongs to one session and goes with it: shared between
 * requests, its cache would hand one caller what another caller's token has read.
 */
export function createLoader(get: (path: GraphPath) => Promise<Reply>): ReplyLoader {
  return new DataLoader((paths) => Promise.all(paths.map(get)));
}
