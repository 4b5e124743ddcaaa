import { describe, expect, test } from 'vitest';
import { heapBytes } from '../../../src/json/heapSize.ts';
import { heldUpstream } from '../../support/heldUpstream.ts';
import { runGatewayBefore } from '../../support/running.ts';
import { FOLLOW, runPolling } from '../../support/subscription.ts';
import { rawResponse } from '../../support/upstream.ts';

// The memory of Graph's responses that requests hold, of all requests together.

const FIND = '{ externalConnection(id: "xyz") { id } }';
const FOUND = { data: { externalConnection: { id: 'xyz' } } };
const LARGE = rawResponse({ body: { id: 'xyz', description: 'x'.repeat(1_400_000) } });

/** Before an upstream that responds with a large object at once, but for its last bytes, until they are released. */
async function runBeforeLargeResponses() {
  const held: (() => void)[] = [];
  let isHeld = true;
  const running = await runGatewayBefore(
    (socket) => {
      socket.write(LARGE.subarray(0, -10));
      const complete = () => socket.write(LARGE.subarray(-10));
      if (isHeld) held.push(complete);
      else complete();
    },
    { MAX_HELD_RESPONSE_BYTES: '3800000' },
  );
  const release = () => {
    isHeld = false;
    for (const complete of held.splice(0)) complete();
  };
  return { ...running, release };
}

test('beyond MAX_HELD_RESPONSE_BYTES a read is OVERLOADED, and it is given up once', async () => {
  const gateway = await runBeforeLargeResponses();
  const settled: string[] = [];
  const reads = [1, 2, 3].map(async () => {
    const result = await gateway.execute(FIND);
    settled.push(result.errors ? 'rejected' : 'read');
    return result;
  });
  await expect.poll(() => settled).toEqual(['rejected']);
  gateway.release();
  const results = await Promise.all(reads);
  const rejected = results.filter(({ errors }) => errors !== undefined);
  expect(rejected.map(({ errors }) => errors?.[0]?.extensions)).toEqual([
    { code: 'OVERLOADED', retryAfterSeconds: 1 },
  ]);
  expect(results.filter(({ errors }) => errors === undefined)).toEqual([FOUND, FOUND]);
  expect(gateway.upstream.requests).toHaveLength(3);
});

test('a large document counts once until the requests that run it have ended', async () => {
  const held = heldUpstream();
  const { execute } = await runGatewayBefore(held.behaviour, { MAX_HELD_RESPONSE_BYTES: '3800000' });
  const large = (name: string) =>
    `query ${name} { externalConnection(id: "x") { ${'... { id } '.repeat(100)} } } ${'#\n'.repeat(1_520)}`;
  // From the second time on, it is kept for all requests.
  for (let time = 0; time < 2; time += 1) {
    const first = execute(large('A'));
    await held.calls(1);
    held.release();
    await first;
  }
  for (let round = 0; round < 2; round += 1) {
    const inFlight = ['A', 'A', 'A', 'A', 'B', 'C'].map((name) => execute(large(name)));
    await held.calls(6);
    expect((await execute(large('D'))).errors?.[0]?.extensions.code).toBe('OVERLOADED');
    held.release();
    expect(await Promise.all(inFlight)).toEqual(Array(6).fill({ data: { externalConnection: { id: 'x' } } }));
  }
});

test('a subscription has 256 tokens at most, since its stream may hold them for long', async () => {
  const { execute, upstream } = await runPolling(() => {});
  const query = FOLLOW.replace('id status', '... { id } '.repeat(64));
  expect((await execute(query)).errors).toMatchObject([
    {
      message: 'The request has more than 256 tokens in the document of a subscription.',
      extensions: { code: 'LIMIT_EXCEEDED', limit: 'subscriptionTokens', max: 256 },
    },
  ]);
  expect(upstream.requests).toEqual([]);
});

test('a subscription has 8,192 characters at most, since names keep its text', async () => {
  const { execute, upstream } = await runPolling(() => {});
  expect((await execute(FOLLOW + ' '.repeat(8_200))).errors).toMatchObject([
    { extensions: { code: 'LIMIT_EXCEEDED', limit: 'subscriptionCharacters', max: 8_192 } },
  ]);
  expect(upstream.requests).toEqual([]);
});

test('a request gives back what it held at its end, whatever its result', async () => {
  const gateway = await runBeforeLargeResponses();
  gateway.release();
  for (let request = 0; request < 6; request += 1) expect(await gateway.execute(FIND)).toEqual(FOUND);
  for (let request = 0; request < 6; request += 1) {
    // Of another id, so it is no data.
    const { errors } = await gateway.execute(FIND.replace('"xyz"', '"other"'));
    expect(errors?.[0]?.extensions.code).toBe('UPSTREAM_INVALID_RESPONSE');
  }
  expect(await gateway.execute(FIND)).toEqual(FOUND);
});

test.each([
  ['up to 128 kB', 100_000, { outcome: 'APPLIED', resourceId: 'xyz' }, 'The write succeeded, but'],
  ['more than that', 400_000, { outcome: 'UNKNOWN' }, 'The write may have been applied, but'],
])(
  'of a write whose response has %s, the outcome is told without its result',
  async (_, size, outcome, message) => {
    const small = rawResponse({ body: { id: 'xyz', description: 'x'.repeat(size) } });
    const held: (() => void)[] = [];
    const gateway = await runGatewayBefore(
      (socket, { line }) => {
        if (line.startsWith('POST')) socket.write(small);
        else {
          socket.write(LARGE.subarray(0, -10));
          held.push(() => socket.write(LARGE.subarray(-10)));
        }
      },
      { MAX_HELD_RESPONSE_BYTES: '1500000' },
    );
    const read = gateway.execute(FIND);
    await expect.poll(() => held.length).toBe(1);
    const create = 'createExternalConnection(input: { id: "xyz", name: "x" }) { id }';
    // The first one of a request may take 128 kB that are not counted.
    const { data, errors } = await gateway.execute(`mutation { first: ${create} second: ${create} }`);
    expect(data).toMatchObject({ second: null });
    expect(errors?.at(-1)).toMatchObject({
      path: ['second'],
      message: expect.stringContaining(message),
      extensions: { code: 'OVERLOADED', retryAfterSeconds: 1, ...outcome },
    });
    for (const complete of held) complete();
    await read;
  },
);

test('a response without room counts nothing: a small one after it, of the same request, is read', async () => {
  const held: (() => void)[] = [];
  const gateway = await runGatewayBefore(
    (socket, { line, text }) => {
      if (line.startsWith('POST')) {
        const { id } = JSON.parse(text.slice(text.indexOf('{')));
        socket.write(
          rawResponse({ body: { id, ...(id === 'large' && { description: 'x'.repeat(400_000) }) } }),
        );
      } else {
        socket.write(LARGE.subarray(0, -10));
        held.push(() => socket.write(LARGE.subarray(-10)));
      }
    },
    { MAX_HELD_RESPONSE_BYTES: '1500000' },
  );
  const read = gateway.execute(FIND);
  await expect.poll(() => held.length).toBe(1);
  const create = (id: string) => `${id}: createExternalConnection(input: { id: "${id}", name: "x" }) { id }`;
  const { data, errors } = await gateway.execute(`mutation { ${create('large')} ${create('small')} }`);
  expect(data).toEqual({ large: null, small: { id: 'small' } });
  expect(errors).toMatchObject([{ path: ['large'], extensions: { code: 'OVERLOADED' } }]);
  for (const complete of held) complete();
  await read;
});

describe('small values count by the memory they take, many times that of a text:', () => {
  const layout = { text: 'x'.repeat(100_000), values: Array.from({ length: 33_000 }, () => ({})) };

  async function runBeforeLayouts(kind: keyof typeof layout) {
    const settings = { MAX_HELD_RESPONSE_BYTES: '4000000', GRAPH_BATCH: 'off' };
    return runGatewayBefore((socket, { line }) => {
      const [, id] = /\/(\w+) HTTP/.exec(line) ?? [];
      const searchResultTemplates = [{ id: 'a', layout: { [kind]: layout[kind] } }];
      socket.write(rawResponse({ body: { id, searchSettings: { searchResultTemplates } } }));
    }, settings);
  }
  const FIELDS = '{ id searchSettings { searchResultTemplates { layout } } }';
  const reads = `{ a: externalConnection(id: "one") ${FIELDS} b: externalConnection(id: "two") ${FIELDS} }`;
  const update = (id: string) => `updateExternalConnection(input: { id: "${id}", name: "n" }) ${FIELDS}`;
  const writes = `mutation { a: ${update('one')} b: ${update('two')} }`;

  test.each([
    ['reads', reads],
    ['writes', writes],
  ])('there is room for the %s of texts', async (_, document) => {
    const gateway = await runBeforeLayouts('text');
    const { data, errors } = await gateway.execute(document);
    expect(errors).toBeUndefined();
    expect(data).toMatchObject({ a: { id: 'one' }, b: { id: 'two' } });
  });

  test.each([
    ['reads', reads, {}],
    ['writes', writes, { outcome: 'APPLIED', resourceId: 'two' }],
  ])('there is none for the %s of as many bytes of values', async (_, document, outcome) => {
    const gateway = await runBeforeLayouts('values');
    for (let time = 0; time < 3; time += 1) {
      const { data, errors } = await gateway.execute(document);
      expect(data).toMatchObject({ a: { id: 'one' }, b: null });
      expect(errors?.map(({ extensions }) => extensions)).toEqual([
        { code: 'OVERLOADED', retryAfterSeconds: 1, ...outcome },
      ]);
    }
  });
});

test.each([
  ['a list of empty objects', '{}', 3 + 72 + 16],
  ['a list of small objects', '{"name":1}', 11 + 72 + 48 + 16],
  ['a list of objects with a number as a name', '{"34":1}', 9 + 72 + 48 + 280 + 16],
  ['a list of objects with a number and a blank', '{"34" :1}', 10 + 72 + 48 + 280 + 16],
  ['a list of texts', '"a text without anything"', 26 + 16],
])('the memory of %s is estimated from parts of it', (_, value, expected) => {
  const count = 100_000;
  const json = Buffer.from(`[${Array.from({ length: count }, () => value).join(',')}]`);
  const estimated = heapBytes(json) / count;
  expect(estimated).toBeGreaterThan(0.95 * expected);
  expect(estimated).toBeLessThan(1.05 * expected);
});
