import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Fault } from '../../emulator/index.ts';
import { mutations } from '../support/fields.ts';
import { runGateway } from '../support/running.ts';
import { tenantOf } from '../support/tenant.ts';

// What a mutation says has become of its write, held against what has become of it. test/msgraph/outcome has single
// faults; here some come after others, since a write that Graph has put off is sent again.

const PUT_OFF: Fault = { status: 429, headers: { 'Retry-After': '0' } };

/** What happens to the last attempt, what has to be said of it, and whether the write was carried out. */
const ENDINGS: [string, Fault, 'NOT_APPLIED' | 'UNKNOWN' | 'APPLIED', boolean][] = [
  ['put off for longer', { status: 429, headers: { 'Retry-After': '3600' } }, 'NOT_APPLIED', false],
  ['refused', { status: 400 }, 'NOT_APPLIED', false],
  ['forbidden', { status: 403 }, 'NOT_APPLIED', false],
  ['in conflict', { status: 409 }, 'NOT_APPLIED', false],
  ['timed out by Graph', { status: 408 }, 'UNKNOWN', false],
  ['redirected', { status: 307, headers: { Location: '/elsewhere' } }, 'UNKNOWN', false],
  ['answered 500', { status: 500 }, 'UNKNOWN', false],
  ['answered 503', { status: 503, headers: { 'Retry-After': '0' } }, 'UNKNOWN', false],
  ['answered 504', { status: 504 }, 'UNKNOWN', false],
  ['reset before', { reset: 'before' }, 'UNKNOWN', false],
  ['reset after', { reset: 'after' }, 'UNKNOWN', true],
  ['cut at its beginning', { truncateAt: 0 }, 'APPLIED', true],
  ['cut', { truncateAt: 10 }, 'APPLIED', true],
];

const collection = z.object({ value: z.array(z.unknown()) });

/** How many things a tenant has. */
function sizeOf(tenant: readonly unknown[]): number {
  return tenant.reduce<number>((sum, part) => sum + (collection.safeParse(part).data?.value.length ?? 0), 0);
}

describe.each(mutations)('$name', ({ name, document, method, path }) => {
  /** Runs the mutation while this happens to its attempts, one after the other. */
  async function outcomeOf(faults: readonly Fault[]) {
    const running = await runGateway({ settings: { CIRCUIT_BREAKER: 'off' } });
    const before = await tenantOf(running.emulator);
    running.emulator.clear();
    for (const fault of faults) running.emulator.failNext({ ...fault, method, path });
    const { data, errors } = await running.execute(document, {}, { token: 'demo' });
    const attempts = running.emulator.requests.map((request) => `${request.method} ${request.path}`);
    const now = await tenantOf(running.emulator);
    const changed = JSON.stringify(now) !== JSON.stringify(before);
    return { data, errors, attempts, changed, grown: sizeOf(now) - sizeOf(before) };
  }

  describe.each([0, 1, 2])('put off %i times and then', (times) => {
    const putOff = Array.from({ length: times }, () => PUT_OFF);
    const attempts = Array.from({ length: times + 1 }, () => `${method} /beta${path}`);

    test.each(ENDINGS)('%s says what has become of it', async (_, ending, outcome, applied) => {
      const end = await outcomeOf([...putOff, ending]);
      expect(end.errors).toMatchObject([{ path: [name], extensions: { outcome } }]);
      expect(end.changed).toBe(applied);
      expect(end.grown).toBeLessThanOrEqual(1);
      expect(end.attempts).toEqual(attempts);
    });

    test('served succeeds, and is carried out once', async () => {
      const end = await outcomeOf(putOff);
      expect(end.errors).toBeUndefined();
      expect(end.data).toMatchObject({ [name]: { id: expect.any(String) } });
      expect(end.changed).toBe(true);
      expect(end.grown).toBe(method === 'POST' ? 1 : 0);
      expect(end.attempts).toEqual(attempts);
    });
  });

  test('put off three times is given up, and not carried out', async () => {
    const end = await outcomeOf([PUT_OFF, PUT_OFF, PUT_OFF]);
    expect(end.errors).toMatchObject([{ extensions: { code: 'RATE_LIMITED', outcome: 'NOT_APPLIED' } }]);
    expect(end.changed).toBe(false);
    expect(end.attempts).toHaveLength(3);
  });
});
