import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Fault } from '../../../emulator/index.ts';
import { objectMutations } from '../../support/fields.ts';
import { runGateway } from '../../support/running.ts';
import { tenantOf } from '../../support/tenant.ts';

// The outcome of a mutation, compared with the state of the emulator. test/msgraph/outcome has single
// faults, and those of deletions; here they follow on others, since a throttled write is retried.

const THROTTLED: Fault = { status: 429, headers: { 'Retry-After': '0' } };

/** The last attempt, its expected outcome, and whether the write was applied. */
const ENDINGS: [string, Fault, 'NOT_APPLIED' | 'UNKNOWN' | 'APPLIED', boolean][] = [
  ['throttled for longer', { status: 429, headers: { 'Retry-After': '3600' } }, 'NOT_APPLIED', false],
  ['rejected', { status: 400 }, 'NOT_APPLIED', false],
  ['forbidden', { status: 403 }, 'NOT_APPLIED', false],
  ['in conflict', { status: 409 }, 'NOT_APPLIED', false],
  ['timed out by Graph', { status: 408 }, 'UNKNOWN', false],
  ['redirected', { status: 307, headers: { Location: '/elsewhere' } }, 'UNKNOWN', false],
  ['a 500', { status: 500 }, 'UNKNOWN', false],
  ['a 503', { status: 503, headers: { 'Retry-After': '0' } }, 'UNKNOWN', false],
  ['a 504', { status: 504 }, 'UNKNOWN', false],
  ['reset before', { reset: 'before' }, 'UNKNOWN', false],
  ['reset after', { reset: 'after' }, 'UNKNOWN', true],
  ['truncated to nothing', { truncateAt: 0 }, 'UNKNOWN', true],
  ['truncated', { truncateAt: 10 }, 'UNKNOWN', true],
  ['answered with an empty page', { status: 200, body: '' }, 'UNKNOWN', false],
  ['answered by a proxy', { status: 200, body: '<h1>Sign in</h1>' }, 'UNKNOWN', false],
  ['answered with an error and 200', { status: 200, body: { error: { code: 'x' } } }, 'UNKNOWN', false],
];

const collection = z.object({ value: z.array(z.unknown()) });

/** The number of objects of a tenant. */
function sizeOf(tenant: readonly unknown[]): number {
  return tenant.reduce<number>((sum, part) => sum + (collection.safeParse(part).data?.value.length ?? 0), 0);
}

describe.each(objectMutations.map((field, index) => ({ ...field, index })))('$name', (field) => {
  const { name, document, method, path, index } = field;

  // The only one whose documented success has no body that could be truncated.
  const hasBody = name !== 'updateExternalConnection';

  /** Runs the mutation with these faults for its attempts, in order. */
  async function outcomeOf(faults: readonly Fault[]) {
    const running = await runGateway({ settings: { CIRCUIT_BREAKER: 'off' } });
    const before = await tenantOf(running.emulator);
    running.emulator.clear();
    for (const fault of faults) running.emulator.failNext({ ...fault, method, path });
    const { data, errors } = await running.execute(document, {}, { token: 'demo' });
    const attempts = running.emulator.requests
      .filter((request) => request.method === method)
      .map((request) => `${request.method} ${request.path}`);
    const now = await tenantOf(running.emulator);
    const changed = JSON.stringify(now) !== JSON.stringify(before);
    return { data, errors, attempts, changed, grown: sizeOf(now) - sizeOf(before) };
  }

  const throttled = (times: number) => Array.from({ length: times }, () => THROTTLED);
  const attempts = (count: number) => Array.from({ length: count }, () => `${method} /beta${path}`);

  // Pairwise: each ending of each mutation once, and each of both after 0, 1 and 2 throttled attempts.
  const endings = ENDINGS.filter(([, fault]) => hasBody || !('truncateAt' in fault)).map(
    (ending, position) => [(position + index) % 3, ...ending] as const,
  );
  test.each(endings)(
    'throttled %i times and then %s has the outcome of its write',
    async (times, _, ending, outcome, applied) => {
      const end = await outcomeOf([...throttled(times), ending]);
      expect(end.errors).toMatchObject([{ path: [name], extensions: { outcome } }]);
      expect(end.changed).toBe(applied);
      expect(end.grown).toBeLessThanOrEqual(1);
      expect(end.attempts).toEqual(attempts(times + 1));
    },
  );

  test.each([0, 1, 2])('throttled %i times and then served succeeds, and is applied once', async (times) => {
    const end = await outcomeOf(throttled(times));
    expect(end.errors).toBeUndefined();
    expect(end.data).toMatchObject({ [name]: { id: expect.any(String) } });
    expect(end.changed).toBe(true);
    expect(end.grown).toBe(method === 'POST' ? 1 : 0);
    expect(end.attempts).toEqual(attempts(times + 1));
  });

  test('throttled three times is given up, and not applied', async () => {
    const end = await outcomeOf(throttled(3));
    expect(end.errors).toMatchObject([{ extensions: { code: 'RATE_LIMITED', outcome: 'NOT_APPLIED' } }]);
    expect(end.changed).toBe(false);
    expect(end.attempts).toHaveLength(3);
  });
});
