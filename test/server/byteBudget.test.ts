import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ByteBudget, type ByteHolder } from '../../src/server/byteBudget.ts';

const MAX = 1_000;
// Beyond the maximum, so much is kept.
const KEPT = (15 / 16) * MAX;
const STALL_MS = 10_000;

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => vi.useRealTimers());

/** A client whose progress is said by the test. */
class Client implements ByteHolder {
  readonly began = performance.now();
  bytes = 0;
  readAt: number | undefined;
  isDestroyed = false;
  #news = 0;

  read(bytes = 1): void {
    this.#news += bytes;
    this.readAt = performance.now();
  }

  progress(): number {
    const news = this.#news;
    this.#news = 0;
    return news;
  }

  destroy(): void {
    this.isDestroyed = true;
  }

  /** Whether it has read within the stall time. */
  get isReading(): boolean {
    return this.readAt !== undefined && performance.now() - this.readAt < STALL_MS;
  }
}

function hold(budget: ByteBudget, client: Client, bytes: number): void {
  client.bytes = bytes;
  budget.update(client, bytes);
}

test('a slow reader is kept, however often others fill the budget before its next step', () => {
  const budget = new ByteBudget(MAX, STALL_MS, 'largest');
  const slow = new Client();
  hold(budget, slow, 500);
  slow.read();
  for (let n = 0; n < 50; n += 1) {
    vi.advanceTimersByTime(100);
    hold(budget, new Client(), 300);
  }
  expect(slow.isDestroyed).toBe(false);
});

test('a client that has read nothing for the stall time is no reader', () => {
  const budget = new ByteBudget(MAX, STALL_MS, 'largest');
  const stalled = new Client();
  hold(budget, stalled, 500);
  stalled.read();
  hold(budget, stalled, 400);
  vi.advanceTimersByTime(STALL_MS);
  const later = new Client();
  hold(budget, later, 700);
  expect([stalled.isDestroyed, later.isDestroyed]).toEqual([true, false]);
});

test('of two that arrive, the one that has sent much and now sends next to nothing goes before a slow, steady one', () => {
  const budget = new ByteBudget(MAX, STALL_MS, 'slowest');
  const [burst, steady] = [new Client(), new Client()];
  burst.read(900);
  hold(budget, burst, 900);
  for (let second = 1; second <= 25; second += 1) {
    vi.advanceTimersByTime(1_000);
    steady.read(3);
    hold(budget, steady, 3 * second);
    if (second % 8 !== 0) continue;
    burst.read();
    hold(budget, burst, burst.bytes + 1);
  }
  const newcomer = new Client();
  newcomer.read(100);
  hold(budget, newcomer, 100);
  expect([burst.isDestroyed, steady.isDestroyed]).toEqual([true, false]);
});

test('what has been sent at once counts for no longer than the stall time while others fill the budget', () => {
  const budget = new ByteBudget(MAX, STALL_MS, 'slowest');
  const [burst, steady] = [new Client(), new Client()];
  burst.read(880);
  hold(budget, burst, 880);
  for (let second = 1; second <= 11; second += 1) {
    vi.advanceTimersByTime(1_000);
    steady.read(3);
    hold(budget, steady, 3 * second);
    if (second === 5) hold(budget, new Client(), 200);
    if (second !== 6) continue;
    burst.read();
    hold(budget, burst, 881);
  }
  const newcomer = new Client();
  newcomer.read(600);
  hold(budget, newcomer, 600);
  expect([burst.isDestroyed, steady.isDestroyed]).toEqual([true, false]);
});

test('however often holders hold more, each is looked at a few times only', () => {
  const budget = new ByteBudget(64_000, STALL_MS, 'largest');
  let looks = 0;
  const progress = () => {
    looks += 1;
    return 0;
  };
  for (let update = 0; update < 10_000; update += 1) budget.update({ progress, destroy: () => {} }, 32);
  expect(looks / 10_000).toBeLessThan(20);
});

describe('for any sequence of clients that begin, read, pause and end', () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant('begin'), bytes: fc.integer({ min: 1, max: 1_500 }) }),
    fc.record({ kind: fc.constant('grow'), which: fc.nat(), bytes: fc.integer({ min: 1, max: 600 }) }),
    fc.record({ kind: fc.constant('read'), which: fc.nat(), bytes: fc.integer({ min: 1, max: 600 }) }),
    fc.record({ kind: fc.constant('wait'), ms: fc.integer({ min: 1, max: 12_000 }) }),
  );

  test('the maximum holds, and those go first that make no progress', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const budget = new ByteBudget(MAX, STALL_MS, 'largest');
        let clients: Client[] = [];
        for (const next of steps) {
          if ('ms' in next) vi.advanceTimersByTime(next.ms);
          else {
            const known = 'which' in next ? clients[next.which % clients.length] : new Client();
            if (known === undefined) continue;
            if (!clients.includes(known)) clients.push(known);
            if (next.kind === 'read') known.read();
            const change = next.kind === 'read' ? -next.bytes : next.bytes;
            hold(budget, known, Math.max(0, known.bytes + change));
          }
          const destroyed = clients.filter((each) => each.isDestroyed);
          clients = clients.filter((each) => !each.isDestroyed && each.bytes > 0);
          const total = clients.reduce((sum, { bytes }) => sum + bytes, 0);
          expect(total <= MAX || clients.length === 1).toBe(true);
          // No more than necessary: with the smallest of them, it would have been too much.
          if (destroyed.length === 0) continue;
          expect(total + Math.max(...destroyed.map(({ bytes }) => bytes))).toBeGreaterThan(KEPT);
          const readers = destroyed.filter(({ isReading }) => isReading);
          const idle = destroyed.filter(({ isReading }) => !isReading);
          if (readers.length > 0) expect(clients.every(({ isReading }) => isReading)).toBe(true);
          const largestLeft = Math.max(0, ...clients.map(({ bytes }) => bytes));
          for (const { bytes } of readers) expect(bytes).toBeGreaterThanOrEqual(largestLeft);
          const waitingSince = ({ readAt, began }: Client) => readAt ?? began;
          const left = clients.filter(({ isReading }) => !isReading).map(waitingSince);
          for (const each of idle) {
            expect(waitingSince(each)).toBeLessThanOrEqual(Math.min(Number.POSITIVE_INFINITY, ...left));
          }
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
