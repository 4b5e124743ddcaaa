import { builder } from './builder.ts';

// Named as in other services of a supergraph, so that the types merge. graphql-scalars has both, but takes 55 ms to
// load, and graphql-js itself reads and writes such values.

/** Any JSON. */
export const Json = builder.scalarType('JSON', {
  description:
    'Any JSON value. Every name and value in it is kept, in any depth up to 500 levels; numbers are IEEE 754 doubles, ' +
    'as in JavaScript.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc8259',
  serialize: (value) => value,
});

/** A 64-bit integer of Graph's, as far as JSON numbers hold one. */
export const SafeInt = builder.scalarType('SafeInt', {
  description: 'A whole number of up to 53 bits, which JSON and JavaScript keep exactly. Larger than `Int`.',
  serialize: (value) => value,
});
