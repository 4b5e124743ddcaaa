import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startTestGateway, type TestGateway } from './support/gateway.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway({ emulator: { refStatus: 204 } });
});
afterEach(() => gateway.emulator.clear());
afterAll(() => gateway.close());

const GUID = '0f8fad5b-d9cb-469f-a165-70867728950e';
const READ = '{ externalConnections { nodes { id } } }';
const WRITE = 'mutation { addExternalConnection(input: { id: "abc", name: "x" }) { id } }';
const sent = (name: string) => gateway.emulator.requests.map(({ headers }) => headers[name]);

describe("the caller's token", () => {
  test('goes on unchanged, on every call of the request', async () => {
    await gateway.execute(WRITE, {}, { token: 'aZ0-._~+/==' });
    expect(sent('authorization')).toEqual(['Bearer aZ0-._~+/==', 'Bearer aZ0-._~+/==']);
  });

  test('stays with its own request when many callers ask at once', async () => {
    const callers = Array.from({ length: 200 }, (_, i) => `caller${i}`);
    await Promise.all(
      callers.map(async (token) => {
        const id = token.replace('caller', 'conn');
        await gateway.execute(
          `mutation { addExternalConnection(input: { id: "${id}", name: "x" }) { id } }`,
          {},
          { token },
        );
        const answer = await gateway.execute(READ, {}, { token });
        expect(answer).toEqual({ data: { externalConnections: { nodes: [{ id }] } } });
      }),
    );
    expect(new Set(sent('authorization'))).toEqual(new Set(callers.map((token) => `Bearer ${token}`)));
  });

  test('is not in any log line', async () => {
    gateway.emulator.failNext({ status: 500, body: 'Bearer sekrit' });
    await gateway.execute(READ, {}, { token: 'sekrit' });
    expect(gateway.logs.join()).not.toContain('sekrit');
  });

  test('is the only header of the client that goes on, besides client-request-id', async () => {
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
  test("is the caller's if it is a GUID, on every call and on the answer", async () => {
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

  test('stands on an answer that never was a GraphQL operation, too', async () => {
    const response = await gateway.post({ query: '{' }, { headers: { 'client-request-id': GUID } });
    expect(response.headers.get('client-request-id')).toBe(GUID);
  });
});

test('one request after the other uses one connection', async () => {
  const before = gateway.emulator.connectionCount;
  for (let i = 0; i < 10; i += 1) await gateway.execute(READ);
  expect(gateway.emulator.connectionCount - before).toBeLessThanOrEqual(1);
});
