import type { Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Operation } from './operations.ts';
import type { RawResponse } from './responses.ts';
import type { Conversation, Pause } from './scenario.ts';

/** What one client has sent and received. */
export interface Exchange {
  readonly operations: readonly Operation[];
  /** In their order on a connection of HTTP/1; of HTTP/2, those of the operations at the same places, if they have one. */
  readonly responses: readonly (RawResponse | undefined)[];
  /** Whether it sent nothing but valid requests, read all the time and waited for each response. */
  readonly isOrderly: boolean;
  readonly violation?: string;
}

/** How long a client waits for responses: longer than the deadline of a request, if it stays for them. */
export function patienceMs(conversation: Conversation): number {
  if (staysForAll(conversation)) return 3_000;
  return conversation.stays ? 150 : 0;
}

export function staysForAll({ steps, stays }: Conversation): boolean {
  return stays && !steps.some((step) => step.do === 'send' && step.request.kind === 'watch');
}

export async function writeInPieces(target: Writable, text: string, pauses: readonly Pause[]): Promise<void> {
  let written = 0;
  for (const { at, ms } of pauses.toSorted((a, b) => a.at - b.at)) {
    const until = Math.floor((text.length * at) / 100);
    if (target.destroyed || target.writableEnded) return;
    target.write(text.slice(written, until), 'latin1');
    written = Math.max(written, until);
    await sleep(ms);
  }
  if (!target.destroyed && !target.writableEnded) target.write(text.slice(written), 'latin1');
}
