import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startTestGateway, type TestGateway } from '../../support/gateway.ts';

// Every argument that becomes part of a URL.

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
beforeEach(() => gateway.emulator.clear());
afterAll(() => gateway.close());

const arguments_ = [
  ['externalConnection', 'id', 'query ($id: ID!) { externalConnection(id: $id) { id } }'],
  ['privateEndpointConnection', 'id', 'query ($id: ID!) { privateEndpointConnection(id: $id) { id } }'],
  [
    'updatePrivateEndpointConnection',
    'input.id',
    'mutation ($id: ID!) { updatePrivateEndpointConnection(input: { id: $id, privateLinkIds: [1] }) { id } }',
  ],
] as const;

const hostile = {
  'a parent directory': '..',
  'this directory': '.',
  'an encoded parent directory': '%2e%2e',
  'a path upwards': '../../users',
  'a slash': 'a/b',
  'a backslash': 'a\\b',
  'a query': 'a?b',
  'a fragment': 'a#b',
  'a URL': 'https://x',
  'a matrix parameter': 'a;b',
  'a leading dot': '.a',
  'a trailing dot': 'a.',
  'a line break': 'a\r\nHost: evil.example',
  'a trailing line break': 'a\n',
  'a null byte': 'a\u0000b',
  'a space': 'a b',
  'an OData key': "a')/items",
  'the batch endpoint': '$batch',
  'letters beyond ASCII': 'ａｂｃ',
  '10 kB': 'a'.repeat(10_240),
  nothing: '',
};

describe.each(arguments_)('%s', (_, argument, query) => {
  test.each(Object.entries(hostile))('rejects an id with %s without a call', async (_, id) => {
    const { errors } = await gateway.execute(query, { id });
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument });
    expect(gateway.emulator.requests).toEqual([]);
  });

  test('never makes a call outside the collection, for random ids', async () => {
    const tricky = fc.string({
      unit: fc.constantFrom('.', '/', '%', '2', 'e', 'E', 'F', '\\', '?', '#', ':', '@', 'a', '$'),
    });
    // Neither a `fc.string` of any characters nor a `fc.webUrl`: each first makes a table of 1.1 million characters.
    const anyText = fc.array(fc.nat(0x10ffff)).map((codes) => String.fromCodePoint(...codes));
    const url = fc
      .tuple(fc.constantFrom('http', 'https', 'HTTPS'), fc.domain(), fc.array(tricky))
      .map(([scheme, host, path]) => `${scheme}://${[host, ...path].join('/')}`);
    await fc.assert(
      fc.asyncProperty(fc.oneof(tricky, anyText, url), async (id) => {
        gateway.emulator.clear();
        await gateway.execute(query, { id });
        for (const { path } of gateway.emulator.requests) {
          expect(path).toMatch(
            /^\/beta\/(external\/connections|privateLinkPolicy\/privateEndpointConnections)\/[^/?#]+$/,
          );
          expect(decodeURIComponent(path.slice(path.lastIndexOf('/') + 1))).toBe(id);
          expect(new URL(path, 'http://graph').pathname).toBe(path);
        }
      }),
      { numRuns: 50, seed: 23 },
    );
  });
});

test.each([
  'contosohr',
  'a',
  'A-b_c.d',
  'a..b',
  '-',
  '5543b42f-b42f-5543-2fb4-43552fb44355',
  'x'.repeat(128),
])('the ordinary id %s is read', async (id) => {
  const result = await gateway.execute(arguments_[0][2], { id });
  expect(result.errors).toBeUndefined();
  expect(gateway.emulator.requests.map(({ path }) => path)).toEqual([`/beta/external/connections/${id}`]);
});
