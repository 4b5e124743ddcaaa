import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Fault } from '../../emulator/index.ts';
import { compileSooner, WARM_SENDS } from '../operations/support/requests.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { withoutBackoff } from '../support/retries.ts';
import { rawResponse, startUpstream } from '../support/upstream.ts';

// The exact requests for the schema of a connection, in Microsoft's own words, and what becomes of its responses.

withoutBackoff();
compileSooner();

let running: TestGateway;
beforeAll(async () => {
  running = await startTestGateway();
});
beforeEach(() => running.emulator.clear());
afterAll(() => running.close());

const CONNECTION = '/external/connections/contosohr';
const path = `${CONNECTION}/schema`;
const calls = () =>
  running.emulator.requests.map(({ method, path: at, body }) => [`${method} ${at}`, ...(body ? [body] : [])]);

const REGISTER = `mutation ($input: RegisterExternalConnectionSchemaInput!) {
  registerExternalConnectionSchema(input: $input) { connectionId operationId locationConnectionId }
}`;
const PROPERTY = `name type description aliases labels isSearchable isQueryable isRetrievable isRefinable
  isExactMatchRequired rankingHint { importanceScore }`;
const READ = `{ externalConnection(id: "contosohr") { id schema { baseType properties { ${PROPERTY} } } } }`;

const title = { name: 'ticketTitle', type: 'STRING', isRetrievable: true };
const OPERATION = '1.weu-b.0251D560C889F660594C3F098392B322.98B2D9481B87CDDEBDF3DABCB52A9D22';

function link(id: string, below = CONNECTION): string {
  return `${running.emulator.url}${below}/operations/${id}`;
}

/** Registers a schema of one property, to which Graph responds as given. */
async function register(fault: object, input: object = { properties: [title] }, token = 'demo') {
  running.emulator.failNext({ status: 202, body: '', path, method: 'PATCH', ...fault });
  return await running.execute(REGISTER, { input: { connectionId: 'contosohr', ...input } }, { token });
}

describe('registerExternalConnectionSchema', () => {
  // https://learn.microsoft.com/graph/api/externalconnectors-externalconnection-patch-schema?view=graph-rest-beta
  // The page writes "true" for true, which the metadata declares as a boolean.
  const documented = [
    { name: 'ticketTitle', type: 'STRING', isSearchable: true, isRetrievable: true, labels: ['TITLE'] },
    { name: 'priority', type: 'STRING', isQueryable: true, isRetrievable: true, isSearchable: false },
    { name: 'assignee', type: 'STRING', isRetrievable: true },
  ];

  const wire = {
    baseType: 'microsoft.graph.externalItem',
    properties: [
      { name: 'ticketTitle', type: 'string', isSearchable: true, isRetrievable: true, labels: ['title'] },
      { name: 'priority', type: 'string', isQueryable: true, isRetrievable: true, isSearchable: false },
      { name: 'assignee', type: 'string', isRetrievable: true },
    ],
  };

  test("sends the example of Microsoft's page, and returns the operation in its Location", async () => {
    const Location = link('616bfeed-666f-4ce0-8cd9-058939010bfc');
    const result = await register({ headers: { Location } }, { properties: documented });
    expect(calls()).toEqual([[`PATCH /beta${path}`, wire]]);
    expect(result).toEqual({
      data: {
        registerExternalConnectionSchema: {
          connectionId: 'contosohr',
          operationId: '616bfeed-666f-4ce0-8cd9-058939010bfc',
          locationConnectionId: null,
        },
      },
    });
  });

  test('sends every member of a property, and none that is null', async () => {
    const all = {
      name: 'tags',
      type: 'STRING_COLLECTION',
      description: 'What it is about',
      aliases: ['keywords', 'topics'],
      labels: ['TAGS', 'NUMBER_OF_REACTIONS'],
      isSearchable: false,
      isQueryable: true,
      isRetrievable: true,
      isRefinable: true,
      isExactMatchRequired: true,
      rankingHint: { importanceScore: 'VERY_HIGH' },
    };
    const none = Object.fromEntries(Object.keys(all).map((name) => [name, null]));
    const properties = [all, { ...none, name: 'people', type: 'PRINCIPAL_COLLECTION' }];
    await register({ headers: { Location: link('a') } }, { properties });
    expect(running.emulator.requests[0]?.body).toEqual({
      baseType: 'microsoft.graph.externalItem',
      properties: [
        {
          ...all,
          type: 'stringCollection',
          labels: ['tags', 'numberOfReactions'],
          rankingHint: { importanceScore: 'veryHigh' },
        },
        { name: 'people', type: 'principalCollection' },
      ],
    });
  });

  test('sends as many as 128 properties', async () => {
    const properties = Array.from({ length: 128 }, (_, index) => ({ name: `p${index}`, type: 'INT64' }));
    const { errors } = await register({ headers: { Location: link('a') } }, { properties });
    expect(errors).toBeUndefined();
    expect(running.emulator.requests[0]?.body).toMatchObject({ properties: { length: 128 } });
  });

  test('uses the root that the operator chose', async () => {
    const older = await startTestGateway({ settings: { GRAPH_EXTERNAL_CONNECTIONS_PATH: '/connections' } });
    const input = { connectionId: 'contosohr', properties: [title] };
    older.emulator.failNext({ status: 202, body: '' });
    await older.execute(REGISTER, { input });
    expect(older.emulator.requests.map((request) => request.path)).toEqual([
      '/beta/connections/contosohr/schema',
    ]);
    await older.close();
  });

  test('sends the same to v1.0, whose page has the same example', async () => {
    const Location = `https://graph.microsoft.com/v1.0${CONNECTION}/operations/${OPERATION}`;
    const upstream = await startUpstream((socket, { text }) => {
      const own = Location.replace('https://graph.microsoft.com', `http://${/host: (.*)/i.exec(text)?.[1]}`);
      socket.write(rawResponse({ status: 202, headers: [`Location: ${own}`] }));
    });
    const GRAPH_URL = upstream.url.replace('/beta', '/v1.0');
    const stable = await startTestGateway({ settings: { GRAPH_URL } });
    const input = { connectionId: 'contosohr', properties: documented };
    const { data, errors } = await stable.execute(REGISTER, { input });
    expect(errors).toBeUndefined();
    expect(data).toMatchObject({ registerExternalConnectionSchema: { operationId: OPERATION } });
    const [{ text = '' } = {}, ...others] = upstream.requests;
    expect(text).toMatch(/^PATCH \/v1\.0\/external\/connections\/contosohr\/schema HTTP/);
    expect(JSON.parse(text.slice(text.indexOf('\r\n\r\n')))).toEqual(wire);
    expect(others).toEqual([]);
    await upstream.close();
    await stable.close();
  });

  test('returns the id of an operation with region, dots and more than 70 characters', async () => {
    const { data } = await register({ headers: { Location: link(OPERATION) } });
    expect(data).toMatchObject({ registerExternalConnectionSchema: { operationId: OPERATION } });
  });

  test('does not take the same connection for another one, where only the case of its id differs', async () => {
    const Location = link(OPERATION, '/external/connections/ContosoHR');
    expect((await register({ headers: { Location } })).data).toMatchObject({
      registerExternalConnectionSchema: { operationId: OPERATION, locationConnectionId: null },
    });
  });

  test('says so if the Location names another connection', async () => {
    const Location = link(OPERATION, '/external/connections/other');
    expect(await register({ headers: { Location } })).toEqual({
      data: {
        registerExternalConnectionSchema: {
          connectionId: 'contosohr',
          operationId: OPERATION,
          locationConnectionId: 'other',
        },
      },
    });
  });
});

describe('a 202 without a usable Location is accepted, and its operation unknown:', () => {
  const cases: [string, Record<string, string>][] = [
    ['no Location', {}],
    ['another origin', { Location: 'https://evil.example/beta/external/connections/contosohr/operations/a' }],
    ['another version', { Location: '/v1.0/external/connections/contosohr/operations/a' }],
    ['dot segments', { Location: '/beta/../beta/external/connections/contosohr/operations/a' }],
    ['10,000 characters', { Location: `/beta${CONNECTION}/operations/${'a'.repeat(10_000)}` }],
  ];
  test.each(cases)('%s', async (_, headers) => {
    const { data, errors } = await register({ headers });
    expect(data).toEqual({
      registerExternalConnectionSchema: {
        connectionId: 'contosohr',
        operationId: null,
        locationConnectionId: null,
      },
    });
    expect(errors).toMatchObject([
      {
        path: ['registerExternalConnectionSchema', 'operationId'],
        message: expect.stringContaining(
          'read "schema" and "state" of the connection until the state is READY.',
        ),
        extensions: { code: 'UPSTREAM_INVALID_RESPONSE', outcome: 'APPLIED', resourceId: 'contosohr' },
      },
    ]);
    expect(JSON.stringify(errors)).not.toMatch(/evil|v1\.0|aaa/);
    expect(calls()).toHaveLength(1);
  });

  test('and is no error to a client that does not ask for it', async () => {
    running.emulator.failNext({ status: 202, body: '', path });
    const document = REGISTER.replace('operationId locationConnectionId', '');
    const result = await running.execute(document, {
      input: { connectionId: 'contosohr', properties: [title] },
    });
    expect(result).toEqual({ data: { registerExternalConnectionSchema: { connectionId: 'contosohr' } } });
  });

  test.each([
    ['as the id of the operation', (token: string) => link(token)],
    ['as the connection', (token: string) => link('a', `/external/connections/${token}`)],
    ['percent-encoded', (token: string) => link(`%${token.charCodeAt(0).toString(16)}${token.slice(1)}`)],
    ['in base64', (token: string) => link(Buffer.from(`id:${token}`).toString('base64url'))],
  ])('the token %s', async (_, location) => {
    const token = 'sekrit-token-of-alice';
    const { data, errors } = await register({ headers: { Location: location(token) } }, undefined, token);
    expect(data).toMatchObject({ registerExternalConnectionSchema: { operationId: null } });
    expect(errors).toMatchObject([{ extensions: { outcome: 'APPLIED' } }]);
    expect(JSON.stringify({ data, errors }) + running.logs.join('')).not.toMatch(/sekrit|c2Vrcml0|Nla3JpdC/i);
  });
});

describe('the registration of a schema', () => {
  const outcomeOf = async (fault: object) => {
    const { data, errors } = await register(fault);
    return { data, extensions: errors?.[0]?.extensions, count: running.emulator.requests.length };
  };

  test.each<[number, string | object]>([
    [200, '<h1>Proxy</h1>'],
    [200, ''],
    [201, { id: 'contosohr' }],
    [200, { id: 'contosohr', baseType: 'microsoft.graph.externalItem' }],
  ])('is UNKNOWN after a %i, which Graph does not send, with the body %j', async (status, body) => {
    const { data, extensions, count } = await outcomeOf({ status, body });
    expect(data).toEqual({ registerExternalConnectionSchema: null });
    expect(extensions).toMatchObject({ code: 'UPSTREAM_INVALID_RESPONSE', outcome: 'UNKNOWN' });
    expect(count).toBe(1);
  });

  test.each<[string, Fault, string, string]>([
    ['a 503', { status: 503 }, 'UPSTREAM_UNAVAILABLE', 'UNKNOWN'],
    ['a reset after it was applied', { reset: 'after' }, 'UPSTREAM_UNAVAILABLE', 'UNKNOWN'],
    ['a 409', { status: 409 }, 'CONFLICT', 'NOT_APPLIED'],
    ['a 404', { status: 404 }, 'NOT_FOUND', 'NOT_APPLIED'],
    ['a 401', { status: 401 }, 'UNAUTHENTICATED', 'NOT_APPLIED'],
  ])('is not retried after %s', async (_, fault, code, outcome) => {
    running.emulator.failNext({ ...fault, path, method: 'PATCH' });
    const { errors } = await running.execute(
      REGISTER,
      { input: { connectionId: 'contosohr', properties: [title] } },
      { token: 'demo' },
    );
    expect(errors).toMatchObject([{ extensions: { code, outcome } }]);
    expect(running.emulator.requests).toHaveLength(1);
  });

  test('is retried after a 429, which Graph sends before it does anything', async () => {
    running.emulator.failNext({ status: 429, headers: { 'Retry-After': '0' }, path });
    const { errors } = await register({ headers: { Location: link('a') } });
    expect(errors).toBeUndefined();
    expect(running.emulator.requests).toHaveLength(2);
  });
});

describe('the schema of a connection', () => {
  // https://learn.microsoft.com/graph/api/externalconnectors-schema-get?view=graph-rest-beta
  const documented = {
    baseType: 'microsoft.graph.externalItem',
    properties: [
      { name: 'ticketTitle', type: 'string', isSearchable: true, isRetrievable: true, labels: ['title'] },
      { name: 'priority', type: 'string', isQueryable: true, isRetrievable: true, isRefinable: true },
      { name: 'assignee', type: 'string', isRetrievable: true },
    ],
  };
  const readWith = async (fault: object, document = READ) => {
    running.emulator.failNext({ status: 200, path, ...fault });
    return await running.execute(document, {}, { token: 'demo' });
  };
  const absent = {
    description: null,
    aliases: null,
    labels: null,
    isSearchable: null,
    isQueryable: null,
    isRefinable: null,
    isExactMatchRequired: null,
    rankingHint: null,
  };

  test("is read as on Microsoft's page, which has no id", async () => {
    const result = await readWith({ body: documented });
    expect(calls()).toEqual([[`GET /beta${CONNECTION}`], [`GET /beta${path}`]]);
    expect(result).toEqual({
      data: {
        externalConnection: {
          id: 'contosohr',
          schema: {
            baseType: 'microsoft.graph.externalItem',
            properties: [
              {
                ...absent,
                name: 'ticketTitle',
                type: 'STRING',
                isSearchable: true,
                isRetrievable: true,
                labels: ['TITLE'],
              },
              {
                ...absent,
                name: 'priority',
                type: 'STRING',
                isQueryable: true,
                isRetrievable: true,
                isRefinable: true,
              },
              { ...absent, name: 'assignee', type: 'STRING', isRetrievable: true },
            ],
          },
        },
      },
    });
  });

  test('has UNKNOWN_FUTURE_VALUE for types, labels and scores that are new', async () => {
    const property = { type: 'geo', labels: ['title', 'mood'], rankingHint: { importanceScore: 'extreme' } };
    const { data, errors } = await readWith({ body: { properties: [property] } });
    expect(errors).toBeUndefined();
    const UNKNOWN = 'UNKNOWN_FUTURE_VALUE';
    expect(data).toMatchObject({
      externalConnection: {
        schema: {
          baseType: null,
          properties: [
            { type: UNKNOWN, labels: ['TITLE', UNKNOWN], rankingHint: { importanceScore: UNKNOWN } },
          ],
        },
      },
    });
  });

  test("is null after a 404 with Graph's error body", async () => {
    const body = { error: { code: 'ItemNotFound', message: 'The requested resource does not exist.' } };
    expect(await readWith({ status: 404, body })).toEqual({
      data: { externalConnection: { id: 'contosohr', schema: null } },
    });
  });

  test.each(['', '<h1>Not found</h1>', { message: 'No such route' }])(
    'is an error after the 404 of a proxy: %j',
    async (body) => {
      const { data, errors } = await readWith({ status: 404, body });
      expect(data).toEqual({ externalConnection: { id: 'contosohr', schema: null } });
      expect(errors).toMatchObject([
        { path: ['externalConnection', 'schema'], extensions: { code: 'NOT_FOUND' } },
      ]);
      expect(errors?.[0]?.message).toContain('GRAPH_EXTERNAL_CONNECTIONS_PATH');
    },
  );

  test('says what a 401 can mean', async () => {
    const { errors } = await readWith({ status: 401 });
    expect(errors?.[0]?.message).toContain('the calling app does not own this connection');
  });

  test.each<[string, string | object]>([
    ['no JSON', '<h1>Welcome</h1>'],
    ['a list', []],
    ['an empty object', {}],
    ['an object of another kind', { message: 'Welcome' }],
    ['an error', { error: { code: 'x', message: 'Welcome' } }],
  ])('is invalid if a 200 has %s', async (_, body) => {
    const { data, errors } = await readWith({ body });
    expect(data).toEqual({ externalConnection: { id: 'contosohr', schema: null } });
    expect(errors).toMatchObject([{ extensions: { code: 'UPSTREAM_INVALID_RESPONSE' } }]);
    expect(errors?.[0]?.message).not.toContain('Welcome');
  });

  const only = { name: 'other', type: 'string' };
  test.each<[object, (string | number)[]]>([
    [{ baseType: 42, properties: [only] }, ['baseType']],
    [{ baseType: 'x', properties: 42 }, ['properties']],
    [{ baseType: 'x', properties: ['wrong'] }, ['properties']],
    [{ properties: [{ ...only, name: 42 }] }, ['properties', 0, 'name']],
    [{ properties: [only, { ...only, type: 42 }] }, ['properties', 1, 'type']],
    [{ properties: [{ ...only, description: ['wrong'] }] }, ['properties', 0, 'description']],
    [{ properties: [{ ...only, aliases: 'wrong' }] }, ['properties', 0, 'aliases']],
    [{ properties: [{ ...only, labels: 'title' }] }, ['properties', 0, 'labels']],
    [{ properties: [{ ...only, labels: [42] }] }, ['properties', 0, 'labels']],
    [{ properties: [{ ...only, isSearchable: 'true' }] }, ['properties', 0, 'isSearchable']],
    [{ properties: [{ ...only, isQueryable: 1 }] }, ['properties', 0, 'isQueryable']],
    [{ properties: [{ ...only, rankingHint: 'high' }] }, ['properties', 0, 'rankingHint']],
    [
      { properties: [{ ...only, rankingHint: { importanceScore: 42 } }] },
      ['properties', 0, 'rankingHint', 'importanceScore'],
    ],
  ])('with the wrong type in %j fails that field alone', async (body, at) => {
    // Sent often enough, a query is compiled.
    for (let time = 1; time <= WARM_SENDS; time += 1) {
      const { data, errors } = await readWith({ body });
      expect(errors).toMatchObject([
        { path: ['externalConnection', 'schema', ...at], extensions: { code: 'UPSTREAM_INVALID_RESPONSE' } },
      ]);
      expect(data).toMatchObject({ externalConnection: { id: 'contosohr', schema: {} } });
    }
  });
});

describe('the quota of a connection', () => {
  const QUOTA = '{ externalConnection(id: "contosohr") { id quota { itemsRemaining } } }';
  const at = `${CONNECTION}/quota`;
  const readWith = async (fault: object) => {
    running.emulator.failNext({ status: 200, path: at, ...fault });
    return await running.execute(QUOTA, {}, { token: 'demo' });
  };

  // https://learn.microsoft.com/graph/api/externalconnectors-connectionquota-get?view=graph-rest-beta
  test.each([7_000, 0, 5_000_000_000, Number.MAX_SAFE_INTEGER])(
    'is read: %i items',
    async (itemsRemaining) => {
      expect(await readWith({ body: { itemsRemaining } })).toEqual({
        data: { externalConnection: { id: 'contosohr', quota: { itemsRemaining } } },
      });
      expect(calls()).toEqual([[`GET /beta${CONNECTION}`], [`GET /beta${at}`]]);
    },
  );

  test.each(['7000', 1.5, 2 ** 53])('with %j items fails that field alone', async (itemsRemaining) => {
    const { data, errors } = await readWith({ body: { itemsRemaining } });
    expect(data).toEqual({ externalConnection: { id: 'contosohr', quota: { itemsRemaining: null } } });
    expect(errors).toMatchObject([{ path: ['externalConnection', 'quota', 'itemsRemaining'] }]);
  });

  test('is an error of its own where the permission is missing', async () => {
    const { data, errors } = await readWith({ status: 403 });
    expect(data).toEqual({ externalConnection: { id: 'contosohr', quota: null } });
    expect(errors).toMatchObject([
      { path: ['externalConnection', 'quota'], extensions: { code: 'FORBIDDEN' } },
    ]);
  });
});
