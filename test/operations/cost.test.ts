import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { runGateway } from '../support/running.ts';
import {
  codesOf,
  compileSooner,
  cursor,
  type Parameters,
  type Seen,
  send,
  sendRepeatedly,
  WARM_SENDS,
} from './support/requests.ts';

// The cost of an operation depends on its variables and its name, so each request is measured by its own.

compileSooner();
let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway({ settings: { MAX_COST: '50' } });
});
beforeEach(() => gateway.emulator.clear());
afterAll(() => gateway.close());

const keys = (count: number) => Array.from({ length: count }, (_, i) => `conn${i}`);
const representations = (count: number) =>
  keys(count).map((id) => ({ __typename: 'ExternalConnection', id }));

// A document is in the cache by its third arrival; what is rejected is never executed, nor compiled.
const COLD = 3;

/** An operation with cheap variables, and with variables that cost too much. */
interface Priced {
  readonly title: string;
  readonly query: string;
  readonly small: Parameters;
  readonly large: Parameters;
}

const list = 'externalConnections(first: $n) { nodes { id } }';
const priced: readonly Priced[] = [
  {
    title: 'the page of a list',
    query: `query ($n: Int) { ${list} }`,
    small: { n: 10 },
    large: { n: 100 },
  },
  {
    title: 'the page of a list with an omitted size',
    query: `query ($n: Int) { ${list} }`,
    small: { n: 10 },
    large: {},
  },
  {
    title: 'the page of a list with a null size',
    query: `query ($n: Int = 10) { ${list} }`,
    small: {},
    large: { n: null },
  },
  {
    title: 'the page of a list with a default',
    query: `query ($n: Int! = 100) { ${list} }`,
    small: { n: 10 },
    large: {},
  },
  {
    title: 'several objects by id',
    query: 'query ($ids: [ID!]!) { externalConnectionsById(ids: $ids) { id } }',
    small: { ids: keys(2) },
    large: { ids: keys(60) },
  },
  {
    title: 'several entities by representation',
    query: 'query ($of: [_Any!]!) { _entities(representations: $of) { ... on ExternalConnection { id } } }',
    small: { of: representations(2) },
    large: { of: representations(60) },
  },
  {
    title: 'a list in a fragment',
    query: `query ($n: Int) { ...F } fragment F on Query { ${list} }`,
    small: { n: 10 },
    large: { n: 100 },
  },
];

function expectRejected(seen: Seen, when: string): void {
  expect(seen.body.errors, when).toMatchObject([
    { extensions: { code: 'LIMIT_EXCEEDED', limit: 'cost', max: 50 } },
  ]);
  expect(seen.calls, when).toEqual([]);
}

function expectServed(seen: Seen, when: string): void {
  expect(seen.body, when).not.toHaveProperty('errors');
  expect(seen.body.data, when).toBeTypeOf('object');
}

describe.each(priced)('$title', ({ query, small, large }) => {
  test('is executed with cheap variables after it was rejected with expensive ones', async () => {
    const document = `${query} # too much first`;
    for (let time = 1; time <= COLD; time += 1) {
      expectRejected(await send(gateway, { query: document, variables: large }), `too much, time ${time}`);
    }
    for (let time = 1; time <= WARM_SENDS; time += 1) {
      expectServed(await send(gateway, { query: document, variables: small }), `little, time ${time}`);
    }
  });

  test('is rejected with expensive variables after it was executed with cheap ones', async () => {
    const document = `${query} # little first`;
    for (let time = 1; time <= WARM_SENDS; time += 1) {
      expectServed(await send(gateway, { query: document, variables: small }), `little, time ${time}`);
    }
    for (let time = 1; time <= COLD; time += 1) {
      expectRejected(await send(gateway, { query: document, variables: large }), `too much, time ${time}`);
    }
  });

  test('is executed and rejected in turn, by the variables of each request', async () => {
    const document = `${query} # in turn`;
    for (let time = 1; time <= WARM_SENDS; time += 1) {
      expectServed(await send(gateway, { query: document, variables: small }), `little, time ${time}`);
      expectRejected(await send(gateway, { query: document, variables: large }), `too much, time ${time}`);
    }
  });

  test('is executed after it was rejected with invalid variables', async () => {
    const document = `${query} # wrong first`;
    const wrong = Object.fromEntries(Object.keys({ ...small, ...large }).map((name) => [name, [{}, null]]));
    const seen = await sendRepeatedly(gateway, { query: document, variables: wrong });
    expect(new Set(codesOf(seen))).toEqual(new Set(['BAD_USER_INPUT']));
    expectServed(await send(gateway, { query: document, variables: small }), 'after it');
  });
});

describe('of two operations in a document', () => {
  const query = `
    query Cheap { externalConnection(id: "contosohr") { id } }
    query Expensive { externalConnections { nodes { id } } }`;
  const cheap = (document: string) => send(gateway, { query: document, operationName: 'Cheap' });
  const expensive = (document: string) => send(gateway, { query: document, operationName: 'Expensive' });

  test('the cheap one is executed after the expensive one was rejected', async () => {
    for (let time = 1; time <= COLD; time += 1) expectRejected(await expensive(query), `time ${time}`);
    for (let time = 1; time <= WARM_SENDS; time += 1) expectServed(await cheap(query), `time ${time}`);
  });

  test('the expensive one is rejected after the cheap one was executed', async () => {
    const document = `${query} # cheap first`;
    for (let time = 1; time <= WARM_SENDS; time += 1) expectServed(await cheap(document), `time ${time}`);
    for (let time = 1; time <= COLD; time += 1) expectRejected(await expensive(document), `time ${time}`);
  });
});

describe('MAX_COST holds', () => {
  const query = '# What there is\nquery Big($n: Int) { externalConnections(first: $n) { nodes { id } } }';
  const [firstLine = '', rest = ''] = query.split('\n');
  const warmUp = async (parameters: Parameters) => {
    for (let time = 1; time <= WARM_SENDS; time += 1) {
      expectServed(await send(gateway, { ...parameters, variables: { n: 1 } }), `time ${time}`);
    }
    gateway.emulator.clear();
  };

  test('for an empty operationName', async () => {
    await warmUp({ query });
    for (let time = 1; time <= WARM_SENDS; time += 1) {
      const { body, calls } = await send(gateway, { query, operationName: '', variables: { n: 100 } });
      expect(body.data ?? null).toBeNull();
      // The specification takes an empty name for none.
      expect(['BAD_REQUEST', 'LIMIT_EXCEEDED']).toContain(body.errors?.[0]?.extensions.code);
      expect(calls).toEqual([]);
    }
  });

  test.each([
    ['none', undefined, `\n${firstLine}`],
    ['none', undefined, firstLine],
    ['its own', 'Big', `Big\n${firstLine}`],
  ])('for an operationName that completes a warm document: %s', async (_, operationName, name) => {
    await warmUp({ query, operationName });
    const seen = await sendRepeatedly(gateway, { query: rest, operationName: name, variables: { n: 100 } });
    expect(codesOf(seen)).toEqual(['BAD_REQUEST']);
    expect(seen.calls).toEqual([]);
    expect(seen.body.data).toBeUndefined();
  });

  test('for a document that is warm under another operation name', async () => {
    const document = 'query Small { __typename }\nquery Big { externalConnections { nodes { id } } }';
    await sendRepeatedly(gateway, { query: document, operationName: 'Small' });
    const [small = '', big = ''] = document.split('\n');
    const seen = await sendRepeatedly(gateway, { query: big, operationName: `Small\n${small}` });
    expect(codesOf(seen)).toEqual(['BAD_REQUEST']);
  });
});

describe('the page size in a cursor', () => {
  const query = `query ($after: String, $first: Int) {
    externalConnections(after: $after, first: $first) { nodes { id } pageInfo { endCursor } }
  }`;
  const inLiteral = (after: string) => `{ externalConnections(after: "${after}") { nodes { id } } }`;

  test.each(['1000', '9999', '999999999'])(
    'is rejected if it is %s: Graph makes no such page',
    async (top) => {
      const running = await runGateway();
      for (const parameters of [
        `$skiptoken=x&$top=${top}`,
        `$top=${top}&$skip=3`,
        `$SKIPTOKEN=x&$Top=${top}`,
      ]) {
        const after = cursor(parameters);
        for (const request of [{ query, variables: { after } }, { query: inLiteral(after) }]) {
          const seen = await sendRepeatedly(running, request);
          expect(seen.body.errors).toMatchObject([
            { path: ['externalConnections'], extensions: { code: 'BAD_USER_INPUT', argument: 'after' } },
          ]);
          expect(seen.calls).toEqual([]);
        }
      }
    },
  );

  test('is sent to Graph up to 999', async () => {
    const running = await runGateway();
    const first = await send(running, { query, variables: { first: 1 } });
    const end = JSON.stringify(first.body.data).match(/"endCursor":"([^"]+)"/)?.[1] ?? '';
    const link = Buffer.from(end, 'base64url').toString();
    const after = cursor(link.replace('$top=1', '$top=999'));
    const seen = await sendRepeatedly(running, { query, variables: { after } });
    expect(seen.body).toMatchObject({
      data: { externalConnections: { nodes: [{ id: 'contososervicedesk' }, { id: 'fabrikamwiki' }] } },
    });
    expect(seen.calls).toEqual([expect.stringContaining('$top=999')]);
  });

  test('counts for the cost if it is more than the default of 100', async () => {
    const running = await runGateway({ settings: { MAX_COST: '1000' } });
    const after = cursor('$skiptoken=x&$top=999');
    for (const request of [{ query, variables: { after } }, { query: inLiteral(after) }]) {
      const seen = await sendRepeatedly(running, request);
      expect(seen.body.errors).toMatchObject([
        { extensions: { code: 'LIMIT_EXCEEDED', limit: 'cost', max: 1_000 } },
      ]);
      expect(seen.calls).toEqual([]);
    }
    for (const top of [1, 100, 200]) {
      const cheap = cursor(`$skiptoken=x&$top=${top}`);
      const { calls } = await sendRepeatedly(running, { query, variables: { after: cheap } });
      expect(calls).toHaveLength(1);
    }
  });

  test('is not replaced by `first`, which is not sent to Graph behind a cursor', async () => {
    const running = await runGateway({ settings: { MAX_COST: '200' } });
    const page = { first: 1, after: cursor('$skip=0') };
    const seen = await sendRepeatedly(running, { query, variables: page });
    expect(seen.body.errors).toMatchObject([{ extensions: { code: 'LIMIT_EXCEEDED', limit: 'cost' } }]);
    expect(seen.calls).toEqual([]);
    const sized = { first: 1, after: cursor('$skip=0&$top=1') };
    expect((await sendRepeatedly(running, { query, variables: sized })).calls).toHaveLength(1);
  });

  test('does not reduce the cost if it is small', async () => {
    const after = cursor('$skiptoken=x&$top=1');
    expectRejected(await sendRepeatedly(gateway, { query, variables: { after } }), 'each time');
  });
});

test('a response key counts once more for each 64 characters, since each item of a list repeats it', async () => {
  const running = await runGateway({ settings: { MAX_COST: '130' } });
  const cost = async (length: number) => {
    const query = `{ externalConnections(first: 40) { nodes { ${'a'.repeat(length)}: id } } }`;
    return (await send(running, { query })).body.errors ?? [];
  };
  for (const length of [1, 63, 64, 127]) expect(await cost(length)).toEqual([]);
  for (const length of [128, 200]) {
    expect(await cost(length)).toMatchObject([{ extensions: { code: 'LIMIT_EXCEEDED', limit: 'cost' } }]);
  }
});

test.each([-1, -(2 ** 31), 0])('an invalid page size does not lower the cost: first: %i', async (first) => {
  const lists = 'x: externalConnections(first: $n) { nodes { id } } externalConnections { nodes { id } }';
  for (const request of [
    { query: `query ($n: Int) { ${lists} }`, variables: { n: first } },
    { query: `{ ${lists.replace('$n', String(first))} }` },
  ])
    expectRejected(await sendRepeatedly(gateway, request), 'each time');
});

test('a list counts as many items as its page or its keys can have', async () => {
  const running = await runGateway({ settings: { MAX_COST: '100' } });
  const page = (first: number) => `{ externalConnections(first: ${first}) { nodes { id name } } }`;
  const keyed = (count: number) =>
    `{ externalConnectionsById(ids: ${JSON.stringify(keys(count))}) { id name } }`;
  for (const query of [page(20), keyed(20)]) {
    expect((await send(running, { query })).body).not.toHaveProperty('errors');
  }
  for (const query of [page(50), keyed(60)]) {
    expect((await send(running, { query })).body.errors).toMatchObject([
      { extensions: { limit: 'cost', max: 100 } },
    ]);
  }
});
