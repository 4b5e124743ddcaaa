import { setTimeout as sleep } from 'node:timers/promises';
import { type Behaviour, rawResponse } from './upstream.ts';

/** An upstream that holds its calls until they are released; it responds with an object of the id `x` by default. */
export interface HeldUpstream {
  readonly behaviour: Behaviour;
  /** Waits until this many calls are held. */
  calls(count: number): Promise<void>;
  /** Responds to the calls that are held. */
  release(): void;
}

const found = rawResponse({ body: { id: 'x' } });

export function heldUpstream(response = found): HeldUpstream {
  const held: (() => void)[] = [];
  return {
    behaviour: (socket) => void held.push(() => socket.write(response)),
    calls: async (count) => {
      while (held.length < count) await sleep(5);
    },
    release: () => {
      for (const respond of held.splice(0)) respond();
    },
  };
}
