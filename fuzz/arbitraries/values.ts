import fc from 'fast-check';

/** Strings of every kind: with control characters, with lone surrogates, and names of JavaScript's own properties. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom('', '__proto__', 'constructor', 'toString', 'then', 'null', '\r\n', '\u0000', '\ud800'),
  fc.nat(5_000).map((length) => 'a'.repeat(length)),
);

const name = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom('id', 'name', 'input', 'first', 'after', 'value', 'error', 'message'),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('__proto__', 'constructor', 'toJSON', 'then', '', '@odata.nextLink'),
  },
  { weight: 1, arbitrary: fc.string({ maxLength: 8 }) },
);

const scalar = fc.oneof(
  fc.constantFrom(null, true, false, 0, -1, 1, 1.5, 1e300, 2 ** 31, Number.MAX_SAFE_INTEGER),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  anyText,
);

/** A JSON value of any shape. */
export const anyJson: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    scalar,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(name, tie('value'), { maxKeys: 4 }),
  ),
})).value;

/** Mostly a valid value, sometimes any other. */
export function mostly<T>(valid: fc.Arbitrary<T>): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 9, arbitrary: valid }, { weight: 1, arbitrary: anyJson });
}

/** An object with these properties: mostly valid, sometimes with missing or invalid ones. */
export function mostlyRecord(
  properties: Readonly<Record<string, fc.Arbitrary<unknown>>>,
): fc.Arbitrary<unknown> {
  const loose = Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, mostly(value)]));
  return fc.oneof(
    { weight: 16, arbitrary: fc.record(properties) },
    { weight: 4, arbitrary: fc.record(properties, { requiredKeys: [] }) },
    { weight: 3, arbitrary: fc.record(loose) },
    { weight: 2, arbitrary: fc.record(loose, { requiredKeys: [] }) },
    { weight: 1, arbitrary: anyJson },
  );
}

/** Page sizes, valid and invalid. */
export const anySize: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: 1, max: 100 }) },
  { weight: 1, arbitrary: fc.constantFrom(undefined, null, 0, -1, 101, 2 ** 31, 1.5, '10') },
);

/** A valid header value. */
export const headerText: fc.Arbitrary<string> = fc
  .oneof(
    fc.string({ maxLength: 30 }),
    fc.string({
      unit: fc.integer({ min: 0x20, max: 0xff }).map((code) => String.fromCharCode(code)),
      maxLength: 20,
    }),
  )
  .filter((text) => /^[\t\x20-\x7e\x80-\xff]*$/.test(text));
