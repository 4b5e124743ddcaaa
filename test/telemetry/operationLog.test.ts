import { hash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { createMetrics } from '../../src/telemetry/index.ts';
import { compileSooner, WARM_SENDS } from '../operations/support/requests.ts';
import type { TestGateway } from '../support/gateway.ts';
import { serve } from '../support/httpClient.ts';
import { sawToken } from '../support/leaks.ts';
import { withoutBackoff } from '../support/retries.ts';
import { runGateway, runGatewayBefore } from '../support/running.ts';
import { FOLLOW } from '../support/subscription.ts';
import { rawResponse } from '../support/upstream.ts';

withoutBackoff();
compileSooner();
afterEach(() => void vi.useRealTimers());

const GUID = '0f8fad5b-d9cb-469f-a165-70867728950e';
const READ = 'query Find($id: ID!) { externalConnection(id: $id) { id name } }';
const WRITE = 'mutation Create { createExternalConnection(input: { id: "newhr", name: "New HR" }) { id } }';
const INFO = 30;
const WARN = 40;

const lines = ({ logs }: TestGateway) => logs.map((line) => JSON.parse(line));

describe('an operation has one line', () => {
  test('with what happened to it', async () => {
    const running = await runGateway();
    const headers = { 'client-request-id': GUID };
    await running.post({ query: READ, variables: { id: 'contosohr' } }, { token: 'demo', headers });
    await running.gateway.close();
    expect(lines(running)).toEqual([
      {
        level: INFO,
        time: expect.any(Number),
        pid: process.pid,
        hostname: expect.any(String),
        clientRequestId: GUID,
        operation: 'Find',
        type: 'query',
        documentHash: hash('sha256', READ),
        durationMs: expect.any(Number),
        graphMs: expect.any(Number),
        status: 200,
        calls: 1,
        retries: 0,
        throttledMs: 0,
        slowestCall: { method: 'GET', path: '/external/connections/{id}', ms: expect.any(Number) },
        graphRequestIds: [expect.stringMatching(/^[0-9a-f-]{36}$/)],
        msg: 'operation',
      },
    ]);
  });

  test('by POST, GET and as an event stream, over a socket and by fetch, cold and warm', async () => {
    const running = await runGateway();
    const port = await serve(running.gateway);
    const query = '{ externalConnection(id: "contosohr") { id } }';
    const headers = { authorization: 'Bearer demo', 'content-type': 'application/json' };
    const events = { ...headers, accept: 'text/event-stream' };
    const body = JSON.stringify({ query });
    let sent = 0;
    for (const root of [`http://127.0.0.1:${port}`, undefined]) {
      const send = async (path: string, init: RequestInit) => {
        const response = root
          ? await fetch(root + path, init)
          : await running.gateway.fetch(`http://g${path}`, init);
        expect(await response.text()).toContain('contosohr');
        sent += 1;
      };
      for (let time = 0; time < WARM_SENDS; time += 1)
        await send('/graphql', { method: 'POST', headers, body });
      await send('/graphql', { method: 'POST', headers: events, body });
      await send(`/graphql?query=${encodeURIComponent(query)}`, { headers });
    }
    await running.gateway.close();
    const logged = lines(running);
    expect(logged).toHaveLength(sent);
    for (const line of logged) {
      expect(line).toMatchObject({ msg: 'operation', type: 'query', calls: 1, status: 200 });
      expect(line.documentHash).toBe(hash('sha256', query));
    }
  });

  test('soon after its response, if it is a query that succeeded, and at once if it is anything else', async () => {
    const running = await runGateway();
    await running.execute('query First { externalConnection(id: "contosohr") { id } }');
    expect(running.logs).toEqual([]);
    await expect.poll(() => running.logs.length).toBe(1);
    await running.execute('query Second { externalConnection(id: "contosohr") { id } }');
    running.emulator.failNext({ status: 403 });
    await running.execute('query Third { externalConnection(id: "contosohr") { id } }');
    expect(lines(running).map(({ operation }) => operation)).toEqual(['First', 'Second', 'Third']);
  });

  test('once each, for hundreds at the same time', async () => {
    const running = await runGateway();
    const ids = Array.from({ length: 300 }, () => crypto.randomUUID());
    await Promise.all(
      ids.map((id) =>
        running.post(
          { query: READ, variables: { id: 'contosohr' } },
          { token: 'demo', headers: { 'client-request-id': id } },
        ),
      ),
    );
    await running.gateway.close();
    const logged = lines(running).map(({ clientRequestId }) => clientRequestId);
    expect(logged.toSorted()).toEqual(ids.toSorted());
  });

  test('with its retries, the time for which Graph throttled it, and the codes of its errors', async () => {
    const throttled = rawResponse({ status: 429, headers: ['Retry-After: 0.05'] });
    const running = await runGatewayBefore((socket) => void socket.write(throttled));
    await running.execute('{ a: externalConnections { nodes { id } } }');
    expect(lines(running)).toMatchObject([
      { level: WARN, calls: 3, retries: 2, throttledMs: 100, errors: { RATE_LIMITED: 1 } },
    ]);
  });

  test('with the errors of Graph, by call and status, and the request-ids that the caller is told', async () => {
    const running = await runGateway();
    running.emulator.failNext({ status: 503, times: 3 });
    await running.execute(READ, { id: 'contosohr' }, { token: 'demo' });
    const query =
      '{ a: externalConnection(id: "contosohr") { name } b: externalConnections { nodes { quota { itemsRemaining } } } c: externalConnection(id: "nothere") { name } }';
    running.emulator.failNext({
      status: 403,
      method: 'GET',
      path: '/external/connections/contosohr',
      times: 1,
    });
    const { errors = [] } = await running.execute(query, {}, { token: 'demo' });
    const [single, batch] = lines(running);
    expect(single.failures).toEqual({ 'GET /external/connections/{id} 503': 3 });
    expect(batch.failures).toMatchObject({ 'GET /external/connections/{id} 403': 1 });
    for (const { extensions } of errors) expect(batch.graphRequestIds).toContain(extensions.graph?.requestId);
    expect(errors.length).toBeGreaterThan(0);
  });

  test('with the time that it spent in Graph, and the call that took longest, although all of them succeed', async () => {
    const running = await runGateway();
    running.emulator.failNext({ method: 'DELETE', delayMs: 1_000 });
    const document = `mutation {
      updateExternalConnection(input: { id: "contosohr", name: "x" }) { name }
      deleteExternalConnection(input: { id: "contosohr" }) { id }
    }`;
    await running.execute(document, {}, { token: 'demo' });
    const [line] = lines(running);
    expect(line).toMatchObject({ level: INFO, calls: 3 });
    const { ms, ...call } = line.slowestCall;
    expect(call).toEqual({ method: 'DELETE', path: '/external/connections/{id}' });
    expect(ms).toBeGreaterThan(995);
    expect(line.graphMs).toBeGreaterThan(ms);
    expect(line.graphMs).toBeLessThanOrEqual(line.durationMs);
  });

  test('whose time in Graph has calls that are in flight together once', async () => {
    const running = await runGateway({ settings: { GRAPH_BATCH: 'off' } });
    running.emulator.failNext({ times: 3, delayMs: 1_000 });
    const read = (id: string) => `${id}: externalConnection(id: "${id}") { id }`;
    await running.execute(`{ ${read('abc')} ${read('def')} ${read('ghi')} }`);
    await running.gateway.close();
    const [line] = lines(running);
    expect(line.calls).toBe(3);
    expect(line.graphMs).toBeGreaterThan(995);
    expect(line.graphMs).toBeLessThan(2_000);
  });

  test('whose time in Graph ends with it, although a call does not', async () => {
    const running = await runGatewayBefore(() => {});
    const client = new AbortController();
    const response = running
      .post({ query: READ, variables: { id: 'x' } }, { signal: client.signal })
      .catch(() => undefined);
    while (running.upstream.requests.length === 0) await sleep(5);
    await sleep(50);
    client.abort();
    await response;
    await expect.poll(() => running.logs.length).toBe(1);
    const [line] = lines(running);
    expect(line).toMatchObject({ clientDisconnected: true });
    // Of a response that nobody has received.
    expect(line).not.toHaveProperty('status');
    expect(line).not.toHaveProperty('errors');
    expect(line.graphMs).toBeGreaterThan(45);
    expect(line.graphMs).toBeLessThanOrEqual(line.durationMs);
  });

  test('of a subscription whose client disconnects during the first poll, with that call', async () => {
    const running = await runGatewayBefore(() => {});
    const client = new AbortController();
    const headers = { accept: 'text/event-stream' };
    void running.post({ query: FOLLOW }, { headers, signal: client.signal }).catch(() => undefined);
    while (running.upstream.requests.length === 0) await sleep(5);
    client.abort();
    await expect.poll(() => running.logs.length).toBe(1);
    const [line] = lines(running);
    expect(line).toMatchObject({
      msg: 'operation',
      type: 'subscription',
      calls: 1,
      clientDisconnected: true,
      // Of results that it may have received.
      status: 200,
    });
    expect(line.graphMs).toBeLessThanOrEqual(line.durationMs);
  });

  test('with the routes of the parts, without ids, if a batch took longest', async () => {
    const running = await runGateway();
    const find = (id: string) => `${id}: externalConnection(id: "${id}") { id }`;
    await running.execute(`{ ${find('abc')} ${find('def')} p: privateEndpointConnections { nodes { id } } }`);
    await running.gateway.close();
    expect(lines(running)[0].slowestCall).toEqual({
      method: 'POST',
      path: '/$batch',
      ms: expect.any(Number),
      parts: ['/external/connections/{id}', '/privateLinkPolicy/privateEndpointConnections'],
    });
  });

  test('with the outcome of each write', async () => {
    const running = await runGateway();
    running.emulator.failNext({ status: 500 });
    const update = (id: string) => `updateExternalConnection(input: { id: "${id}", name: "x" }) { id }`;
    const document = `mutation { a: ${update('contosohr')} b: ${update('nothere')} c: ${update('contosohr')} }`;
    await running.execute(document, {}, { token: 'demo' });
    const write = { method: 'PATCH', path: '/external/connections/{id}' };
    const [line] = lines(running);
    expect(line.level).toBe(WARN);
    expect(line.errors).toEqual({ UPSTREAM_UNAVAILABLE: 1, NOT_FOUND: 1 });
    expect(line.writes).toMatchObject([
      { ...write, status: 500, outcome: 'UNKNOWN' },
      { ...write, status: 404, outcome: 'NOT_APPLIED' },
      { ...write, outcome: 'APPLIED' },
    ]);
  });

  test('without a status for writes that are not sent, since Graph has rejected the token', async () => {
    const running = await runGateway();
    const body = { error: { code: 'InvalidAuthenticationToken', message: 'The token has expired.' } };
    running.emulator.failNext({ status: 401, body });
    const remove = 'deleteExternalConnection(input: { id: "contosohr" }) { id }';
    await running.execute(`mutation { a: ${remove} b: ${remove} }`);
    const [line] = lines(running);
    const write = { method: 'DELETE', path: '/external/connections/{id}', outcome: 'NOT_APPLIED' };
    expect(line.calls).toBe(1);
    expect(line.writes).toEqual([{ ...write, status: 401 }, write]);
  });

  test('at the level of a warning only if an operator can do something about it', async () => {
    const running = await runGateway();
    await running.execute(
      'mutation { updateExternalConnection(input: { id: "nothere", name: "x" }) { id } }',
    );
    running.emulator.failNext({ status: 403 });
    await running.execute(READ, { id: 'x' });
    running.emulator.failNext({ status: 504, times: 3 });
    await running.execute(READ, { id: 'x' });
    expect(lines(running).map(({ level, errors }) => [level, errors])).toEqual([
      [INFO, { NOT_FOUND: 1 }],
      [INFO, { FORBIDDEN: 1 }],
      [WARN, { UPSTREAM_TIMEOUT: 1 }],
    ]);
  });
});

describe('LOG_SUCCESS_RATE', () => {
  test.each([
    ['0', 0],
    ['0.5', 4],
    ['1', 8],
  ])('of %s logs %i of 8 successful queries', async (rate, logged) => {
    vi.restoreAllMocks();
    const draws = [0.1, 0.9, 0.4, 0.6, 0.2, 0.7, 0.3, 0.8];
    vi.spyOn(Math, 'random').mockImplementation(() => draws.shift() ?? 0);
    const running = await runGateway({ settings: { LOG_SUCCESS_RATE: rate } });
    for (let count = 0; count < 8; count += 1) await running.execute(READ, { id: 'x' });
    await running.gateway.close();
    expect(running.logs).toHaveLength(logged);
  });

  test('of 0 still logs failures, retries and writes', async () => {
    const running = await runGateway({ settings: { LOG_SUCCESS_RATE: '0' } });
    running.emulator.failNext({ status: 403 });
    await running.execute(READ, { id: 'x' });
    await running.execute(READ, { id: 'x' });
    running.emulator.failNext({ status: 503 });
    await running.execute(READ, { id: 'x' });
    await running.execute(WRITE);
    expect(lines(running)).toMatchObject([
      { errors: { FORBIDDEN: 1 } },
      { retries: 1 },
      { writes: [{ outcome: 'APPLIED' }] },
    ]);
  });
});

describe('requests that call nothing, of which anybody can send any number,', () => {
  test.each<[string, unknown, string | null, Record<string, number>]>([
    ['without a token', { query: READ, variables: { id: 'x' } }, null, { UNAUTHENTICATED: 4 }],
    ['with a syntax error', { query: '{' }, null, { GRAPHQL_PARSE_FAILED: 4 }],
    ['with an invalid document', { query: '{ nothing }' }, 'a', { GRAPHQL_VALIDATION_FAILED: 4 }],
    ['that are no GraphQL', 'nothing', 'a', { BAD_REQUEST: 4 }],
    ['with invalid variables', { query: READ }, 'a', { BAD_USER_INPUT: 4 }],
    ['that are introspection', { query: '{ __typename }' }, null, { OK: 4 }],
  ])(
    'have ten lines in ten seconds, and one with the number of the others: %s',
    async (_, body, token, counts) => {
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
      const running = await runGateway();
      for (let count = 0; count < 14; count += 1) await running.post(body, { token });
      expect(running.logs).toHaveLength(10);
      for (const line of lines(running)) expect(line.clientRequestId).toMatch(/^[0-9a-f-]{36}$/);
      await vi.advanceTimersByTimeAsync(10_000);
      expect(lines(running).slice(10)).toMatchObject([
        { level: INFO, requests: counts, seconds: 10, msg: 'requests without a line of their own' },
      ]);
      await running.post(body, { token });
      expect(running.logs).toHaveLength(12);
    },
  );

  test('are at the level of a warning, with the id of the response, if the gate is full', async () => {
    const running = await runGatewayBefore(() => {}, { MAX_REQUESTS: '1', REQUEST_TIMEOUT_MS: '1500' });
    const port = await serve(running.gateway);
    const held = running.execute(READ, { id: 'x' });
    while (running.upstream.requests.length === 0) await sleep(5);
    const ids: (string | null)[] = [];
    for (let count = 0; count < 20; count += 1) {
      const id = crypto.randomUUID();
      const headers = { 'content-type': 'application/json', 'client-request-id': id };
      const init = { method: 'POST', headers, body: '{}' };
      const { status, headers: sent } = await (count % 2 === 0
        ? running.gateway.fetch('http://gateway/graphql', init)
        : fetch(`http://127.0.0.1:${port}/graphql`, init));
      expect({ status, id: sent.get('client-request-id') }).toEqual({ status: 503, id });
      ids.push(id);
    }
    const rejection = { level: WARN, status: 503, errors: { OVERLOADED: 1 }, msg: 'request rejected' };
    const own = ids.slice(0, 10).map((clientRequestId) => ({ ...rejection, clientRequestId }));
    expect(lines(running)).toMatchObject(own);
    await held;
    await running.gateway.close();
    expect(lines(running).slice(10)).toMatchObject([
      { errors: { UPSTREAM_TIMEOUT: 1 } },
      { level: WARN, requests: { OVERLOADED: 10 } },
    ]);
  });

  test('do not hide those with another code', async () => {
    const running = await runGateway();
    for (let count = 0; count < 15; count += 1) await running.post({ query: READ }, { token: null });
    await running.post({ query: '{ nothing }' });
    expect(lines(running).at(-1)).toMatchObject({ errors: { GRAPHQL_VALIDATION_FAILED: 1 } });
  });

  test('say which operation and which document were rejected', async () => {
    const running = await runGateway();
    const query = 'query Orders { nothing }';
    const claimed = { persistedQuery: { version: 1, sha256Hash: hash('sha256', 'another one') } };
    await running.post({ query, operationName: 'Orders', extensions: claimed });
    await running.post({ query: '{', operationName: 'not a name' });
    const documentHash = hash('sha256', query);
    expect(lines(running)).toEqual([
      expect.objectContaining({ operation: 'Orders', documentHash, msg: 'operation rejected' }),
      expect.not.objectContaining({ operation: expect.anything() }),
    ]);
  });

  test('say which document is not trusted, if it was asked for by a hash', async () => {
    const running = await runGateway({
      settings: { TRUSTED_DOCUMENTS: 'src/client/generated/persisted-documents.json' },
    });
    const sha256Hash = hash('sha256', 'of yesterday');
    await running.post({
      extensions: { persistedQuery: { version: 1, sha256Hash } },
      operationName: 'Orders',
    });
    await running.post({ documentId: 'no-hash' });
    expect(lines(running)).toEqual([
      expect.objectContaining({ operation: 'Orders', documentHash: sha256Hash }),
      expect.not.objectContaining({ documentHash: expect.anything() }),
    ]);
  });

  test('are reported when the gateway closes', async () => {
    const running = await runGateway();
    for (let count = 0; count < 15; count += 1) await running.post({ query: '{' });
    await running.gateway.close();
    expect(lines(running).at(-1)).toMatchObject({ requests: { GRAPHQL_PARSE_FAILED: 5 } });
    // Not the ten of a whole period.
    expect(lines(running).at(-1)?.seconds).toBeLessThan(10);
  });
});

test('a request for another path has a line, since its client may be configured wrong', async () => {
  const running = await runGateway();
  const response = await running.gateway.fetch('http://gateway/grapql', { method: 'POST' });
  expect(response.status).toBe(404);
  expect(lines(running)).toMatchObject([
    { msg: 'request rejected', status: 404, problem: expect.stringContaining('/graphql') },
  ]);
});

test('a preflight of a page whose origin is not allowed has a line that says so', async () => {
  const running = await runGateway();
  const headers = { origin: 'https://app.contoso.com', 'access-control-request-method': 'POST' };
  const response = await running.gateway.fetch('http://gateway/graphql', { method: 'OPTIONS', headers });
  expect(response.status).toBe(405);
  expect(lines(running)).toMatchObject([
    { msg: 'request rejected', status: 405, problem: expect.stringContaining('CORS_ORIGINS') },
  ]);
});

describe('a ticket that a mutation is named by is in no line and no label', () => {
  const ticket = 'TicketOfThisTeamsApp';
  const creation = (id: string, rest = '{ id }', value = '$ticket') =>
    `createExternalConnection(input: { id: ${id}, name: "x", connectorTicket: ${value} }) ${rest}`;
  const literal = (value: string) => `mutation ${ticket} { ${creation('"abc"', '{ id }', value)} }`;

  test.each([
    ['accepted', `mutation ${ticket} ($ticket: String) { ${creation('"abc"')} }`],
    [
      'accepted, in another case',
      `mutation ${ticket.toUpperCase()} ($ticket: String) { ${creation('"abc"')} }`,
    ],
    ['of a literal', literal(`"${ticket}"`)],
    ['of an escaped literal', literal(`"\\u0054${ticket.slice(1)}"`)],
    ['of a block string', literal(`"""\n  ${ticket}\n"""`)],
    ['behind another string', `# 5" \r ${literal(`"${ticket}"`)}`],
    ['with a rejected argument', `mutation ${ticket} ($ticket: String) { ${creation('"!!"')} }`],
    ['without a variable', `mutation ${ticket} ($ticket: String, $id: ID!) { ${creation('$id')} }`],
    ['with a value of another kind', literal(ticket)],
    ['with an unknown field', `mutation ${ticket} ($ticket: String) { ${creation('"abc"', '{ nope }')} }`],
    ['that cannot be parsed', `mutation ${ticket} ($ticket: String) { ${creation('"abc"', '{')} }`],
    ['that is not a document', `"${ticket}`],
    ['without a document', ''],
    ['with the wrong keyword', `query ${ticket} ($ticket: String) { ${creation('"abc"')} }`],
    ['with the wrong keyword, of a literal', literal(`"${ticket}"`).replace('mutation', 'query')],
    ['that is part of the name', `query by_${ticket} ($ticket: String) { ${creation('"abc"')} }`],
  ])('%s', async (_, query) => {
    sawToken(ticket);
    const metrics = createMetrics();
    // A tracer reads the name at the beginning.
    const running = await runGateway({
      telemetry: [{ operationSelected: ({ name }) => void name }, metrics],
    });
    const operationName = new RegExp(ticket, 'i').exec(query)?.[0] ?? ticket;
    await running.post({ query, operationName, variables: { ticket } }, { token: 'demo' });
    await running.gateway.close();
    expect(running.logs).toHaveLength(1);
    for (const text of [running.logs.join(), await metrics.register.metrics()])
      expect(text.toLowerCase()).not.toContain(ticket.toLowerCase());
  });

  test.each([
    ['of an operation that the document does not have', { query: literal(ticket).replace(ticket, 'Remove') }],
    ['where variables are a text', { variables: JSON.stringify({ ticket }) }],
    ['where it is in another parameter', { extensions: { ticket } }],
  ])('as the name %s', async (_, params) => {
    sawToken(ticket);
    const running = await runGateway();
    const rejected = { query: `mutation ${ticket} { nope }`, operationName: ticket, ...params };
    await running.post(rejected, { token: 'demo' });
    expect(lines(running)).toMatchObject([{ msg: 'operation rejected' }]);
    expect(running.logs.join()).not.toContain(ticket);
  });

  test('but a name that contains other values of its arguments is shown', async () => {
    const running = await runGateway();
    const mutation = `mutation Create_newhr($id: ID!) { createExternalConnection(input: { id: $id, name: "Create" }) { id } }`;
    await running.execute(mutation, { id: 'newhr' });
    expect(lines(running)).toMatchObject([{ operation: 'Create_newhr' }]);
  });

  test.each([
    ['Find', 'query Find { nope }'],
    ['ConnectionState', 'query ConnectionState {\n  externalConnections {\n    state\n  }\n}'],
  ])('and a rejected query has its name: %s', async (operation, query) => {
    const running = await runGateway();
    await running.post({ query, operationName: operation }, { token: 'demo' });
    expect(lines(running)).toMatchObject([{ operation, msg: 'operation rejected' }]);
  });
});

test('the name of a rejected request is searched for in little time, whatever it has', async () => {
  const running = await runGateway();
  const texts = [
    `"${'\\"'.repeat(240_000)}`,
    `query${' '.repeat(200_000)}`.repeat(4),
    'Find '.repeat(190_000),
  ];
  for (const query of texts) {
    await running.post({ query, operationName: 'Find' });
    await running.post({ query: `mutation Find { __typename } #${query}`, operationName: 'Find' });
  }
  for (const value of ['a0'.repeat(400_000), 'Find'.repeat(200_000)]) {
    const variables = { value: `${value}%` };
    await running.post({ query: 'query Find { nope }', operationName: 'Find', variables });
  }
  const nested = `${'{"0":'.repeat(3_000)}1${'}'.repeat(3_000)}`;
  const headers = { 'content-type': 'application/json' };
  const body = `{"documentId":"x","operationName":"Find","variables":${nested}}`;
  const response = await running.gateway.fetch('http://gateway/graphql', { method: 'POST', headers, body });
  expect(await response.text()).not.toContain('INTERNAL_SERVER_ERROR');
  await running.gateway.close();
  const rejected = lines(running).filter(({ msg }) => msg === 'operation rejected');
  expect(rejected).toHaveLength(9);
});
