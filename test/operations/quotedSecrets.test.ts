import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { QuotedSecrets } from '../../src/operations/quotedSecrets.ts';

// The caller chooses the message as well as the secrets: so what is redacted, and what that costs, is bounded.

function redact(message: string, ...secrets: readonly string[]): string {
  const quoted = new QuotedSecrets();
  quoted.add(...secrets);
  return quoted.redact(message);
}

/** The plain way: every character of every secret is marked, and each row of marks replaced. */
function plainly(message: string, secrets: readonly string[]): string {
  const marked = new Set<number>();
  for (const secret of secrets) {
    for (let at = 0; at < message.length; at += 1) {
      if (!message.startsWith(secret, at)) continue;
      for (let index = 0; index < secret.length; index += 1) marked.add(at + index);
    }
  }
  const characters = [...message].map((character, at) => (marked.has(at) ? '\0' : character));
  return characters.join('').replace(/\0+/g, '[secret]');
}

const text = (limits: { minLength?: number; maxLength: number }) =>
  fc.string({ unit: fc.constantFrom('a', 'b', '[', 's', 'e', ']'), ...limits });

test('redacts what the plain way does', () => {
  fc.assert(
    fc.property(
      text({ maxLength: 60 }),
      fc.array(text({ minLength: 4, maxLength: 9 }), { maxLength: 10 }),
      (message, secrets) => {
        expect(redact(message, ...secrets)).toBe(plainly(message, secrets));
      },
    ),
  );
});

test('what is inserted is not searched again', () => {
  expect(redact('aaaa', 'aaaa', '[sec', 'ret]', 'secr')).toBe('[secret]');
});

describe('of a message that is longer than what is shown', () => {
  test('no secret that begins in it is shown, even in part', () => {
    const secret = 'x'.repeat(10) + 'y'.repeat(3_000);
    for (let before = 900; before <= 1_100; before += 1) {
      const shown = redact(`${'-'.repeat(before)}${secret}`, secret);
      expect(shown).not.toMatch(/[xy]/);
    }
  });

  test('the rest is shown', () => {
    expect(redact(`x${'-'.repeat(2_000)}`, 'xyxy')).toBe(`x${'-'.repeat(999)}…`);
  });

  test.each([
    ['the message is long', 'a'.repeat(900_000), ['[sec', 'ret]']],
    [
      'the secrets are long',
      'b'.padEnd(500, 'a').repeat(2_000),
      ['b'.padEnd(9_000, 'a'), 'a'.repeat(90_000)],
    ],
    ['everything is a secret', 'a'.repeat(900_000), ['aaaa', 'aaaaa', 'aaaaaa']],
  ])('each search is short, where %s', (_, message, secrets) => {
    const search = vi.spyOn(String.prototype, 'indexOf');
    try {
      redact(message, ...secrets);
      const searches = search.mock.calls.map(([wanted], index) => [
        String(search.mock.contexts[index]).length,
        String(wanted).length,
      ]);
      expect(searches.length).toBeGreaterThan(0);
      expect(searches.length).toBeLessThan(5_000);
      expect(Math.max(...searches.map(([length = 0]) => length))).toBeLessThan(1_100);
      expect(Math.max(...searches.map(([, wanted = 0]) => wanted))).toBeLessThan(100);
    } finally {
      search.mockRestore();
    }
  });
});
