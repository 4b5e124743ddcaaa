import fc from 'fast-check';
import { exampleOperation } from '../arbitraries/operations.ts';
import { anyResponses } from '../arbitraries/responses.ts';
import { anyJson, anySize, anyText, mostly, mostlyRecord } from '../arbitraries/values.ts';
import { type FuzzCase, graphqlRequest } from '../fuzzCase.ts';

const id = fc.constantFrom('contosohr', 'abc', '5543b42f-b42f-5543-2fb4-43552fb44355');
const linkIds = fc.array(mostly(fc.integer()), { maxLength: 3 });
const text = fc.oneof(fc.constant('Contoso HR'), anyText);
const appIds = fc.array(mostly(fc.constant('d310d35d')), { maxLength: 2 });

const input = mostlyRecord({
  id,
  name: text,
  description: text,
  state: fc.constantFrom('DRAFT', 'READY', 'UNKNOWN_FUTURE_VALUE'),
  configuration: mostlyRecord({ authorizedAppIds: appIds, authorizedApps: appIds }),
});
const update = mostlyRecord({ privateLinkIds: linkIds, externalPrivateEndpointId: text });

const variables = mostlyRecord({
  id,
  first: anySize,
  after: text,
  input: fc.oneof(input, update),
  externalPrivateEndpointId: text,
  privateLinkIds: linkIds,
});

/** Any JSON as the variables of the example operations. */
export const variablesOfOperations: fc.Arbitrary<FuzzCase> = fc.record({
  request: fc
    .record({ query: exampleOperation, variables: fc.oneof(variables, variables, anyJson) })
    .map(graphqlRequest),
  responses: anyResponses,
});
