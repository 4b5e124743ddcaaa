import { describe, onTestFinished, test } from 'vitest';
import { withoutBackoff } from '../../support/retries.ts';
import { rawResponse, startUpstream } from '../../support/upstream.ts';
import { breaking } from './support/breaking.ts';
import { type Misbehaviour, misbehaving } from './support/misbehaviours.ts';
import { storms } from './support/storms.ts';
import { fineBody, startTrial } from './support/trial.ts';
import { wrongBodies } from './support/wrongBodies.ts';

// Failures of an upstream after it has read a request. Reads and writes get the right code, the right outcome and
// not one attempt too many, in time; nothing leaks, and the next request is served.

// Two calls were in flight; a retry may start before its connection is free again.
const KEPT_ALIVE = 4;

withoutBackoff();

/**
 * Sends a read and a write to an upstream that misbehaves, and then to the same one when it has recovered.
 * `kept` is how many connections may stay open in between.
 */
async function expectHandled(misbehaviour: Misbehaviour, kept: number): Promise<void> {
  let lasts = true;
  const upstream = await startUpstream(
    misbehaving(
      misbehaviour,
      () => lasts,
      (socket, { line }) => {
        const isRead = line.startsWith('GET');
        socket.write(rawResponse({ status: isRead ? 200 : 201, body: fineBody(isRead) }));
      },
    ),
  );
  onTestFinished(() => upstream.close());
  const trial = await startTrial({
    graphUrl: upstream.url,
    attempts: (method) => upstream.requests.filter(({ line }) => line.startsWith(method)).length,
    openConnections: () => upstream.openConnections,
    // Only where it has to pass is the deadline short: 32 MB can take a second.
    timeoutMs: misbehaviour.read.code === 'UPSTREAM_TIMEOUT' ? 500 : 10_000,
  });
  await Promise.all([trial.expectRead(misbehaviour.read), trial.expectWrite(misbehaviour.write)]);
  await trial.expectOpenConnections(kept);
  lasts = false;
  await trial.expectRecovery();
  await trial.expectNothingLeft();
}

describe('an upstream whose connection', () => {
  test.each(breaking)('$name is handled', (misbehaviour) => expectHandled(misbehaviour, 0));
});

describe('an upstream that responds with', () => {
  test.each(wrongBodies)('$name is handled', (misbehaviour) => expectHandled(misbehaviour, KEPT_ALIVE));
});

describe('an upstream that keeps responding with', () => {
  test.each(storms)('$name is handled', (misbehaviour) => expectHandled(misbehaviour, KEPT_ALIVE));
});
