import fc from 'fast-check';
import { almostText, JSON_FRAGMENTS } from './mutations.ts';
import { anyDocument } from './operations.ts';
import { almostRecord, anyJson, anyText } from './values.ts';

const variables = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom({}, null, { keys: [] }, { yes: true }) },
  {
    weight: 2,
    arbitrary: fc.dictionary(fc.constantFrom('id', 'input', 'first', 'after', 'keys', 'yes'), anyJson),
  },
  { weight: 1, arbitrary: anyJson },
);
const persistedQuery = almostRecord({ version: fc.constant(1), sha256Hash: anyText });
const parts = {
  query: anyDocument,
  variables,
  operationName: fc.constantFrom(null, '', 'A', 'B', 'ExternalConnection', 'ExternalConnections'),
  extensions: almostRecord({ persistedQuery }),
};
const params = fc.oneof(
  { weight: 5, arbitrary: fc.record({ query: anyDocument }) },
  { weight: 5, arbitrary: fc.record({ query: anyDocument, variables }) },
  { weight: 3, arbitrary: fc.record(parts, { requiredKeys: ['query'] }) },
  { weight: 1, arbitrary: almostRecord(parts) },
);

/** The query string of a GraphQL request, or almost. */
export const anyQuery: fc.Arbitrary<string> = fc
  .record(
    {
      query: anyDocument,
      variables: almostText(
        variables.map((json) => JSON.stringify(json)),
        JSON_FRAGMENTS,
      ),
      extensions: fc.constantFrom('{}', '', '[]', '{'),
      operationName: anyText,
    },
    { requiredKeys: ['query'] },
  )
  .map((record) => new URLSearchParams(record).toString());

/** A GraphQL request as a JSON value, or almost. */
export const anyParams: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 18, arbitrary: params },
  { weight: 1, arbitrary: fc.array(params, { maxLength: 3 }) },
  { weight: 1, arbitrary: anyJson },
);
/** The body of a POST, which may be anything. */
export const anyBody: fc.Arbitrary<string | Uint8Array> = fc.oneof(
  { weight: 9, arbitrary: anyParams.map((value) => JSON.stringify(value)) },
  {
    weight: 2,
    arbitrary: almostText(
      anyParams.map((value) => JSON.stringify(value)),
      JSON_FRAGMENTS,
    ),
  },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 60 }) },
  { weight: 1, arbitrary: fc.nat(30_000).map((length) => `{"query":"${' '.repeat(length)}{__typename}"}`) },
);
