import { beforeAll, describe, expect, test } from 'vitest';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { runGateway } from '../support/running.ts';
import { type Parameters, type SendOptions, send } from './support/requests.ts';

// A schema without introspection must not be disclosed by suggestions for misspelled names either.

const many = (count: number, make: (index: number) => string) =>
  Array.from({ length: count }, (_, i) => make(i)).join(' ');

const variable =
  'mutation ($input: CreateExternalConnectionInput!) { createExternalConnection(input: $input) { id } }';
const page = 'query ($first: Int) { externalConnections(first: $first) { nodes { id } } }';
const input = (wrong: object) => ({
  query: variable,
  variables: { input: { id: 'abc', name: 'x', ...wrong } },
});

/** Requests with a misspelled name, and the correct one. */
const nearly: readonly (readonly [title: string, parameters: Parameters, right: string])[] = [
  ['a field of the root', { query: '{ externalConection(id: "x") { id } }' }, 'externalConnection"'],
  ['a field of a type', { query: '{ externalConnection(id: "x") { nam } }' }, '"name"'],
  ['a field of an abstract type', { query: '{ _entities(representations: []) { id } }' }, 'PrivateEndpoint'],
  ['an argument', { query: '{ externalConnection(it: "x") { id } }' }, '"id"'],
  ['an argument of a list', { query: '{ externalConnections(fist: 1) { nodes { id } } }' }, '"first"'],
  ['a type', { query: '{ ... on Qery { __typename } }' }, '"Query"'],
  [
    'the type of a fragment',
    { query: '{ ...F } fragment F on ExternalConection { id }' },
    '"ExternalConnection"',
  ],
  ['the type of a variable', { query: 'query ($a: Bolean) { __typename }' }, '"Boolean"'],
  ['a directive argument', { query: '{ __typename @include(iff: true) }' }, '"if"'],
  [
    'an enum value',
    { query: 'mutation { createExternalConnection(input: { id: "abc", name: "x", state: DRAFTS }) { id } }' },
    '"DRAFT"',
  ],
  [
    'an enum value as a text',
    {
      query: 'mutation { createExternalConnection(input: { id: "abc", name: "x", state: "READY" }) { id } }',
    },
    '"READY"?',
  ],
  [
    'a field of an input',
    { query: 'mutation { createExternalConnection(input: { id: "abc", name: "x", stat: DRAFT }) { id } }' },
    '"state"',
  ],
  ['an enum value in a variable', input({ state: 'DRAFTS' }), '"DRAFT"'],
  ['a field of a variable', input({ stat: 'DRAFT' }), '"state"'],
  [
    'a field further down in a variable',
    input({ configuration: { authorizedAppId: [] } }),
    '"authorizedAppIds"',
  ],
  ['several of a variable', input({ state: 'READ', descripton: 'x', nam: 'y' }), '"description"'],
  [
    'an enum value in the default of a variable',
    {
      query:
        'mutation ($s: ExternalConnectionState = READYY) { createExternalConnection(input: { id: "abc", name: "x", state: $s }) { id } }',
    },
    '"READY"',
  ],
  [
    'the same among 150 mistakes',
    { query: `{ externalConnection(id: "x") { ${many(150, () => 'nam')} } }` },
    '"name"',
  ],
  [
    'several in one document',
    {
      query: `{ externalConection(id: "x") { id } ${many(40, (i) => `a${i}: externalConnection(it: "x") { nam }`)} }`,
    },
    '"name"',
  ],
];

/** Lengths of text that put a suggestion near the end of a truncated message. */
const lengths = Array.from({ length: 30 }, (_, i) => 550 + 15 * i);
const WORDS = /\bDid\b|\bdid you\b|mean /;

async function messagesOf(
  running: TestGateway,
  parameters: Parameters,
  options: SendOptions = {},
): Promise<string> {
  const { body } = await send(running, parameters, options);
  expect(body.errors?.length).toBeGreaterThan(0);
  return (body.errors ?? []).map(({ message }) => message).join('\n');
}

describe('in development', () => {
  let open: TestGateway;
  beforeAll(async () => {
    open = await startTestGateway();
    return () => open.close();
  });

  test.each(nearly)('%s gets a suggestion', async (_, parameters, right) => {
    const text = await messagesOf(open, parameters);
    expect(text).toContain('Did you mean');
    expect(text).toContain(right);
  });
});

/** Checks that the errors of a misspelled name do not have the correct one. */
function expectNoSuggestion(text: string, parameters: Parameters, right: string): void {
  expect(text).not.toMatch(WORDS);
  // The caller's own text may be repeated, and a missing field may be named.
  if (!JSON.stringify(parameters).includes(right.replaceAll('"', ''))) expect(text).not.toContain(right);
}

// The settings decide whether there are suggestions, and the tests below with one of them, where there are none.
test.each([
  { NODE_ENV: 'production' },
  { NODE_ENV: 'production', INTROSPECTION: 'on' },
  { NODE_ENV: 'production', GRAPHIQL: 'on' },
])('with %j nothing gets a suggestion', async (settings) => {
  const closed = await runGateway({ settings });
  for (const [, parameters, right] of nearly) {
    expectNoSuggestion(await messagesOf(closed, parameters), parameters, right);
  }
});

describe('with INTROSPECTION=off', () => {
  let closed: TestGateway;
  beforeAll(async () => {
    closed = await startTestGateway({ settings: { INTROSPECTION: 'off' } });
    return () => closed.close();
  });

  test.each(nearly)('%s gets no suggestion', async (_, parameters, right) => {
    const ways: SendOptions[] = [
      {},
      { accept: 'application/graphql-response+json' },
      // From the document cache.
      { method: 'GET' },
      { method: 'GET', accept: 'application/graphql-response+json' },
      {},
    ];
    for (const way of ways) {
      expectNoSuggestion(await messagesOf(closed, parameters, way), parameters, right);
    }
  });

  test('variables of any length get no suggestion', async () => {
    for (const length of lengths) {
      for (const parameters of [
        input({ state: 'DRAFTS', description: 'x'.repeat(length) }),
        input({ stat: 'DRAFT', description: 'x'.repeat(length) }),
        input({ configuration: { authorizedAppId: ['x'.repeat(length)] } }),
        input({ configuration: { authorizedAppIds: ['x'.repeat(length)], authorizedApp: [] } }),
      ]) {
        expect(await messagesOf(closed, parameters), `${length}`).not.toMatch(WORDS);
      }
    }
  });

  test('names and strings of any length get no suggestion', async () => {
    for (const length of [10, 50, 100, 150, 199, 200, 201, 500, 950, 1_000, 5_000]) {
      // Similar to an existing name by its beginning only, and similar to none.
      for (const name of [`name${'e'.repeat(length)}`, 'x'.repeat(length), `${'x'.repeat(length)}_name`]) {
        for (const query of [
          `{ externalConnection(id: "x") { ${name} nam } }`,
          `{ externalConnection(${name}: "x", it: "y") { id } }`,
          `query ($${name}: Bolean) { __typename }`,
          `query ${name} { nam externalConection(id: "x") { id } }`,
          `{ ...${name} } fragment ${name} on ExternalConection { id }`,
          `{ ... on ${name} { id } ... on Qery { id } }`,
        ]) {
          expect(await messagesOf(closed, { query }), query.slice(0, 60)).not.toMatch(WORDS);
        }
      }
    }
  });

  test("errors repeat the caller's own text, even if it looks like a suggestion", async () => {
    const words = 'You ask: Did you mean this? "x';
    const { body } = await send(closed, { query: page, variables: { first: words } });
    expect(body.errors?.[0]?.message).toContain('You ask: ');
    expect(body.errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });

  test('errors are otherwise unchanged', async () => {
    for (const [, parameters] of nearly) {
      const { body } = await send(closed, parameters);
      for (const { message, locations, extensions } of body.errors ?? []) {
        expect(message).toMatch(/^[A-Z].*\.$/s);
        // The one about omitted errors.
        if (extensions.limit === 'errors') continue;
        expect(locations?.length).toBeGreaterThan(0);
        expect(['GRAPHQL_VALIDATION_FAILED', 'BAD_USER_INPUT']).toContain(extensions.code);
      }
    }
  });
});
