import { parseArgs } from 'node:util';
import { fuzz } from './fuzz.ts';
import { startHarness } from './harness.ts';
import { play } from './sockets/play.ts';
import { scenarios } from './sockets/scenario.ts';
import { targets } from './targets/index.ts';

const USAGE = 'npm run fuzz -- [--runs 100000] [--seed 1]';

// A conversation waits for its clients, and for the end of its gateway.
const RUNS_PER_CONVERSATION = 50;

const print = (line: string) => process.stdout.write(`${line}\n`);

/** Parses an integer argument. */
function parseInteger(text: string): number {
  if (!/^-?\d{1,10}$/.test(text)) throw new Error(`Not an integer: ${text}\n${USAGE}`);
  return Number(text);
}

function fail(error: unknown): never {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

// An unhandled rejection is a bug of the gateway, too.
process.on('unhandledRejection', (error) => fail(error instanceof Error ? new Error(error.stack) : error));

try {
  const { values } = parseArgs({
    options: {
      runs: { type: 'string', default: '100000' },
      seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 31)) },
    },
  });
  await main(parseInteger(values.runs), parseInteger(values.seed));
} catch (error) {
  fail(error);
}

async function main(runs: number, seed: number): Promise<void> {
  print(`${runs} cases, seed ${seed} (to repeat: npm run fuzz -- --runs ${runs} --seed ${seed})`);
  const start = performance.now();
  const seconds = () => Math.round((performance.now() - start) / 1000);
  const harness = await startHarness();
  const progress = setInterval(() => print(`${harness.cases} cases in ${seconds()} s`), 30_000);
  const entries = Object.entries(targets);
  const conversations = Math.ceil(runs / RUNS_PER_CONVERSATION);
  await Promise.all(
    entries.map(async ([name, cases], index) => {
      const share = Math.floor(runs / entries.length) + (index < runs % entries.length ? 1 : 0);
      await fuzz(harness.run, name, cases, { runs: share, seed: seed + index });
    }),
  );
  await fuzz(play, 'conversations', scenarios, { runs: conversations, seed });
  clearInterval(progress);
  await harness.close();
  for (const [key, count] of [...harness.counts].sort()) print(`${String(count).padStart(9)} ${key}`);
  print(
    `${harness.cases} cases, ${harness.upstreamRequests} requests to the upstream, and ${conversations} conversations over ` +
      `sockets, in ${seconds()} s: no failure.`,
  );
}
