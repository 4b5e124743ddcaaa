import fc from 'fast-check';
import { anyAnswers } from '../arbitraries/answers.ts';
import { exampleOperation } from '../arbitraries/operations.ts';
import { almost, almostRecord, anyJson, anySize, anyText } from '../arbitraries/values.ts';
import { type FuzzCase, graphqlRequest } from '../fuzzCase.ts';

const id = fc.constantFrom('contosohr', 'abc', '5543b42f-b42f-5543-2fb4-43552fb44355');
const linkIds = fc.array(almost(fc.integer()), { maxLength: 3 });
const text = fc.oneof(fc.constant('Contoso HR'), anyText);
const appIds = fc.array(almost(fc.constant('d310d35d')), { maxLength: 2 });

const input = almostRecord({
  id,
  name: text,
  description: text,
  state: fc.constantFrom('DRAFT', 'READY', 'UNKNOWN_FUTURE_VALUE'),
  configuration: almostRecord({ authorizedAppIds: appIds, authorizedApps: appIds }),
});
const update = almostRecord({ privateLinkIds: linkIds, externalPrivateEndpointId: text });

const variables = almostRecord({
  id,
  first: anySize,
  after: text,
  input: fc.oneof(input, update),
  externalPrivateEndpointId: text,
  privateLinkIds: linkIds,
});

/** Variables of every JSON shape, for the example operations. */
export const variablesOfOperations: fc.Arbitrary<FuzzCase> = fc.record({
  request: fc
    .record({ query: exampleOperation, variables: fc.oneof(variables, variables, anyJson) })
    .map(graphqlRequest),
  answers: anyAnswers,
});
