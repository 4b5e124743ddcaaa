import fc from 'fast-check';
import { JSON_FRAGMENTS, mutatedText } from './mutations.ts';
import { anyDocument } from './operations.ts';
import { anyJson, anyText, mostlyRecord } from './values.ts';

const variables = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom({}, null, { keys: [] }, { yes: true }) },
  {
    weight: 2,
    arbitrary: fc.dictionary(fc.constantFrom('id', 'input', 'first', 'after', 'keys', 'yes'), anyJson),
  },
  { weight: 1, arbitrary: anyJson },
);
const persistedQuery = mostlyRecord({ version: fc.constant(1), sha256Hash: anyText });
const parts = {
  query: anyDocument,
  variables,
  operationName: fc.constantFrom(null, '', 'A', 'B', 'ExternalConnection', 'ExternalConnections'),
  extensions: mostlyRecord({ persistedQuery }),
};
const params = fc.oneof(
  { weight: 5, arbitrary: fc.record({ query: anyDocument }) },
  { weight: 5, arbitrary: fc.record({ query: anyDocument, variables }) },
  { weight: 3, arbitrary: fc.record(parts, { requiredKeys: ['query'] }) },
  { weight: 1, arbitrary: mostlyRecord(parts) },
);

/** The query string of a GraphQL request, or nearly so. */
export const anyQuery: fc.Arbitrary<string> = fc
  .record(
    {
      query: anyDocument,
      variables: mutatedText(
        variables.map((json) => JSON.stringify(json)),
        JSON_FRAGMENTS,
      ),
      extensions: fc.constantFrom('{}', '', '[]', '{'),
      operationName: anyText,
    },
    { requiredKeys: ['query'] },
  )
  .map((record) => new URLSearchParams(record).toString());

/** A GraphQL request as a JSON value, or nearly so. */
export const anyParams: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 18, arbitrary: params },
  { weight: 1, arbitrary: fc.array(params, { maxLength: 3 }) },
  { weight: 1, arbitrary: anyJson },
);

/** The body of a POST: mostly a GraphQL request. */
export const anyBody: fc.Arbitrary<string | Uint8Array> = fc.oneof(
  { weight: 9, arbitrary: anyParams.map((value) => JSON.stringify(value)) },
  {
    weight: 2,
    arbitrary: mutatedText(
      anyParams.map((value) => JSON.stringify(value)),
      JSON_FRAGMENTS,
    ),
  },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 60 }) },
  { weight: 1, arbitrary: fc.nat(30_000).map((length) => `{"query":"${' '.repeat(length)}{__typename}"}`) },
);
