import { afterAll, beforeAll, expect, test } from 'vitest';
import { fuzz } from '../../fuzz/fuzz.ts';
import { type Harness, startHarness } from '../../fuzz/harness.ts';
import { play } from '../../fuzz/sockets/play.ts';
import { scenarios } from '../../fuzz/sockets/scenario.ts';
import { targets } from '../../fuzz/targets/index.ts';

// A short run of `npm run fuzz`, with a fixed seed; `npm run fuzz` itself draws another one each time.

const CASES = 100;
// Each takes some hundred times as long as a case.
const CONVERSATIONS = 40;
const SEED = 24;

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.close());

test.each(Object.entries(targets))(
  '%s: the gateway keeps its contract for random cases',
  async (name, cases) => {
    const before = harness.cases;
    await fuzz(harness.run, name, cases, { runs: CASES, seed: SEED });
    expect(harness.cases - before).toBe(CASES);
  },
);

test('over sockets, each write has its line and its outcome, whatever clients and shutdowns do', async () => {
  await fuzz(play, 'conversations', scenarios, { runs: CONVERSATIONS, seed: SEED });
});
