import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import { median } from 'simple-statistics';
import { expect, test } from 'vitest';
import { HeavyWork } from '../../src/fairness/heavyWork.ts';
import { RequestWork } from '../../src/fairness/requestWork.ts';
import { serialized } from '../../src/plugins/eventStream.ts';
import { serializeInTurn } from '../../src/plugins/serializeInTurn.ts';
import { advanceClock } from '../support/clock.ts';
import { holdHeavyWork } from '../support/heavyWork.ts';
import { heldUpstream } from '../support/heldUpstream.ts';
import { runGatewayBefore } from '../support/running.ts';
import { always, rawResponse } from '../support/upstream.ts';

const REQUESTS = 8;
const aliases = Array.from({ length: 60 }, (_, index) => `a${index}: description`).join(' ');

/**
 * Sends a caller's query so often, lets Graph respond to all at once, and tells how many turns of the event loop were
 * between two results, most of the time.
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
  const sent = Array.from({ length: REQUESTS }, async () => {
    const init = {
      method: 'POST',
      headers: { authorization: 'Bearer one-caller', 'content-type': 'application/json' },
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

test('an event is serialized in its turn, not when it is sent', () => {
  let isSerialized = false;
  const field = {
    toJSON: () => {
      isSerialized = true;
      return 1;
    },
  };
  const event = serialized({ data: { field } });
  expect(isSerialized).toBe(true);
  expect(event.stringify()).toBe('{"data":{"field":1}}');
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
  const work = new RequestWork(new HeavyWork(), () => 'caller');
  const done: string[] = [];
  const resultOf = (name: string) => ({
    data: { name },
    held: { work, release: () => void done.push(`${name} released`) },
  });
  const serialize = ({ data }: { data?: unknown }) => void done.push(`${JSON.stringify(data)} serialized`);
  const leaving = new AbortController();
  const first = serializeInTurn(resultOf('first'), new AbortController(), serialize);
  const second = serializeInTurn(resultOf('second'), leaving, serialize);
  leaving.abort();
  await Promise.all([first, second]);
  expect(done).toEqual(['{"name":"first"} serialized', 'first released', 'second released']);
});

test('what a shutdown cuts off is logged with its outcome, however much heavy work waits', async () => {
  const body = { id: 'docs', more: Array.from({ length: 50_000 }, (_, index) => ({ index })) };
  const { asked } = holdHeavyWork();
  const { execute, gateway, logs } = await runGatewayBefore(always({ body }));
  const write = execute('mutation { updateExternalConnection(input: { id: "docs", name: "n" }) { id } }');
  await asked;
  await gateway.abort();
  const writes = logs.flatMap((line) => JSON.parse(line).writes ?? []);
  expect(writes).toMatchObject([{ method: 'PATCH', outcome: 'APPLIED' }]);
  expect(await write).toEqual({ data: { updateExternalConnection: { id: 'docs' } } });
});

test('a large result that has not had its turn by the deadline of its request is OVERLOADED', async () => {
  const body = { id: 'docs', description: 'x'.repeat(100_000) };
  const { execute } = await runGatewayBefore(always({ body }), { REQUEST_TIMEOUT_MS: '1000' });
  const query = `{ externalConnection(id: "docs") { ${aliases} } }`;
  // Warm, it is not prepared in turn.
  for (let time = 0; time < 2; time += 1) await execute(query);
  const { asked, proceed } = holdHeavyWork();
  const result = execute(query);
  await asked;
  await sleep(1_100);
  proceed();
  expect(await result).toMatchObject({ data: null, errors: [{ extensions: { code: 'OVERLOADED' } }] });
});

test('that of a mutation is sent even then, since its write is done', async () => {
  const body = { id: 'docs', description: 'x'.repeat(100_000) };
  const { execute } = await runGatewayBefore(always({ body }));
  const mutation = `mutation { updateExternalConnection(input: { id: "docs", name: "n" }) { ${aliases} } }`;
  for (let time = 0; time < 2; time += 1) await execute(mutation);
  const { asked, proceed } = holdHeavyWork();
  const result = execute(mutation);
  await asked;
  advanceClock(60_000);
  proceed();
  const { data, errors } = await result;
  expect(errors).toBeUndefined();
  expect(data).toMatchObject({ updateExternalConnection: { a59: body.description } });
});
