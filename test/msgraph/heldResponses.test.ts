import { expect, test } from 'vitest';
import { runGatewayBefore } from '../support/running.ts';
import { rawResponse } from '../support/upstream.ts';

// The bytes of Graph's responses that requests hold, of all requests together.

const FIND = '{ externalConnection(id: "xyz") { id } }';
const FOUND = { data: { externalConnection: { id: 'xyz' } } };
const CREATE = 'mutation { createExternalConnection(input: { id: "xyz", name: "x" }) { id } }';
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
    { MAX_HELD_RESPONSE_BYTES: '3000000' },
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

test('the response to a write is read in any case: it says what has become of it', async () => {
  const gateway = await runBeforeLargeResponses();
  const reads = [gateway.execute(FIND), gateway.execute(FIND)];
  await expect.poll(() => gateway.upstream.requests.length).toBe(2);
  const created = gateway.execute(CREATE);
  await expect.poll(() => gateway.upstream.requests.length).toBe(3);
  gateway.release();
  expect(await created).toEqual({ data: { createExternalConnection: { id: 'xyz' } } });
  await Promise.all(reads);
});
