import DataLoader from 'dataloader';
import type { GraphPath } from '../protocol/path.ts';
import type { Reply } from '../protocol/reply.ts';
import { MAX_BATCH_SIZE } from './batch.ts';

export type ReplyLoader = DataLoader<GraphPath, Reply>;

/**
 * The reads of one request, keyed by path: each is sent once, and those of one tick together.
 *
 * A loader belongs to one session. Shared between requests, its cache would hand one caller what another
 * caller's token has read, and a batch would mix the two callers' reads under one token.
 */
export function createLoader(readAll: (paths: readonly GraphPath[]) => Promise<Reply[]>): ReplyLoader {
  return new DataLoader(readAll, { maxBatchSize: MAX_BATCH_SIZE });
}
