import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { countPieces, holdHeavyWork, keepEventLoop } from '../support/heavyWork.ts';
import { serve } from '../support/httpClient.ts';
import { runGateway } from '../support/running.ts';

// What takes milliseconds before anything is read: it begins in turn, by caller, while the event loop is kept.

const FIELDS = '{ id name description state configuration { authorizedAppIds } }';
/** A document of a thousand characters, unlike any other. */
const longDocument = (name: string) =>
  `query ${name} { ${Array.from({ length: 12 }, (_, index) => `c${index}: externalConnection(id: "none${index}") ${FIELDS}`).join(' ')} }`;
const SHORT = `{ externalConnection(id: "contosohr") ${FIELDS} }`;
const BY_IDS =
  'query ($ids: [ID!]!) { externalConnectionsById(ids: $ids) { a: id b: id c: id d: id e: id } }';
const ids = (count: number) => ({ ids: Array.from({ length: count }, () => 'contosohr') });

describe('while the event loop is kept, and while it is not', () => {
  test.each([
    ['kept', keepEventLoop],
    ['not kept', countPieces],
  ])('a long document waits for its turn until it is warm; a short one never does: %s', async (_, start) => {
    const { begun } = start();
    const { execute } = await runGateway();
    for (let time = 0; time < 2; time += 1) await execute(SHORT);
    expect(begun()).toBe(0);
    for (let time = 0; time < 4; time += 1) await execute(longDocument('Same'));
    expect(begun()).toBe(2);
  });

  test('so does an operation of a high cost, however warm it is', async () => {
    const { begun } = countPieces();
    const { execute } = await runGateway();
    for (let time = 0; time < 4; time += 1) await execute(BY_IDS, ids(500));
    expect(begun()).toBe(4);
    await execute(BY_IDS, ids(5));
    expect(begun()).toBe(4);
  });

  test('so does one with many values in its variables, which ten errors may quote', async () => {
    const { begun } = countPieces();
    const { execute } = await runGateway();
    const create =
      'mutation ($input: CreateExternalConnectionInput!) { createExternalConnection(input: $input) { id } }';
    const unknownFields = (count: number) => ({
      input: Object.fromEntries(Array.from({ length: count }, (_, index) => [`unknown${index}`, index])),
    });
    await execute(create, unknownFields(90));
    expect(begun()).toBe(0);
    await execute(create, unknownFields(110));
    expect(begun()).toBe(1);
  });

  test('so does one with long texts in its variables, which its errors may quote', async () => {
    const { begun } = countPieces();
    const { execute } = await runGateway();
    const document = 'query ($text: Boolean!) { externalConnection(id: "a") { id @skip(if: $text) } }';
    await execute(document, { text: '"'.repeat(49_000) });
    expect(begun()).toBe(0);
    await execute(document, { text: '"'.repeat(51_000) });
    expect(begun()).toBe(1);
  });

  test('one caller with many long documents does not hold up another one', async () => {
    keepEventLoop();
    const { execute } = await runGateway();
    const done: string[] = [];
    const run = async (token: string, name: string) => {
      await execute(longDocument(name), {}, { token });
      done.push(token);
    };
    const names = Array.from({ length: 30 }, (_, index) => `Greedy${index}`);
    const greedy = names.map((name) => run('t-greedy-1', name));
    await Promise.all([...greedy, run('t-modest-2', 'Modest')]);
    expect(done.indexOf('t-modest-2')).toBeLessThan(10);
  });
});

test('long documents of one caller do not hold up another one, however many connections they are on', async () => {
  const { gateway, emulator } = await runGateway();
  const port = await serve(gateway);
  const run = async (token: string, query: string) => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
    const request = { method: 'POST', headers, body: JSON.stringify({ query }) };
    const response = await fetch(`http://127.0.0.1:${port}/graphql`, request);
    expect(response.status).toBe(200);
    await response.text();
  };
  const repeated = (index: number) =>
    `{ a${index}: externalConnection(id: "none") { ${'schema { baseType } '.repeat(195)} } }`;
  const greedy = Array.from({ length: 40 }, (_, index) => run('t-greedy-1', repeated(index)));
  await expect.poll(() => emulator.requests.length, { interval: 1 }).toBeGreaterThan(0);
  await Promise.all([...greedy, run('t-modest-2', SHORT)]);
  const callers = emulator.requests.map(({ headers: { authorization } }) => authorization);
  expect(callers.indexOf('Bearer t-modest-2')).toBeLessThan(20);
});

test('of hundreds of small requests at once, those of one caller do not hold up another one', async () => {
  const { execute } = await runGateway();
  const done: string[] = [];
  const run = async (token: string, document: string) => {
    await execute(document, {}, { token });
    done.push(token);
  };
  await run('t-modest-2', '{ __typename }');
  // Short, but invalid sixty times: milliseconds each.
  const invalid = (index: number) =>
    `{ ${Array.from({ length: 60 }, (_, field) => `u${index}x${field}`).join(' ')} }`;
  const greedy = Array.from({ length: 600 }, (_, index) => run('t-greedy-1', invalid(index)));
  await Promise.all([...greedy, run('t-modest-2', '{ __typename }')]);
  // A fast machine serves some hundred before the others wait.
  expect(done.lastIndexOf('t-modest-2')).toBeLessThan(300);
});

test('a large document counts as held memory while its request waits for its turn', async () => {
  const { execute } = await runGateway({ settings: { MAX_HELD_RESPONSE_BYTES: '3800000' } });
  // Nearly 2,000 tokens, and more variables than begin without a turn.
  const large = (name: string) => `query ${name} { __typename } ${'#\n'.repeat(1_900)}`;
  const variables = { many: Array.from({ length: 150 }, () => 1) };
  // From the second time on, they are kept.
  for (let time = 0; time < 2; time += 1) for (const name of ['A', 'B', 'C', 'D']) await execute(large(name));
  const { proceed } = holdHeavyWork();
  const waiting = ['A', 'B', 'C'].map((name) => execute(large(name), variables));
  let code: unknown;
  const surplus = execute(large('D'), variables).then(({ errors }) => {
    code = errors?.[0]?.extensions.code;
  });
  onTestFinished(() => proceed());
  await expect.poll(() => code, { timeout: 5_000 }).toBe('OVERLOADED');
  proceed();
  expect(await Promise.all(waiting)).toEqual(Array(3).fill({ data: { __typename: 'Query' } }));
  await surplus;
});

test('what waits for its turn until its deadline is OVERLOADED, and nothing of it is sent', async () => {
  keepEventLoop();
  const { asked, proceed } = holdHeavyWork();
  const { execute, post, emulator } = await runGateway({ settings: { REQUEST_TIMEOUT_MS: '200' } });
  const deletions = Array.from(
    { length: 12 },
    (_, index) => `d${index}: deleteExternalConnection(input: { id: "none${index}" }) { id }`,
  );
  const mutation = `mutation { ${deletions.join(' ')} }`;
  const query = longDocument('Q');
  const response = post({ query });
  const written = execute(mutation);
  await asked;
  await sleep(250);
  proceed();
  expect((await response).status).toBe(503);
  expect(await written).toMatchObject({ errors: [{ extensions: { code: 'OVERLOADED' } }] });
  expect(emulator.requests).toEqual([]);
});
