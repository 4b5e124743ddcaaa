import type { DocumentNode } from 'graphql';
import type { FairShare, Taken } from '../fairness/fairShare.ts';
import { documentBytes, ORDINARY_BYTES } from './documentSize.ts';
import type { PreparedOperation } from './prepare.ts';

interface Held {
  readonly taken: Taken;
  requests: number;
}

/** Counts the memory of large documents in flight: each once, however many requests run it at the same time. */
export class DocumentMemory {
  readonly #share: FairShare;
  readonly #held = new Map<DocumentNode, Held>();

  constructor(share: FairShare) {
    this.#share = share;
  }

  /** Takes the memory for a request, which gives it back at its end; false where there is no room. */
  take(operation: PreparedOperation, callerKey: () => string): boolean {
    const { document } = operation;
    const extraBytes = documentBytes(operation) - ORDINARY_BYTES;
    if (extraBytes <= 0) return true;
    const held = this.#held.get(document);
    if (held !== undefined) {
      held.requests += 1;
      return true;
    }
    const taken = this.#share.take(callerKey, extraBytes);
    if (taken === undefined) return false;
    this.#held.set(document, { taken, requests: 1 });
    return true;
  }

  giveBack({ document }: PreparedOperation): void {
    const held = this.#held.get(document);
    if (held === undefined) return;
    held.requests -= 1;
    if (held.requests > 0) return;
    this.#held.delete(document);
    this.#share.giveBack(held.taken);
  }
}
