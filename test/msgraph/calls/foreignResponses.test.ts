import type { Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { failureOf } from '../../support/failure.ts';
import { objectMutations } from '../../support/fields.ts';
import { withoutBackoff } from '../../support/retries.ts';
import { runGateway, runGatewayBefore } from '../../support/running.ts';
import { type ArrivedRequest, rawResponse } from '../../support/upstream.ts';

// Responses to other requests, as a proxy sends them that has lost count. Graph repeats the client-request-id of a
// request in its response, which gives them away.

const FIND = '{ externalConnection(id: "x") { id name } }';
const OTHER = 'client-request-id: 11111111-2222-4333-8444-555555555555';
const CAUSE = 'ANOTHER_REQUEST_ID';

withoutBackoff();

const header = (name: string, { text }: ArrivedRequest) =>
  new RegExp(`\r\n${name}: (.*)\r\n`, 'i').exec(text)?.[1] ?? '';

/** Graph's response to a request: an object with the caller's token for its name. */
const responseTo = (request: ArrivedRequest) =>
  rawResponse({
    headers: [`client-request-id: ${header('client-request-id', request)}`],
    body: { id: 'x', name: header('authorization', request) },
  });

const causes = (logs: readonly string[]) => logs.flatMap((line) => JSON.parse(line).causes ?? []);

test('no caller gets the data of another, if every response is that to the request before', async () => {
  let late = rawResponse({ headers: [OTHER], body: { id: 'x', name: 'Bearer nobody' } });
  const sockets = new Set<Socket>();
  const gateway = await runGatewayBefore((socket, request) => {
    sockets.add(socket);
    socket.write(late);
    late = responseTo(request);
  });
  const tokens = Array.from({ length: 60 }, (_, index) => `caller${index}`);
  const texts = await Promise.all(
    tokens.map(async (token) => (await gateway.post({ query: FIND }, { token })).text()),
  );
  for (const [index, text] of texts.entries()) {
    const names = text.match(/Bearer \w+/g) ?? [];
    expect(new Set(names).size).toBeLessThanOrEqual(1);
    // Its own data may come late, as the response to its retry.
    for (const name of names) expect(name).toBe(`Bearer ${tokens[index]}`);
    if (names.length === 0) expect(JSON.parse(text).errors[0].extensions.code).toBe('UPSTREAM_UNAVAILABLE');
  }
  expect(causes(gateway.logs)).toContain(CAUSE);
  await expect.poll(() => [...sockets].every((socket) => socket.destroyed)).toBe(true);
});

test('a read that gets a foreign response is retried on a new connection', async () => {
  const sockets: Socket[] = [];
  const gateway = await runGatewayBefore((socket, request) => {
    sockets.push(socket);
    socket.write(request.index === 0 ? rawResponse({ headers: [OTHER], body: {} }) : responseTo(request));
  });
  const result = await gateway.execute(FIND, {}, { token: 'own' });
  expect(result).toEqual({ data: { externalConnection: { id: 'x', name: 'Bearer own' } } });
  expect(new Set(sockets).size).toBe(2);
  expect(causes(gateway.logs)).toEqual([CAUSE]);
});

test.each(objectMutations)(
  '$name with a foreign response is UNKNOWN, and is sent once',
  async ({ document }) => {
    for (const status of [200, 201, 204, 403]) {
      const body = status === 204 ? '' : { id: 'foreign', error: { code: 'x', message: 'foreign' } };
      const bytes = rawResponse({ status, headers: [OTHER], body });
      const gateway = await runGatewayBefore((socket) => void socket.write(bytes));
      const { extensions, text } = await failureOf(gateway, document);
      expect(extensions).toEqual({ code: 'UPSTREAM_UNAVAILABLE', outcome: 'UNKNOWN' });
      expect(text).not.toContain('foreign');
      expect(gateway.upstream.requests).toHaveLength(1);
      expect(causes(gateway.logs)).toEqual([CAUSE]);
      await expect.poll(() => gateway.upstream.openConnections).toBe(0);
    }
  },
);

describe('a response is accepted', () => {
  test.each<[string, (id: string) => string[]]>([
    ['without the id', () => []],
    ['with an empty id', () => ['client-request-id:']],
    ['with the id in capital letters', (id) => [`Client-Request-Id: ${id.toUpperCase()}`]],
    ['with the id twice', (id) => [`client-request-id: ${id}`, `client-request-id: ${id}`]],
    ['with the id twice in one line', (id) => [`client-request-id: ${id}, ${id}`]],
  ])('%s', async (_, headers) => {
    const gateway = await runGatewayBefore((socket, request) => {
      const id = header('client-request-id', request);
      socket.write(rawResponse({ headers: headers(id), body: { id: 'x', name: 'X' } }));
    });
    expect(await gateway.execute(FIND)).toEqual({ data: { externalConnection: { id: 'x', name: 'X' } } });
    expect(gateway.upstream.requests).toHaveLength(1);
  });
});

const [name = '', otherId = ''] = OTHER.split(': ');

test.each([
  ['the id of another request', otherId],
  ['an id that is too long to be read', ','.repeat(2_000)],
])('a part of a batch with %s is unreadable, and the other parts are not', async (_, id) => {
  const { emulator, execute } = await runGateway();
  const responses = [
    { id: '1', status: 200, headers: { [name]: id }, body: { id: 'a', name: 'foreign' } },
    { id: '2', status: 200, headers: {}, body: { id: 'b', name: 'own' } },
  ];
  emulator.failNext({ status: 200, path: '/$batch', body: { responses } });
  const { data, errors } = await execute(
    '{ a: externalConnection(id: "a") { name } b: externalConnection(id: "b") { name } }',
  );
  expect(data).toEqual({ a: null, b: { name: 'own' } });
  expect(errors).toMatchObject([{ path: ['a'], extensions: { code: 'UPSTREAM_INVALID_RESPONSE' } }]);
});
