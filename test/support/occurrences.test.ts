import fc from 'fast-check';
import { expect, test } from 'vitest';
import { firstOccurrences } from './occurrences.ts';

// The search for tokens in all that the suite has printed, which would find nothing if it were broken.

test('each text is found where it occurs first, at the beginning, at the end and within another one', () => {
  const content = Buffer.from('alice and bob, alice-and-bob; é-bobby');
  expect(
    Object.fromEntries(firstOccurrences(['alice', 'alice-and', 'and-bob', 'bobby', 'carol'], content)),
  ).toEqual({ alice: 0, 'alice-and': 15, 'and-bob': 21, bobby: 33 });
});

test('what is found is what a search for each text finds', () => {
  const letters = (minLength: number, maxLength: number) =>
    fc.string({ unit: fc.constantFrom('a', 'b', 'é'), minLength, maxLength });
  fc.assert(
    fc.property(fc.array(letters(4, 7)), letters(0, 200), (texts, content) => {
      const bytes = Buffer.from(content);
      const expected = new Map(
        texts.flatMap((text) => (content.includes(text) ? [[text, bytes.indexOf(text)] as const] : [])),
      );
      expect(firstOccurrences(texts, bytes)).toEqual(expected);
    }),
  );
});
