import { afterAll, beforeAll, expect, test } from 'vitest';
import { fuzz } from '../fuzz/fuzz.ts';
import { type Harness, startHarness } from '../fuzz/harness.ts';
import { targets } from '../fuzz/targets/index.ts';

// A short run of `npm run fuzz`, each time with another seed; a failure says with which.

const CASES = 300;

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.close());

test.each(Object.entries(targets))('%s: the gateway keeps its contract', async (name, cases) => {
  const before = harness.cases;
  await fuzz(harness, name, cases, { runs: CASES, seed: Math.floor(Math.random() * 2 ** 31) });
  expect(harness.cases - before).toBe(CASES);
});
