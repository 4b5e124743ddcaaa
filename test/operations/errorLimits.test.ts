import { getIntrospectionQuery } from 'graphql';
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { QuotedSecrets } from '../../src/operations/quotedSecrets.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { runGateway, runGatewayBefore } from '../support/running.ts';
import { always } from '../support/upstream.ts';
import {
  codesOf,
  compileSooner,
  type Parameters,
  type SendOptions,
  send,
  sendRepeatedly,
} from './support/requests.ts';

// Responses to invalid requests stay small, and say how many errors they omit.

compileSooner();
let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.close());

const MAX_ERRORS = 100;
const MAX_MESSAGE = 1_000;
const many = (count: number, make: (index: number) => string, separator = ' ') =>
  Array.from({ length: count }, (_, i) => make(i)).join(separator);

/** The numbers in a message, with or without a comma for thousands. */
function numbersIn(message = ''): number[] {
  return (message.match(/\d[\d,]*/g) ?? []).map((digits) => Number(digits.replaceAll(',', '')));
}

describe('errors that callers cause', () => {
  const { prepareStackTrace, stackTraceLimit } = Error;
  afterEach(() => {
    Error.prepareStackTrace = prepareStackTrace;
  });

  test.each([
    ['of the gateway', 'bad id', 'demo'],
    ['of Graph', 'abc', 'demo-expired'],
  ])('%s have no stack trace, which would take most of their time', async (_, id, token) => {
    const frames: number[] = [];
    Error.prepareStackTrace = (error, trace) => {
      frames.push(trace.length);
      return String(error);
    };
    const query = 'query ($ids: [ID!]!) { externalConnectionsById(ids: $ids) { id } }';
    const ids = Array.from({ length: 90 }, (_, index) => `${id}${index}`);
    const { body } = await sendRepeatedly(gateway, { query, variables: { ids } }, { token });
    expect(body.errors).toHaveLength(90);
    // graphql-jit reads the traces.
    expect(frames.length).toBeGreaterThan(0);
    expect(Math.max(...frames)).toBe(0);
    expect(Error.stackTraceLimit).toBe(stackTraceLimit);
  });
});

describe('of 10,000 errors', () => {
  const invalid = Array.from({ length: 200 }, () => '..');
  const lookups = (padding: string) =>
    `query ($ids: [ID!]!) {${many(50, (i) => `a${i}: externalConnectionsById(ids: $ids) { id }`, padding)}}`;

  test.each([
    ['of one line', ' '],
    ['of 90,000 line breaks', '\n'.repeat(1_800)],
    ['of 90,000 line breaks of Windows', '\r\n'.repeat(900)],
    ['with long comments', `# ${'x'.repeat(1_800)}\n`],
    ['of tabs and commas', '\t,'.repeat(900)],
  ])('100 are in the response, with the number of the others: a document %s', async (_, padding) => {
    const query = lookups(padding);
    expect(query.length).toBeLessThan(95_000);
    // A short document is in the cache by the third send; a long one never is.
    for (let time = 1; time <= (query.length < 20_000 ? 3 : 1); time += 1) {
      const { status, body } = await send(gateway, { query, variables: { ids: invalid } });
      expect(status).toBe(200);
      const errors = body.errors ?? [];
      expect(errors.length).toBeLessThanOrEqual(MAX_ERRORS + 1);
      expect(errors.length).toBeGreaterThanOrEqual(MAX_ERRORS);
      const told = errors.filter(({ path }) => path !== undefined);
      const rest = errors.filter(({ path }) => path === undefined);
      expect(rest).toHaveLength(1);
      expect(numbersIn(rest[0]?.message)).toContain(10_000 - told.length);
      for (const { path, extensions } of told) {
        expect(extensions).toEqual({ code: 'BAD_USER_INPUT', argument: `ids[${path?.[1]}]` });
      }
      const nulls = Array.from({ length: 200 }, () => null);
      expect(body.data).toEqual(Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`a${i}`, nulls])));
    }
  });

  test('the number of omitted errors comes last', async () => {
    const response = await gateway.post({ query: lookups(' '), variables: { ids: invalid } });
    const { errors } = await response.json();
    expect(numbersIn(errors.at(-1).message)).toContain(10_000 - (errors.length - 1));
    expect(errors.at(-1)).not.toHaveProperty('path');
  });

  test('each location is correct, even in a long document', async () => {
    const query = lookups('\r\n'.repeat(900));
    const { body } = await send(gateway, { query, variables: { ids: invalid } });
    for (const { path, locations } of body.errors ?? []) {
      if (path === undefined) continue;
      const line = 1 + 900 * Number(String(path[0]).slice(1));
      expect(locations).toMatchObject([{ line }]);
    }
  });
});

describe('the errors of a query', () => {
  const query = 'query ($ids: [ID!]!) { externalConnectionsById(ids: $ids) { id } }';
  const ids = (count: number) => Array.from({ length: count }, () => '..');

  test('are all in the response if they are 100, cold and warm', async () => {
    const { body } = await sendRepeatedly(gateway, { query, variables: { ids: ids(100) } });
    expect(body.errors).toHaveLength(100);
    expect(body.errors?.every(({ path }) => path !== undefined)).toBe(true);
  });

  test('are 100 and their count if they are more, cold and warm', async () => {
    const { body } = await sendRepeatedly(gateway, { query, variables: { ids: ids(103) } });
    const [last, ...listed] = (body.errors ?? []).toReversed();
    expect(listed).toHaveLength(100);
    expect(last?.message).toContain('3');
  });
});

describe('validation', () => {
  test.each([
    ['fields', `{ externalConnection(id: "x") { ${many(400, (i) => `f${i}`)} } }`],
    ['arguments', `{ externalConnection(id: "x", ${many(400, (i) => `a${i}: 1`, ', ')}) { id } }`],
    ['variables', `{ externalConnectionsById(ids: [${many(400, (i) => `$v${i}`, ', ')}]) { id } }`],
    ['unused variables', `query (${many(300, (i) => `$v${i}: Int`, ', ')}) { __typename }`],
    ['types', `query (${many(300, (i) => `$v${i}: T${i}`, ', ')}) { __typename }`],
    ['fragments', `{ __typename } ${many(200, (i) => `fragment F${i} on Query { __typename }`)}`],
    ['values', `{ externalConnectionsById(ids: [${many(400, () => '1.5', ', ')}]) { id } }`],
    [
      'fields of an input',
      `mutation { createExternalConnection(input: { ${many(300, (i) => `f${i}: 1`, ', ')} }) { id } }`,
    ],
  ])('reports at most 100 errors, and that there are more: invalid %s', async (_, query) => {
    for (let time = 1; time <= 3; time += 1) {
      const { body, calls } = await send(gateway, { query });
      expect(body.errors?.length).toBeLessThanOrEqual(MAX_ERRORS + 1);
      expect(body.errors?.length).toBeGreaterThanOrEqual(MAX_ERRORS);
      expect(calls).toEqual([]);
    }
  });
});

test('invalid variables are reported by at most 100 errors', async () => {
  const query = `query (${many(300, (i) => `$v${i}: Int!`, ', ')}) { __typename ${many(
    300,
    (i) => `@include(if: $v${i})`,
  )} }`;
  const running = await runGateway({
    settings: { MAX_DIRECTIVES: '1000', MAX_DOCUMENT_TOKENS: '100000' },
  });
  const { body } = await send(running, { query, variables: {} });
  expect(body.errors?.length).toBeLessThanOrEqual(MAX_ERRORS + 1);
});

test('a long value is quoted by two errors at most, as each quotes the whole value', async () => {
  const query =
    'mutation ($input: CreateExternalConnectionInput!) { createExternalConnection(input: $input) { id } }';
  const unknown = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`unknown${index}`, 1]));
  const errorsFor = async (description: string) =>
    (await send(gateway, { query, variables: { input: { ...unknown, description } } })).body.errors;
  expect(await errorsFor('short')).toHaveLength(11);
  const errors = await errorsFor('x'.repeat(900_000));
  expect(errors).toHaveLength(2);
  for (const { message } of errors ?? []) expect(message.length).toBeLessThan(1_100);
});

describe('a mutation', () => {
  const settings = {
    MAX_ROOT_FIELDS: '150',
    MAX_ALIASES: '200',
    MAX_DOCUMENT_TOKENS: '10000',
    MAX_UPSTREAM_REQUESTS: '500',
    MAX_COST: '1000000',
  };
  const create = (id: string) => `createExternalConnection(input: { id: "${id}", name: "x" }) { id }`;

  test.each([
    ['that the gateway rejects', () => create('Teams'), 'BAD_USER_INPUT', 0],
    ['that Graph rejects', () => create('contosohr'), 'CONFLICT', 120],
  ])('of 120 fields %s reports the outcome of each', async (_, field, code, calls) => {
    const running = await runGateway({ settings });
    const query = `mutation { ${many(120, (i) => `a${i}: ${field()}`)} }`;
    for (let time = 1; time <= 2; time += 1) {
      const seen = await send(running, { query });
      const errors = seen.body.errors ?? [];
      const outcomes = Object.fromEntries(errors.map(({ path, extensions }) => [path?.[0], extensions]));
      for (let i = 0; i < 120; i += 1) {
        expect(outcomes[`a${i}`], `a${i}`).toMatchObject({ code, outcome: 'NOT_APPLIED' });
      }
      expect(seen.calls).toHaveLength(calls);
    }
  });

  test('of 120 fields with an unknown outcome reports it for each', async () => {
    const running = await runGateway({ settings });
    running.emulator.failNext({ status: 500, times: 120 });
    const query = `mutation { ${many(120, (i) => `a${i}: ${create(`conn${i}`)}`)} }`;
    const { body } = await send(running, { query });
    const unknown = (body.errors ?? []).filter(({ extensions }) => extensions.outcome === 'UNKNOWN');
    expect(new Set(unknown.map(({ path }) => path?.[0])).size).toBe(120);
  });
});

test('of a mutation, each error is listed, and the details that Graph gives while there is room', async () => {
  const details = Array.from({ length: 20 }, (_, index) => ({
    code: `d${index}`,
    message: 'x'.repeat(1_900),
  }));
  const error = { code: 'BadRequest', message: 'No.', details };
  const { execute } = await runGatewayBefore(always({ status: 400, body: { error } }));
  const deletions = many(50, (i) => `d${i}: deleteExternalConnection(input: { id: "none${i}" }) { id }`);
  const { errors = [] } = await execute(`mutation { ${deletions} }`);
  expect(errors).toHaveLength(50);
  for (const { extensions } of errors) {
    expect(extensions).toMatchObject({
      code: 'UPSTREAM_REJECTED',
      outcome: 'NOT_APPLIED',
      graph: { status: 400, code: 'BadRequest', message: 'No.' },
    });
  }
  const detailed = errors.filter(({ extensions }) => extensions?.graph?.details !== undefined);
  expect(detailed.map(({ extensions }) => extensions?.graph?.details)).toEqual([details, details]);
});

test('only errors that are listed are searched for secrets', async () => {
  const { execute } = await runGatewayBefore(
    always({ body: { value: Array.from({ length: 900 }, () => ({ id: 'x', name: 1, connectorId: 1 })) } }),
  );
  const redact = vi.spyOn(QuotedSecrets.prototype, 'redact');
  onTestFinished(() => redact.mockRestore());
  await execute('{ externalConnections { nodes { a: schema { baseType } b: schema { baseType } } } }');
  expect(redact.mock.calls.length).toBeLessThanOrEqual(MAX_ERRORS);
  await execute('query ($n: Int!) { externalConnections(first: $n) { nodes { id } } }', { n: 'x' });
  expect(redact).toHaveBeenCalled();
});

describe('a message has at most 1,000 characters if', () => {
  const long = 'x'.repeat(30_000);
  const input =
    'mutation ($input: CreateExternalConnectionInput!) { createExternalConnection(input: $input) { id } }';

  test.each<[string, Parameters]>([
    ['a field', { query: `{ ${long} }` }],
    ['an argument', { query: `{ externalConnection(${long}: 1) { id } }` }],
    ['a directive', { query: `{ __typename @${long} }` }],
    ['a type condition', { query: `{ ... on ${long} { __typename } }` }],
    ['a fragment', { query: `{ ...${long} }` }],
    ['the type of a variable', { query: `query ($a: ${long}) { __typename }` }],
    ['an undefined variable', { query: `{ externalConnection(id: $${long}) { id } }` }],
    ['a string instead of a number', { query: `{ externalConnections(first: "${long}") { nodes { id } } }` }],
    ['a number', { query: `{ externalConnections(first: ${'9'.repeat(30_000)}) { nodes { id } } }` }],
    [
      'an enum value',
      {
        query: `mutation { createExternalConnection(input: { id: "abc", name: "x", state: ${long} }) { id } }`,
      },
    ],
    ['a field of an input', { query: `mutation { createExternalConnection(input: { ${long}: 1 }) { id } }` }],
    ['an unexpected name', { query: `${long} { id }` }],
    ['an argument without a value', { query: `{ a(${long} ${long}) }` }],
    ['an unterminated string', { query: `{ a(b: "${long}` }],
    ['the name of the operation', { query: 'query A { __typename }', operationName: long }],
    ['a parameter', { query: '{ __typename }', [long]: 1 }],
    [
      'the value of a variable',
      {
        query: 'query ($n: Int) { externalConnections(first: $n) { nodes { id } } }',
        variables: { n: long },
      },
    ],
    [
      'an enum value in a variable',
      { query: input, variables: { input: { id: 'abc', name: 'x', state: long } } },
    ],
    ['a field of a variable', { query: input, variables: { input: { id: 'abc', name: 'x', [long]: 1 } } }],
    ['an id', { query: `{ externalConnection(id: "${long}") { id } }` }],
    ['a cursor', { query: `{ externalConnections(after: "${long}") { nodes { id } } }` }],
    [
      'the type of an entity',
      { query: `{ _entities(representations: [{ __typename: "${long}", id: "a" }]) { __typename } }` },
    ],
  ])('%s is long', async (_, parameters) => {
    const ways: SendOptions[] = [{ method: 'POST' }, { method: 'GET' }];
    for (const way of parameters.query?.toString().startsWith('mutation') ? ways.slice(0, 1) : ways) {
      const { body } = await send(gateway, parameters, way);
      if (way.method === 'POST' || !(long in parameters)) expect(body.errors?.length).toBeGreaterThan(0);
      for (const { message } of body.errors ?? []) {
        expect(message.length).toBeLessThanOrEqual(MAX_MESSAGE + 1);
        expect(message.length).toBeGreaterThan(10);
      }
    }
  });

  test("Graph's own message is long", async () => {
    gateway.emulator.failNext({ status: 400, body: { error: { code: 'BadRequest', message: long } } });
    const seen = await send(gateway, { query: '{ externalConnection(id: "contosohr") { id } }' });
    expect(codesOf(seen)).toEqual(['UPSTREAM_REJECTED']);
    expect(seen.body.errors?.[0]?.message.length).toBeLessThanOrEqual(MAX_MESSAGE + 1);
  });
});

describe('a name of more than 200 characters', () => {
  const name = (length: number) => 'n'.repeat(length);
  const documents: readonly (readonly [string, (name: string) => string])[] = [
    ['an alias', (long) => `{ ${long}: externalConnection(id: "contosohr") { id } }`],
    ['an alias further down', (long) => `{ externalConnection(id: "contosohr") { ${long}: id } }`],
    ['an operation', (long) => `query ${long} { externalConnection(id: "contosohr") { id } }`],
    [
      'a fragment',
      (long) => `{ ...${long} } fragment ${long} on Query { externalConnection(id: "contosohr") { id } }`,
    ],
    [
      'a variable',
      (long) => `query ($${long}: ID! = "contosohr") { externalConnection(id: $${long}) { id } }`,
    ],
    [
      'a key of any value',
      (long) =>
        `{ _entities(representations: [{ __typename: "ExternalConnection", id: "contosohr", ${long}: 1 }]) { __typename } }`,
    ],
    [
      'an enum value in any value',
      (long) =>
        `{ _entities(representations: [{ __typename: "ExternalConnection", id: "contosohr", key: ${long} }]) { __typename } }`,
    ],
  ];

  test.each(documents)('is rejected for %s', async (_, document) => {
    for (const [length, method] of [
      [201, 'POST'],
      [40_000, 'GET'],
    ] as const) {
      const { body, calls } = await send(gateway, { query: document(name(length)) }, { method });
      expect(body.data ?? null).toBeNull();
      expect(calls).toEqual([]);
      expect(body.errors?.length).toBeGreaterThan(0);
      for (const { message, extensions } of body.errors ?? []) {
        expect(['GRAPHQL_VALIDATION_FAILED', 'LIMIT_EXCEEDED']).toContain(extensions.code);
        expect(message.length).toBeLessThanOrEqual(MAX_MESSAGE + 1);
        expect(message).toContain('200');
      }
    }
  });

  test.each(documents)('is accepted with 200 characters for %s', async (_, document) => {
    const { body } = await send(gateway, { query: document(name(200)) });
    expect(body).not.toHaveProperty('errors');
  });

  test('is not a limit for strings and comments', async () => {
    const query = `{ externalConnection(id: "${name(128)}") { id } } # ${name(5_000)}`;
    expect((await send(gateway, { query })).body).toEqual({ data: { externalConnection: null } });
    expect((await send(gateway, { query: getIntrospectionQuery() })).body).not.toHaveProperty('errors');
  });
});

test('of the wrong properties of a long list, 100 make errors and the others are counted', async () => {
  const value = Array.from({ length: 900 }, (_, index) => ({ id: `c${index}`, name: 1 }));
  const running = await runGatewayBefore(always({ body: { value } }));
  const query = `{ externalConnections { nodes { ${many(90, (index) => `a${index}: name`)} } } }`;
  const { data, errors = [] } = await running.execute(query);
  expect(data).toHaveProperty('externalConnections.nodes.899.a89', null);
  expect(errors).toHaveLength(MAX_ERRORS + 1);
  expect(errors[0]).toMatchObject({ extensions: { code: 'UPSTREAM_INVALID_RESPONSE' } });
  expect(errors.at(-1)?.message).toBe(`${90 * 900 - MAX_ERRORS} more errors are not listed.`);
});

test('of more wrong properties than are listed, what depends on them is still unknown, and nothing stands in for them', async () => {
  const configuration = { authorizedAppIds: 1, authorizedApps: ['former'] };
  const value = Array.from({ length: 150 }, (_, index) => {
    return { id: `c${index}`, name: 1, searchSettings: 1, configuration };
  });
  const running = await runGatewayBefore(always({ body: { value } }));
  const { data, errors = [] } = await running.execute(`{
    externalConnections { nodes { name readiness { resultTemplate { status } } } }
  }`);
  const unknown = { name: null, readiness: { resultTemplate: { status: 'UNKNOWN' } } };
  expect(data).toEqual({ externalConnections: { nodes: Array(150).fill(unknown) } });
  // The settings that only the check has read make none.
  expect(errors).toHaveLength(MAX_ERRORS + 1);
  expect(errors.at(-1)?.message).toBe('50 more errors are not listed.');
  const query = '{ externalConnections { nodes { configuration { authorizedAppIds } } } }';
  expect((await running.execute(query)).data).toEqual({
    externalConnections: { nodes: Array(150).fill({ configuration: { authorizedAppIds: null } }) },
  });
});
