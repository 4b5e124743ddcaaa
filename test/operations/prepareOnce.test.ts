import { expect, test } from 'vitest';
import type { Caller } from '../../src/operations/caller.ts';
import { createPrepareOnce } from '../../src/operations/prepareOnce.ts';
import { createSecretFinder, type SecretFilter } from '../../src/operations/secrets.ts';
import { readConfig } from '../../src/settings/config.ts';
import { memoryMb } from '../support/memory.ts';
import { servedSchema as schema } from './support/documents.ts';

// The cache of prepared documents is bounded by the memory that they take, not by the length of their texts.

const caller: Caller = {
  clientRequestId: '0f8fad5b-d9cb-469f-a165-70867728950e',
  hasToken: true,
  cover: () => {},
  queriesOnly: false,
  signal: new AbortController().signal,
  deadline: Number.POSITIVE_INFINITY,
  callerKey: () => 'alice',
  acceptsStream: () => false,
  createContext: () => expect.unreachable(),
  createEventContext: () => expect.unreachable(),
};

/** The first step of the pipeline, and how many documents it has prepared. */
function countedPreparation() {
  const config = readConfig({ GRAPH_URL: 'https://graph.microsoft.com/beta' });
  const { filter } = createSecretFinder(schema);
  let count = 0;
  const countingFilter: SecretFilter = (...args) => {
    count += 1;
    return filter(...args);
  };
  const prepareOnce = createPrepareOnce(schema, config, countingFilter, async () => {});
  const prepare = (query: string) => prepareOnce(query, caller).catch(() => undefined);
  return { prepare, prepared: () => count };
}

/** Sends a document until it is kept, then as many others as that, then the first one again. */
async function isKeptBeside(others: number, document: (number: number) => string) {
  const { prepare, prepared } = countedPreparation();
  for (let time = 0; time < 3; time += 1) await prepare(document(0));
  expect(prepared()).toBe(2);
  for (let number = 1; number <= others; number += 1)
    for (let time = 0; time < 2; time += 1) await prepare(document(number));
  const before = prepared();
  await prepare(document(0));
  return prepared() === before;
}

test('a thousand ordinary documents are kept', async () => {
  const lookup = (number: number) => `{ externalConnection(id: "a${number}") { id name description state } }`;
  expect(await isKeptBeside(1_000, lookup)).toBe(true);
});

test('short ones whose rejections take much memory are kept by the hundred', async () => {
  // A hundred errors in a thousand characters: each of the fields conflicts with each other one.
  const fields = Array.from({ length: 15 }, (_, field) => `a: ${'u'.repeat(60)}${field}`).join(' ');
  const conflicts = (number: number) => `{ ${fields} b${number}: __typename }`;
  expect(await isKeptBeside(50, conflicts)).toBe(true);
  expect(await isKeptBeside(330, conflicts)).toBe(false);
});

test.each([
  ['string', `"${'a\\n'.repeat(6_000)}"`],
  ['block string', `"""${'a\\"""'.repeat(3_600)}"""`],
])(
  'a %s with escapes takes no more memory than another one, although nobody reads it',
  async (_, literal) => {
    const { prepare } = countedPreparation();
    const document = (number: number) =>
      `query A${number} { __typename } query B { externalConnection(id: ${literal}) { id } }`;
    const before = memoryMb();
    const prepared = [];
    for (let number = 0; number < 100; number += 1) prepared.push(await prepare(document(number)));
    expect(memoryMb() - before).toBeLessThan(15);
    expect(prepared.at(-1)).toHaveLength(2);
  },
);

test('so are ones of long texts', async () => {
  const comment = (number: number) => `query Q${number} { __typename } #${'x'.repeat(19_000)}`;
  expect(await isKeptBeside(200, comment)).toBe(true);
  expect(await isKeptBeside(400, comment)).toBe(false);
});

test('so are ones of many tokens', async () => {
  const comments = (number: number) => `query Q${number} { __typename }\n${'#\n'.repeat(1_500)}`;
  expect(await isKeptBeside(30, comments)).toBe(true);
  expect(await isKeptBeside(60, comments)).toBe(false);
});
