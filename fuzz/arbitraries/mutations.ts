import fc from 'fast-check';

/** One change to a text, at a position in percent of its length. */
interface Mutation {
  readonly kind: 'delete' | 'repeat' | 'insert' | 'replace' | 'truncate';
  readonly at: number;
  readonly length: number;
  readonly text: string;
}

function mutationWith(fragments: readonly string[]): fc.Arbitrary<Mutation> {
  return fc.record({
    kind: fc.constantFrom('delete', 'repeat', 'insert', 'replace', 'truncate'),
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
    case 'delete':
      return before + after;
    case 'repeat':
      return before + part.repeat(3) + after;
    case 'insert':
      return before + text + part + after;
    case 'replace':
      return before + text + after;
    case 'truncate':
      return before;
  }
}

/** Valid texts, most of them with a few mutations, which insert the given fragments. */
export function mutatedText(valid: fc.Arbitrary<string>, fragments: readonly string[]): fc.Arbitrary<string> {
  const invalid = fc
    .tuple(valid, fc.array(mutationWith(fragments), { minLength: 1, maxLength: 3 }))
    .map(([text, mutations]) => mutations.reduce(mutated, text));
  return fc.oneof({ weight: 1, arbitrary: valid }, { weight: 2, arbitrary: invalid });
}

/** Tokens of JSON. */
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
