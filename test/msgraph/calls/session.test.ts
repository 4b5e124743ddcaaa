import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startTestGateway, type TestGateway } from '../../support/gateway.ts';
import { runGateway, runGatewayBefore } from '../../support/running.ts';
import { rawResponse } from '../../support/upstream.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway({ emulator: { refStatus: 204 } });
});
afterEach(() => gateway.emulator.clear());
afterAll(() => gateway.close());

const GUID = '0f8fad5b-d9cb-469f-a165-70867728950e';
/** As the gateway writes a value of a cursor. */
const inQuery = (value: string) => value.replace(/[/=]/g, encodeURIComponent);
const READ = '{ externalConnections { nodes { id } } }';
const WRITE = 'mutation { addExternalConnection(input: { id: "abc", name: "x" }) { id } }';
const sent = (name: string) => gateway.emulator.requests.map(({ headers }) => headers[name]);

describe("the caller's token", () => {
  test('is sent unchanged with every call of the request', async () => {
    await gateway.execute(WRITE, {}, { token: 'aZ0-._~+/==' });
    expect(sent('authorization')).toEqual(['Bearer aZ0-._~+/==', 'Bearer aZ0-._~+/==']);
  });

  test('is only sent for its own request, with many concurrent callers', async () => {
    const callers = Array.from({ length: 60 }, (_, i) => `caller${i}`);
    await Promise.all(
      callers.map(async (token) => {
        const id = token.replace('caller', 'conn');
        await gateway.execute(
          `mutation { addExternalConnection(input: { id: "${id}", name: "x" }) { id } }`,
          {},
          { token },
        );
        const result = await gateway.execute(READ, {}, { token });
        expect(result).toEqual({ data: { externalConnections: { nodes: [{ id }] } } });
      }),
    );
    expect(new Set(sent('authorization'))).toEqual(new Set(callers.map((token) => `Bearer ${token}`)));
  });

  test('is not tried again once Graph has rejected it: later writes of the request are not sent', async () => {
    const body = { error: { code: 'InvalidAuthenticationToken', message: 'The token has expired.' } };
    gateway.emulator.failNext({ status: 401, body, times: Number.POSITIVE_INFINITY });
    const writes = Array.from(
      { length: 5 },
      (_, index) => `w${index}: deleteExternalConnection(input: { id: "abc" }) { id }`,
    );
    const { errors } = await gateway.execute(`mutation { ${writes.join(' ')} }`);
    const rejected = { extensions: { code: 'UNAUTHENTICATED', outcome: 'NOT_APPLIED' } };
    expect(errors).toMatchObject(Array.from({ length: 5 }, () => rejected));
    expect(gateway.emulator.requests).toHaveLength(1);
  });

  test('is tried again where Graph rejects it for one connection only', async () => {
    gateway.emulator.failNext({
      status: 401,
      body: { error: { code: 'Unauthorized', message: 'Not yours.' } },
    });
    const remove = 'deleteExternalConnection(input: { id: "abc" }) { id }';
    await gateway.execute(`mutation { a: ${remove} b: ${remove} }`);
    expect(gateway.emulator.requests).toHaveLength(2);
  });

  test('is not in any log line', async () => {
    gateway.emulator.failNext({ status: 500, body: 'Bearer sekrit' });
    await gateway.execute(READ, {}, { token: 'sekrit' });
    expect(gateway.logs.join()).not.toContain('sekrit');
  });

  test.each([
    ['an id', (token: string) => [token, token.toUpperCase(), Buffer.from(token).toString('base64url')]],
    [
      'a cursor',
      (token: string) => [`$skiptoken=${inQuery(token)}`, `$skip=1&$skiptoken=x${inQuery(token)}x`],
    ],
  ])('is not in any log line either if it is sent as %s', async (kind, spell) => {
    // Every way in which a call is logged: a broken connection, and a client that disconnects during a write.
    const { gateway: closing, execute, post, logs } = await runGatewayBefore((socket) => socket.destroy());
    for (const token of [
      'eyJ0eXAiOiJKV1Qi.abc-def_ghi.sig',
      'opaque+token/of~another=kind==',
      'sekrit-token',
    ]) {
      for (const spelling of spell(token)) {
        const cursor = Buffer.from(spelling).toString('base64url');
        const before = logs.length;
        if (kind === 'a cursor') {
          await execute(`{ externalConnections(after: "${cursor}") { nodes { id } } }`, {}, { token });
        } else if (/^[\w.-]+$/.test(spelling)) {
          const client = new AbortController();
          const update = `mutation { updatePrivateEndpointConnection(input: { id: "${spelling}", privateLinkIds: [1] }) { id } }`;
          await execute(`{ externalConnection(id: "${spelling}") { id } }`, {}, { token });
          await execute(update, {}, { token });
          const aborted = post({ query: update }, { token, signal: client.signal }).catch(() => undefined);
          setImmediate(() => client.abort());
          await aborted;
        } else continue;
        expect(logs.length).toBeGreaterThan(before);
        for (const middle of [token.slice(2, -2), Buffer.from(token).toString('base64url').slice(4, -4)]) {
          expect(logs.join().toLowerCase()).not.toContain(middle.toLowerCase());
          expect(logs.join().toLowerCase()).not.toContain(encodeURIComponent(middle).toLowerCase());
        }
      }
    }
    await closing.close();
  });

  test('is not in any log line either if it is a GUID that Graph sends back as its request-id', async () => {
    const [token, id] = ['7c9e6679-7425-40de-944b-e07fc1f90ae7', '3f2504e0-4f89-41d3-9a0c-0305e82c3301'];
    const { execute, gateway, logs } = await runGatewayBefore((socket, { index }) => {
      socket.write(
        rawResponse({ headers: [`request-id: ${index === 0 ? token : id}`], body: { value: [] } }),
      );
    });
    await execute(READ, {}, { token });
    await execute(READ, {}, { token });
    await gateway.close();
    expect(logs.map((line) => JSON.parse(line).graphRequestIds)).toEqual([undefined, [id]]);
    expect(logs.join()).not.toContain(token);
  });

  test('is the only forwarded header, besides client-request-id', async () => {
    const headers = {
      cookie: 'session=1',
      'x-forwarded-for': '10.0.0.1',
      prefer: 'return=minimal',
      origin: 'https://x',
    };
    await gateway.execute(READ, {}, { headers });
    expect(sent('cookie')).toEqual([undefined]);
    expect(sent('x-forwarded-for')).toEqual([undefined]);
    expect(sent('origin')).toEqual([undefined]);
    expect(sent('prefer')).toEqual(['include-unknown-enum-members']);
  });
});

describe('client-request-id', () => {
  test("is the caller's if it is a GUID, on every call and on the response", async () => {
    const headers = { 'client-request-id': GUID };
    const response = await gateway.post({ query: WRITE }, { token: 'guid', headers });
    expect(response.headers.get('client-request-id')).toBe(GUID);
    expect(sent('client-request-id')).toEqual([GUID, GUID]);
  });

  test.each(['x', `${GUID}\tx`, ''])('is a new one instead of "%s"', async (id) => {
    const response = await gateway.post({ query: READ }, { headers: { 'client-request-id': id } });
    const made = response.headers.get('client-request-id');
    expect(made).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(sent('client-request-id')).toEqual([made]);
  });

  test('is also on the response to a request that was not executed', async () => {
    const response = await gateway.post({ query: '{' }, { headers: { 'client-request-id': GUID } });
    expect(response.headers.get('client-request-id')).toBe(GUID);
  });
});

describe('the upstream requests of one operation', () => {
  const lookups =
    'query ($a: [ID!]!, $b: [ID!]!) { a: externalConnectionsById(ids: $a) { id } b: externalConnectionsById(ids: $b) { id } }';
  const ids = (prefix: string, count: number) => Array.from({ length: count }, (_, i) => `${prefix}${i}`);

  test('beyond 250 fail only their own fields', async () => {
    const { data, errors } = await gateway.execute<{ a: unknown[]; b: unknown[] }, object>(lookups, {
      a: ids('a', 200),
      b: ids('b', 60),
    });
    expect(data?.a).toHaveLength(200);
    expect(errors).toHaveLength(10);
    for (const { path, extensions } of errors ?? []) {
      expect(path?.[0]).toBe('b');
      expect(extensions).toEqual({ code: 'LIMIT_EXCEEDED', limit: 'upstreamRequests', max: 250 });
    }
    // 250 in batches of 20: the parts count, not the batches.
    expect(gateway.emulator.requests).toHaveLength(13);
  });

  test('count once for the same path', async () => {
    const { errors } = await gateway.execute(lookups, { a: ids('a', 200), b: ids('a', 200) });
    expect(errors).toBeUndefined();
  });

  test('are made anew for the same path after a write, which may have changed what is there', async () => {
    let writes = 0;
    const { execute } = await runGatewayBefore((socket, { line }) => {
      const isWrite = line.startsWith('PATCH');
      if (isWrite) writes += 1;
      socket.write(rawResponse({ body: isWrite ? { id: 'abc' } : { baseType: `after write ${writes}` } }));
    });
    const update = 'updateExternalConnection(input: { id: "abc", name: "x" }) { schema { baseType } }';
    expect(await execute(`mutation { a: ${update} b: ${update} }`)).toEqual({
      data: { a: { schema: { baseType: 'after write 1' } }, b: { schema: { baseType: 'after write 2' } } },
    });
  });

  test('are limited for mutations too, with the outcome NOT_APPLIED', async () => {
    const strict = await runGateway({ settings: { MAX_UPSTREAM_REQUESTS: '1' } });
    const create = (id: string) =>
      `${id}: createExternalConnection(input: { id: "${id}", name: "x" }) { id }`;
    const { data, errors } = await strict.execute(`mutation { ${create('first')} ${create('second')} }`);
    expect(data).toEqual({ first: { id: 'first' }, second: null });
    expect(errors?.[0]?.extensions).toEqual({
      code: 'LIMIT_EXCEEDED',
      limit: 'upstreamRequests',
      max: 1,
      outcome: 'NOT_APPLIED',
    });
    expect(strict.emulator.requests).toHaveLength(1);
  });
});
