import fc from 'fast-check';

/** One change to a text, at a place that is a part of its length. */
interface Mutation {
  readonly kind: 'cut' | 'repeat' | 'insert' | 'replace' | 'end';
  readonly at: number;
  readonly length: number;
  readonly text: string;
}

function mutationWith(fragments: readonly string[]): fc.Arbitrary<Mutation> {
  return fc.record({
    kind: fc.constantFrom('cut', 'repeat', 'insert', 'replace', 'end'),
    at: fc.integer({ min: 0, max: 100 }),
    length: fc.integer({ min: 1, max: 12 }),
    text: fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...fragments) },
      { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 4 }) },
    ),
  });
}

function mutated(whole: string, { kind, at, length, text }: Mutation): string {
  const start = Math.floor((whole.length * at) / 100);
  const before = whole.slice(0, start);
  const part = whole.slice(start, start + length);
  const after = whole.slice(start + length);
  switch (kind) {
    case 'cut':
      return before + after;
    case 'repeat':
      return before + part.repeat(3) + after;
    case 'insert':
      return before + text + part + after;
    case 'replace':
      return before + text + after;
    case 'end':
      return before;
  }
}

/** Texts that differ in a few places from right ones; fragments are what those places are filled with. */
export function almostText(right: fc.Arbitrary<string>, fragments: readonly string[]): fc.Arbitrary<string> {
  const several = fc
    .tuple(right, fc.array(mutationWith(fragments), { minLength: 1, maxLength: 3 }))
    .map(([text, mutations]) => mutations.reduce(mutated, text));
  return fc.oneof({ weight: 1, arbitrary: right }, { weight: 2, arbitrary: several });
}

/** What JSON is made of. */
export const JSON_FRAGMENTS = [
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '"',
  '\\',
  'null',
  '1e999',
  '-',
  '\ufeff',
  '"a":1,',
];
