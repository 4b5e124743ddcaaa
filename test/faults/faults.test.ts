import { describe, onTestFinished, test } from 'vitest';
import { rawAnswer, startUpstream } from '../support/upstream.ts';
import { breaking } from './support/breaking.ts';
import { type Misbehaviour, misbehaving } from './support/misbehaviours.ts';
import { storms } from './support/storms.ts';
import { fineBody, startTrial } from './support/trial.ts';
import { wrongBodies } from './support/wrongBodies.ts';

// What an upstream does wrong once it has read a request, and what comes of a read and of a write: the right code,
// a truthful outcome, no attempt too many, in time; nothing is left of it, and the next request is answered.

// Two calls were made at a time; one that is repeated at once may come before its connection is free again.
const KEPT_ALIVE = 4;

/**
 * Lets a gateway read and write at an upstream that misbehaves, and then at the same one when it is well again.
 * `kept` is how many connections it may keep of the time before.
 */
async function endure(misbehaviour: Misbehaviour, kept: number): Promise<void> {
  let lasts = true;
  const upstream = await startUpstream(
    misbehaving(
      misbehaviour,
      () => lasts,
      (socket, { line }) => {
        const isRead = line.startsWith('GET');
        socket.write(rawAnswer({ status: isRead ? 200 : 201, body: fineBody(isRead) }));
      },
    ),
  );
  onTestFinished(() => upstream.close());
  const trial = await startTrial({
    graphUrl: upstream.url,
    attempts: (method) => upstream.requests.filter(({ line }) => line.startsWith(method)).length,
    openConnections: () => upstream.openConnections,
  });
  // Together, since some take until the deadline.
  await Promise.all([trial.expectRead(misbehaviour.read), trial.expectWrite(misbehaviour.write)]);
  await trial.expectOpenConnections(kept);
  lasts = false;
  await trial.expectRecovery();
  await trial.expectNothingLeft();
}

describe('an upstream whose connection', () => {
  test.each(breaking)('$name is endured', (misbehaviour) => endure(misbehaviour, 0));
});

describe('an upstream that answers with', () => {
  test.each(wrongBodies)('$name is endured', (misbehaviour) => endure(misbehaviour, KEPT_ALIVE));
});

describe('an upstream that goes on answering', () => {
  test.each(storms)('$name is endured', (misbehaviour) => endure(misbehaviour, KEPT_ALIVE));
});
