import fc from 'fast-check';
import { almostText } from './mutations.ts';
import { almost, almostRecord, anyJson, anyText } from './values.ts';

const ids = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom('contosohr', 'a', '5543b42f-b42f-5543-2fb4-43552fb44355', '{token}'),
  },
  { weight: 1, arbitrary: anyText },
);
const texts = fc.option(anyText);
const appIds = fc.option(
  fc.array(almost(fc.constant('d310d35d-72ec-47dd-92f2-fb9c40936555')), { maxLength: 3 }),
);

/** An object of either resource: the properties of the one do not harm the other. */
export const anyObject: fc.Arbitrary<unknown> = almostRecord({
  id: ids,
  name: texts,
  description: texts,
  state: fc.constantFrom('draft', 'ready', 'unknown'),
  configuration: almostRecord({ authorizedAppIds: appIds, authorizedApps: appIds }),
  externalPrivateEndpointId: texts,
  privateLinkIds: fc.option(fc.array(almost(fc.integer()), { maxLength: 3 })),
});

const CONNECTIONS = '/external/connections';
const ENDPOINTS = '/privateLinkPolicy/privateEndpointConnections';

const nextLink = fc
  .tuple(
    fc.oneof(
      { weight: 6, arbitrary: fc.constant('{root}') },
      { weight: 1, arbitrary: fc.constantFrom('http://evil.example/beta', '', '{root}/..', 'https:') },
    ),
    fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(CONNECTIONS, ENDPOINTS) },
      { weight: 1, arbitrary: fc.constantFrom('/users', '/$batch', `${CONNECTIONS}/..`, `${CONNECTIONS}/`) },
    ),
    almostText(fc.constantFrom('?$skiptoken=abc', '?$top=2&$skiptoken=X%27y', '?%24skip=4', '#$skip=1'), [
      '&',
      '=',
      '%',
      '%2f',
      '$top=9',
      '$select=id',
      '#',
      '?',
      '\r\n',
    ]),
  )
  .map((parts) => parts.join(''));

/** A page of a list. */
export const anyPage: fc.Arbitrary<unknown> = almostRecord({
  value: fc.array(anyObject, { maxLength: 4 }),
  '@odata.nextLink': fc.option(nextLink, { freq: 1 }),
});

const said = fc.oneof(
  anyText,
  fc.constantFrom('It was {token}.', 'See https://x/?t={encodedToken}', `${'a'.repeat(1_990)}{token}`),
  fc.constant("Resource not found for the segment 'external'."),
);
const errorPart = { code: said, message: said, target: said, 'request-id': said, 'client-request-id': said };
const innerError = almostRecord({
  ...errorPart,
  innerError: almostRecord({ ...errorPart, details: anyJson }),
});
const errorBody = almostRecord({
  error: almostRecord({
    ...errorPart,
    details: fc.array(almostRecord(errorPart), { maxLength: 25 }),
    innerError,
    innererror: innerError,
  }),
});

/** A JSON value such as the upstream could send as its answer, or almost so. */
export const anyAnswerJson: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 6, arbitrary: anyObject },
  { weight: 1, arbitrary: fc.record({ value: anyObject }) },
  { weight: 6, arbitrary: anyPage },
  { weight: 3, arbitrary: errorBody },
  { weight: 1, arbitrary: anyJson },
);
