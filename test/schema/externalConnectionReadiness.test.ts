import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { withoutBackoff } from '../support/retries.ts';

// Whether the items of a connection can be found: decided by the connection and its schema, as Graph has them.

withoutBackoff();

let running: TestGateway;
beforeAll(async () => {
  running = await startTestGateway();
});
beforeEach(() => running.emulator.clear());
afterAll(() => running.close());

const PATH = '/external/connections/hr';
const CHECKS = [
  'state',
  'schemaRegistered',
  'titleLabel',
  'urlLabel',
  'iconUrlLabel',
  'searchableProperty',
  'urlToItemResolver',
  'resultTemplate',
] as const;

const READY = {
  id: 'hr',
  state: 'ready',
  activitySettings: { urlToItemResolvers: [{ itemId: '{id}' }] },
  searchSettings: { searchResultTemplates: [{ id: 'card' }] },
};
const title = { name: 'title', labels: ['title'], isSearchable: true, isRetrievable: true };
const url = { name: 'url', labels: ['url'] };
const icon = { name: 'icon', labels: ['tags', 'iconUrl'] };
const SCHEMA = { baseType: 'microsoft.graph.externalItem', properties: [title, url, icon] };
const NOT_FOUND = { status: 404, body: { error: { code: 'ItemNotFound', message: 'Not found.' } } };

interface Checked {
  readonly status: string;
  readonly [check: string]: string | { readonly status: string; readonly message: string };
}

/** The readiness of a connection that Graph sends with this schema. */
async function readinessOf(connection: object, schema: object = { status: 200, body: SCHEMA }) {
  running.emulator.failNext({ status: 200, path: PATH, body: connection });
  running.emulator.failNext({ path: `${PATH}/schema`, status: 200, ...schema, times: 3 });
  const selected = CHECKS.map((name) => `${name} { status message }`).join(' ');
  const { data, errors } = await running.execute<
    { externalConnection: { readiness: Checked } },
    Record<string, never>
  >(`{ externalConnection(id: "hr") { readiness { status ${selected} } } }`);
  // A schema that could not be read may be left over.
  running.emulator.clear();
  expect(errors).toBeUndefined();
  const readiness = data?.externalConnection.readiness;
  if (readiness === undefined) throw new Error('There is no readiness.');
  return readiness;
}

/** The checks that have not passed, with their status. */
function open(readiness: Checked): Record<string, string> {
  const entries = CHECKS.map((name) => [name, Object(readiness[name]).status] as const);
  return Object.fromEntries(entries.filter(([, status]) => status !== 'PASSED'));
}

test('a connection that lacks nothing has passed every check, with a sentence for each', async () => {
  const readiness = await readinessOf(READY);
  expect(readiness.status).toBe('PASSED');
  expect(open(readiness)).toEqual({});
  for (const name of CHECKS) expect(Object(readiness[name]).message).toMatch(/^[A-Z].+\.$/);
});

test('a new connection without a schema fails every check, and says what to do', async () => {
  const readiness = await readinessOf({ id: 'hr', state: 'draft' }, NOT_FOUND);
  expect(readiness.status).toBe('FAILED');
  expect(open(readiness)).toEqual(Object.fromEntries(CHECKS.map((name) => [name, 'FAILED'])));
  const messageOf = (name: string): string => Object(readiness[name]).message;
  for (const name of CHECKS.slice(0, 6)) {
    expect(messageOf(name)).toContain('with registerExternalConnectionSchema');
  }
  expect(messageOf('urlToItemResolver')).toContain(
    'set activitySettings.urlToItemResolvers with updateExternalConnection.',
  );
  expect(messageOf('resultTemplate')).toContain(
    'set searchSettings.searchResultTemplates with updateExternalConnection.',
  );
});

test('a schema that can be read while it is being registered does not make a connection ready', async () => {
  const readiness = await readinessOf({ ...READY, state: 'draft' });
  expect(open(readiness)).toEqual({ state: 'FAILED' });
  expect(Object(readiness.state).message).toContain('wait until that operation is COMPLETED');
});

test.each([
  ['obsolete', 'FAILED', 'create another one'],
  ['limitExceeded', 'FAILED', 'delete items'],
  ['paused', 'UNKNOWN', 'did not say'],
  [null, 'UNKNOWN', 'did not say'],
  [42, 'UNKNOWN', 'did not say'],
])('the state %j is %s', async (state, status, message) => {
  const readiness = await readinessOf({ ...READY, state });
  expect(readiness).toMatchObject({ status, state: { status, message: expect.stringContaining(message) } });
});

test.each<[string, object[], Record<string, string>]>([
  [
    'no property',
    [],
    { titleLabel: 'FAILED', urlLabel: 'FAILED', iconUrlLabel: 'FAILED', searchableProperty: 'FAILED' },
  ],
  ['no title', [{ ...title, labels: [] }, url, icon], { titleLabel: 'FAILED' }],
  ['a title of null', [{ ...title, labels: null }, url, icon], { titleLabel: 'FAILED' }],
  ['no url', [title, icon], { urlLabel: 'FAILED' }],
  ['no icon', [title, url], { iconUrlLabel: 'FAILED' }],
  ['nothing searchable', [{ ...title, isSearchable: false }, url, icon], { searchableProperty: 'FAILED' }],
])('a schema with %s fails that check alone', async (_, properties, expected) => {
  const readiness = await readinessOf(READY, { body: { ...SCHEMA, properties } });
  expect(open(readiness)).toEqual(expected);
});

test.each<[string, object, Record<string, string>]>([
  [
    'no settings',
    { activitySettings: null, searchSettings: undefined },
    { urlToItemResolver: 'FAILED', resultTemplate: 'FAILED' },
  ],
  [
    'empty lists',
    { activitySettings: { urlToItemResolvers: [] }, searchSettings: { searchResultTemplates: [] } },
    { urlToItemResolver: 'FAILED', resultTemplate: 'FAILED' },
  ],
  [
    'a resolver that is invalid',
    { activitySettings: { urlToItemResolvers: 42 } },
    { urlToItemResolver: 'UNKNOWN' },
  ],
  [
    'settings that are invalid',
    { activitySettings: 42, searchSettings: 'x' },
    { urlToItemResolver: 'UNKNOWN', resultTemplate: 'UNKNOWN' },
  ],
])('a connection with %s', async (_, settings, expected) => {
  expect(open(await readinessOf({ ...READY, ...settings }))).toEqual(expected);
});

describe('what cannot be read is unknown, rather than missing:', () => {
  const OF_SCHEMA = ['schemaRegistered', 'titleLabel', 'urlLabel', 'iconUrlLabel', 'searchableProperty'];
  const all = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, 'UNKNOWN']));

  test.each<[string, object, readonly string[]]>([
    ['a schema without permission', { status: 403 }, OF_SCHEMA],
    ['the 404 of a proxy', { status: 404, body: '<h1>Not found</h1>' }, OF_SCHEMA],
    ['a service that fails', { status: 503 }, OF_SCHEMA],
    ['an invalid schema', { body: [] }, OF_SCHEMA],
    ['an invalid list of properties', { body: { ...SCHEMA, properties: 42 } }, OF_SCHEMA.slice(1)],
    ['invalid labels', { body: { properties: [{ ...title, labels: 'title' }, url, icon] } }, ['titleLabel']],
    [
      'an invalid flag',
      { body: { properties: [{ ...title, isSearchable: 'true' }, url, icon] } },
      ['searchableProperty'],
    ],
  ])('%s', async (_, schema, names) => {
    const readiness = await readinessOf(READY, schema);
    expect(readiness.status).toBe('UNKNOWN');
    expect(open(readiness)).toEqual(all(names));
    for (const name of names) expect(Object(readiness[name]).message).toMatch(/^[A-Z].+\.$/s);
  });

  test('but an invalid property beside a valid one does not matter', async () => {
    const properties = [{ labels: 42, isSearchable: 42 }, title, url, icon];
    expect(open(await readinessOf(READY, { body: { properties } }))).toEqual({});
  });

  test('and a failed check counts for more', async () => {
    const readiness = await readinessOf({ ...READY, searchSettings: null }, { status: 403 });
    expect(readiness.status).toBe('FAILED');
  });
});

describe('Graph is asked for', () => {
  const calls = async (selection: string) => {
    running.emulator.failNext({ status: 200, path: PATH, body: READY });
    running.emulator.failNext({ status: 200, path: `${PATH}/schema`, body: SCHEMA });
    const { errors } = await running.execute(`{ externalConnection(id: "hr") ${selection} }`);
    expect(errors).toBeUndefined();
    const made = running.emulator.requests.map(({ method, path }) => `${method} ${path}`);
    running.emulator.clear();
    return made;
  };
  const CONNECTION = `GET /beta${PATH}`;

  test.each([
    '{ readiness { state { status } urlToItemResolver { status } resultTemplate { message } } }',
    '{ id readiness { __typename } }',
  ])('no schema by %s', async (selection) => {
    expect(await calls(selection)).toEqual([CONNECTION]);
  });

  test.each([
    '{ readiness { status } }',
    '{ readiness { titleLabel { status } } }',
    `{ schema { baseType } readiness { ${CHECKS.map((name) => `${name} { status }`).join(' ')} status } }`,
  ])('the schema once by %s', async (selection) => {
    expect(await calls(selection)).toEqual([CONNECTION, `${CONNECTION}/schema`]);
  });
});

test('its cost is that of the work, which aliases and lists multiply', async () => {
  const document = (count: number) =>
    `query ($ids: [ID!]!) { externalConnectionsById(ids: $ids) { ${Array.from({ length: count }, (_, index) => `r${index}: readiness { status }`).join(' ')} } }`;
  const ids = Array.from({ length: 200 }, () => 'contosohr');
  const { errors } = await running.execute(document(40), { ids });
  expect(errors).toMatchObject([{ extensions: { code: 'LIMIT_EXCEEDED', limit: 'cost' } }]);
  expect(running.emulator.requests).toEqual([]);
  expect((await running.execute(document(2), { ids })).errors).toBeUndefined();
});
