import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';

// The exact requests for external connections, in Microsoft's own words, and what becomes of its responses.
// seeds.test.ts has the five calls that the project began with.

let running: TestGateway;
beforeAll(async () => {
  running = await startTestGateway();
});
beforeEach(() => running.emulator.clear());
afterAll(() => running.close());

const calls = () =>
  running.emulator.requests.map(({ method, path, body }) => [`${method} ${path}`, ...(body ? [body] : [])]);
const demo = (document: string, variables = {}) => running.execute(document, variables, { token: 'demo' });

const SETTINGS = `
  connectorId contentCategory enabledContentExperiences
  activitySettings { urlToItemResolvers { priority itemId urlMatchInfo { baseUrls urlPattern } } }
  searchSettings { searchResultTemplates { id priority layout rules { operation property values valuesJoinedBy } } }
  complianceSettings { eDiscoveryResultTemplates { id priority layout } }`;
const CREATE = `mutation ($input: CreateExternalConnectionInput!) {
  createExternalConnection(input: $input) { ${SETTINGS} }
}`;
const UPDATE = `mutation ($input: UpdateExternalConnectionInput!) {
  updateExternalConnection(input: $input) { id name description ${SETTINGS} }
}`;

const layout = { type: 'AdaptiveCard', version: '1.3', body: [{ type: 'TextBlock', text: `\${title}` }] };

/** All settings as a client sends and receives them. */
const settings = {
  connectorId: '9d2f7f6c-2f4e-4b0e-8d6d-6f1e5e0c7a11',
  contentCategory: 'TASK_MANAGEMENT',
  enabledContentExperiences: ['SEARCH', 'COMPLIANCE'],
  activitySettings: {
    urlToItemResolvers: [
      {
        priority: 1,
        itemId: '{ticket}',
        urlMatchInfo: { baseUrls: ['https://tickets.contoso.com'], urlPattern: '/t/(?<ticket>[0-9]+)' },
      },
    ],
  },
  searchSettings: {
    searchResultTemplates: [
      {
        id: 'default',
        priority: 1,
        layout,
        rules: [
          { operation: 'IS_NULL', property: 'closedBy', values: [], valuesJoinedBy: 'AND' },
          { operation: 'STARTS_WITH', property: 'title', values: ['A', 'B'], valuesJoinedBy: 'OR' },
        ],
      },
    ],
  },
  complianceSettings: { eDiscoveryResultTemplates: [{ id: 'plain', priority: 2, layout }] },
};

/** The same as Graph has them. */
const wireSettings = {
  connectorId: settings.connectorId,
  contentCategory: 'taskManagement',
  enabledContentExperiences: 'search, compliance',
  activitySettings: {
    urlToItemResolvers: [
      {
        '@odata.type': '#microsoft.graph.externalConnectors.itemIdResolver',
        ...settings.activitySettings.urlToItemResolvers[0],
      },
    ],
  },
  searchSettings: {
    searchResultTemplates: [
      {
        id: 'default',
        priority: 1,
        layout,
        rules: [
          { operation: 'null', property: 'closedBy', values: [], valuesJoinedBy: 'and' },
          { operation: 'startsWith', property: 'title', values: ['A', 'B'], valuesJoinedBy: 'or' },
        ],
      },
    ],
  },
  complianceSettings: settings.complianceSettings,
};

test('createExternalConnection sends every property as Graph has it, and returns it as the schema has it', async () => {
  const required = { id: 'contosotickets', name: 'Contoso Tickets' };
  const result = await running.execute(CREATE, { input: { ...required, ...settings } });
  expect(calls()).toEqual([['POST /beta/external/connections', { ...required, ...wireSettings }]]);
  expect(result).toEqual({ data: { createExternalConnection: settings } });
});

describe('updateExternalConnection', () => {
  const path = '/beta/external/connections/contosohr';

  test('sends PATCH …/{id} with every property, then reads once', async () => {
    const result = await demo(UPDATE, { input: { id: 'contosohr', ...settings } });
    expect(calls()).toEqual([[`PATCH ${path}`, wireSettings], [`GET ${path}`]]);
    expect(result).toMatchObject({ data: { updateExternalConnection: { id: 'contosohr', ...settings } } });
  });

  test.each([
    ['a name', { name: 'HR' }, { name: 'HR' }],
    ['an empty description', { description: '' }, { description: '' }],
    [
      'one flag, given twice',
      { enabledContentExperiences: ['SEARCH', 'SEARCH'] },
      { enabledContentExperiences: 'search' },
    ],
    [
      'an app',
      { configuration: { authorizedAppIds: ['a'] } },
      { configuration: { authorizedAppIds: ['a'] } },
    ],
    [
      'an app, by the former name',
      { configuration: { authorizedApps: ['a'] } },
      { configuration: { authorizedApps: ['a'] } },
    ],
    [
      'no template',
      { searchSettings: { searchResultTemplates: [] } },
      { searchSettings: { searchResultTemplates: [] } },
    ],
  ])('sends exactly what is given: %s', async (_, changes, body) => {
    const { errors } = await demo(UPDATE, { input: { id: 'contosohr', ...changes } });
    expect(errors).toBeUndefined();
    expect(calls()).toEqual([[`PATCH ${path}`, body], [`GET ${path}`]]);
  });

  test('twice in a document reads each result anew', async () => {
    const update = (name: string) =>
      `updateExternalConnection(input: { id: "contosohr", name: "${name}" }) { name }`;
    const result = await demo(`mutation { a: ${update('A')} b: ${update('B')} }`);
    expect(result).toEqual({ data: { a: { name: 'A' }, b: { name: 'B' } } });
    expect(calls()).toHaveLength(4);
  });

  test.each<[string, object, string]>([
    ['nothing', {}, 'input'],
    ['a ticket alone', { connectorTicket: 'ticket' }, 'input'],
    ['null', { description: null }, 'input.description'],
    ['null settings', { searchSettings: null }, 'input.searchSettings'],
    ['an empty configuration', { configuration: { authorizedAppIds: null } }, 'input.configuration'],
    ['an empty name', { name: '' }, 'input.name'],
  ])('rejects %s, and sends nothing', async (_, changes, argument) => {
    const { errors } = await demo(UPDATE, { input: { id: 'contosohr', ...changes } });
    expect(errors).toMatchObject([
      { extensions: { code: 'BAD_USER_INPUT', argument, outcome: 'NOT_APPLIED' } },
    ]);
    expect(calls()).toEqual([]);
  });
});

describe('addExternalConnection without an id', () => {
  const document = 'mutation { addExternalConnection(input: { name: "Contoso HR" }) { id } }';
  const sent = ['POST /beta/external/connections/$ref', { name: 'Contoso HR' }];

  test('returns the object in a 201', async () => {
    running.emulator.failNext({ status: 201, body: { id: 'madebygraph' } });
    expect(await demo(document)).toEqual({ data: { addExternalConnection: { id: 'madebygraph' } } });
    expect(calls()).toEqual([sent]);
  });

  test('is APPLIED after a 204, with nothing to read', async () => {
    running.emulator.failNext({ status: 204, body: '' });
    const { errors } = await demo(document);
    expect(errors?.[0]?.extensions).toEqual({ code: 'UPSTREAM_INVALID_RESPONSE', outcome: 'APPLIED' });
    expect(calls()).toEqual([sent]);
  });

  test('still checks an id that is given', async () => {
    const { errors } = await demo(document.replace('name:', 'id: "a-b", name:'));
    expect(errors).toMatchObject([{ extensions: { argument: 'input.id' } }]);
    expect(calls()).toEqual([]);
  });
});

test('deleteExternalConnection sends DELETE …/{id} without a body', async () => {
  const input = { id: 'contosohr', connectorTicket: 'ticket' };
  const document =
    'mutation ($input: DeleteExternalConnectionInput!) { deleteExternalConnection(input: $input) { id status } }';
  // To a tenant of its own, since it takes effect later.
  running.emulator.failNext({ status: 202, body: '' });
  const result = await demo(document, { input });
  expect(result).toEqual({ data: { deleteExternalConnection: { id: 'contosohr', status: 'ACCEPTED' } } });
  const [{ method, path, headers, body } = {}, ...others] = running.emulator.requests;
  expect([method, path, body, others]).toEqual([
    'DELETE',
    '/beta/external/connections/contosohr',
    undefined,
    [],
  ]);
  expect(headers).toMatchObject({ authorization: 'Bearer demo', 'graphconnectors-ticket': 'ticket' });
});

describe('reading', () => {
  /** One connection as Graph sends it. */
  async function read(object: object, selection = SETTINGS) {
    running.emulator.failNext({ status: 200, body: { id: 'x', ...object } });
    return running.execute(`{ externalConnection(id: "x") { ${selection} } }`);
  }
  const data = (properties: object) => ({ data: { externalConnection: properties } });

  test.each([
    ['search', ['SEARCH']],
    ['search,compliance', ['SEARCH', 'COMPLIANCE']],
    ['compliance, tomorrow, search', ['COMPLIANCE', 'UNKNOWN_FUTURE_VALUE', 'SEARCH']],
    ['tomorrow, overmorrow', ['UNKNOWN_FUTURE_VALUE']],
    ['', []],
    [null, null],
  ])('turns the flags %j into %j', async (enabledContentExperiences, expected) => {
    expect(await read({ enabledContentExperiences }, 'enabledContentExperiences')).toEqual(
      data({ enabledContentExperiences: expected }),
    );
  });

  test.each([
    [100, undefined],
    [101, 'UPSTREAM_INVALID_RESPONSE'],
  ])('flags of %i characters: %s', async (length, code) => {
    const flags = 'search'.padEnd(length, ',');
    const { errors } = await read({ enabledContentExperiences: flags }, 'enabledContentExperiences');
    expect(errors?.[0]?.extensions?.code).toBe(code);
  });

  test('turns an unknown category, operation and operator into UNKNOWN_FUTURE_VALUE', async () => {
    const rules = [{ operation: 'soundsLike', property: 'title', values: ['a'], valuesJoinedBy: 'xor' }];
    const result = await read(
      { contentCategory: 'holograms', searchSettings: { searchResultTemplates: [{ id: 'a', rules }] } },
      'contentCategory searchSettings { searchResultTemplates { id rules { operation valuesJoinedBy } } }',
    );
    const unknown = 'UNKNOWN_FUTURE_VALUE';
    expect(result).toEqual(
      data({
        contentCategory: unknown,
        searchSettings: {
          searchResultTemplates: [{ id: 'a', rules: [{ operation: unknown, valuesJoinedBy: unknown }] }],
        },
      }),
    );
  });

  test('leaves the fields of a resolver of an unknown type null, and the others alone', async () => {
    const [known] = wireSettings.activitySettings.urlToItemResolvers;
    const unknown = {
      '@odata.type': '#microsoft.graph.externalConnectors.x',
      priority: 7,
      itemId: 42,
      urlMatchInfo: 42,
    };
    const result = await read(
      { activitySettings: { urlToItemResolvers: [unknown, known] } },
      'activitySettings { urlToItemResolvers { priority itemId urlMatchInfo { urlPattern } } }',
    );
    const urlToItemResolvers = [
      { priority: 7, itemId: null, urlMatchInfo: null },
      { priority: 1, itemId: '{ticket}', urlMatchInfo: { urlPattern: '/t/(?<ticket>[0-9]+)' } },
    ];
    expect(result).toEqual(data({ activitySettings: { urlToItemResolvers } }));
  });

  test.each([0, 5_000_000_000, Number.MAX_SAFE_INTEGER])('returns %d items', async (ingestedItemsCount) => {
    expect(await read({ ingestedItemsCount }, 'ingestedItemsCount')).toEqual(data({ ingestedItemsCount }));
  });

  test('of every property that is null gives null', async () => {
    const none = Object.fromEntries(Object.keys(settings).map((name) => [name, null]));
    expect(await read(none)).toEqual(data(none));
  });
});

describe('a 401', () => {
  const OWNED = /the calling app does not own this connection/;
  const failing = async (document: string, headers = {}) => {
    running.emulator.failNext({ status: 401, headers });
    const { errors } = await demo(document);
    expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
    return errors?.[0]?.message;
  };
  const READ = '{ externalConnection(id: "contosohr") { id } }';

  test.each([
    READ,
    'mutation { updateExternalConnection(input: { id: "contosohr", name: "A" }) { id } }',
    'mutation { deleteExternalConnection(input: { id: "contosohr" }) { id } }',
  ])('on the path of a connection may mean that another app owns it: %s', async (document) => {
    expect(await failing(document)).toMatch(OWNED);
    expect(await failing(document)).toMatch(/token is invalid or expired/);
  });

  test.each([
    '{ externalConnections { nodes { id } } }',
    'mutation { createExternalConnection(input: { id: "contoso", name: "A" }) { id } }',
    '{ singletonPrivateEndpointConnection { id } }',
  ])('on another path is about the token alone: %s', async (document) => {
    expect(await failing(document)).not.toMatch(OWNED);
  });

  test('with a claims challenge is about the token alone', async () => {
    const headers = { 'www-authenticate': 'Bearer claims="eyJ9"' };
    expect(await failing(READ, headers)).not.toMatch(OWNED);
  });
});
