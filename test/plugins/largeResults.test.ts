import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { LargeResults } from '../../src/plugins/largeResults.ts';
import { heldUpstream } from '../support/heldUpstream.ts';
import { runGatewayBefore } from '../support/running.ts';
import { rawResponse } from '../support/upstream.ts';

const REQUESTS = 8;
const aliases = Array.from({ length: 60 }, (_, index) => `a${index}: description`).join(' ');
const response = rawResponse({ body: { id: 'docs', description: 'x'.repeat(100_000) } });

/** Sends a query so often, lets Graph respond to all at once, and tells in which turn of the event loop each result was. */
async function turnsOf(fields: string): Promise<number[]> {
  const { behaviour, calls, release } = heldUpstream(response);
  const { gateway } = await runGatewayBefore(behaviour);
  let turn = 0;
  let isOver = false;
  const counting = (async () => {
    for (; !isOver; turn += 1) await setImmediate();
  })();
  const sent = Array.from({ length: REQUESTS }, async (_, caller) => {
    const init = {
      method: 'POST',
      headers: { authorization: `Bearer caller-${caller}`, 'content-type': 'application/json' },
      body: JSON.stringify({ query: `{ externalConnection(id: "docs") { ${fields} } }` }),
    };
    await gateway.fetch('http://gateway/graphql', init);
    return turn;
  });
  await calls(REQUESTS);
  release();
  const turns = await Promise.all(sent);
  isOver = true;
  await counting;
  return turns;
}

test('large results that are complete at once are serialized in turns, and others get theirs in between', async () => {
  const turns = (await turnsOf(aliases)).toSorted((a, b) => a - b);
  const between = turns.slice(1).map((turn, index) => turn - (turns[index] ?? 0));
  expect(Math.min(...between)).toBeGreaterThanOrEqual(2);
});

test('a large result whose client has left is released without being serialized', async () => {
  const largeResults = new LargeResults();
  const done: string[] = [];
  const resultOf = (name: string) => ({ data: { name }, release: () => void done.push(`${name} released`) });
  const serialize = ({ data }: { data?: unknown }) => void done.push(`${JSON.stringify(data)} serialized`);
  const leaving = new AbortController();
  const first = largeResults.serialize(resultOf('first'), new AbortController().signal, serialize);
  const second = largeResults.serialize(resultOf('second'), leaving.signal, serialize);
  leaving.abort();
  await Promise.all([first, second]);
  expect(done).toEqual(['{"name":"first"} serialized', 'first released', 'second released']);
});
