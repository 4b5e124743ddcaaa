import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import { median } from 'simple-statistics';
import { expect, test } from 'vitest';
import { HeavyWork } from '../../src/fairness/heavyWork.ts';
import { serializeInTurn } from '../../src/plugins/serializeInTurn.ts';
import { heldUpstream } from '../support/heldUpstream.ts';
import { runGatewayBefore } from '../support/running.ts';
import { rawResponse } from '../support/upstream.ts';

const REQUESTS = 8;
const aliases = Array.from({ length: 60 }, (_, index) => `a${index}: description`).join(' ');

/**
 * Sends a query so often, lets Graph respond to all at once, and tells how many turns of the event loop were between two
 * results, most of the time.
 */
async function turnsBetween(fields: string, more: object = {}): Promise<number> {
  const body = { id: 'docs', ...more };
  const { behaviour, calls, release } = heldUpstream(rawResponse({ body }));
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
  const turns = (await Promise.all(sent)).toSorted((a, b) => a - b);
  isOver = true;
  await counting;
  return median(turns.slice(1).map((turn, index) => turn - (turns[index] ?? 0)));
}

test('large results that are complete at once are serialized in turns, and others get theirs in between', async () => {
  expect(await turnsBetween(aliases, { description: 'x'.repeat(100_000) })).toBeGreaterThan(50);
});

test('so are large responses of Graph parsed, however small the results are', async () => {
  expect(
    await turnsBetween('id', { more: Array.from({ length: 50_000 }, (_, index) => ({ index })) }),
  ).toBeGreaterThan(50);
});

test('small results of small responses do not wait', async () => {
  expect(await turnsBetween('id')).toBeLessThan(5);
});

test('a large result whose client has left is released without being serialized', async () => {
  const heavyWork = new HeavyWork();
  const done: string[] = [];
  const resultOf = (name: string) => ({ data: { name }, release: () => void done.push(`${name} released`) });
  const serialize = ({ data }: { data?: unknown }) => void done.push(`${JSON.stringify(data)} serialized`);
  const leaving = new AbortController();
  const callerOf = () => 'caller';
  const staying = { signal: new AbortController().signal, callerOf };
  const first = serializeInTurn(resultOf('first'), staying, heavyWork, serialize);
  const second = serializeInTurn(
    resultOf('second'),
    { signal: leaving.signal, callerOf },
    heavyWork,
    serialize,
  );
  leaving.abort();
  await Promise.all([first, second]);
  expect(done).toEqual(['{"name":"first"} serialized', 'first released', 'second released']);
});

test('what a shutdown cuts off is logged with its outcome, however much heavy work waits', async () => {
  const values = { more: Array.from({ length: 100_000 }, (_, index) => ({ index })) };
  const { behaviour, calls, release } = heldUpstream(rawResponse({ body: { id: 'docs', ...values } }));
  const running = await runGatewayBefore(behaviour, { MAX_HELD_RESPONSE_BYTES: '999999999' });
  const update = 'mutation { updateExternalConnection(input: { id: "docs", name: "n" }) { id } }';
  const sent = Array.from({ length: 40 }, () => running.execute('{ externalConnection(id: "docs") { id } }'));
  await calls(40);
  sent.push(running.execute(update));
  await calls(41);
  release();
  // All have arrived then, and most wait.
  await sleep(400);
  await running.gateway.abort();
  const lines = running.logs.map((line) => JSON.parse(line));
  expect(lines.flatMap(({ writes = [] }) => writes)).toMatchObject([{ method: 'PATCH', outcome: 'APPLIED' }]);
  await Promise.all(sent);
});
