import fc from 'fast-check';
import { mutatedText } from './mutations.ts';
import { anyJson, anyText, mostly, mostlyRecord } from './values.ts';

const ids = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom('contosohr', 'a', '5543b42f-b42f-5543-2fb4-43552fb44355', '{token}'),
  },
  { weight: 1, arbitrary: anyText },
);
const texts = fc.option(anyText);
const appIds = fc.option(
  fc.array(mostly(fc.constant('d310d35d-72ec-47dd-92f2-fb9c40936555')), { maxLength: 3 }),
);

/** An object with the properties of both resources; each ignores those of the other. */
export const anyObject: fc.Arbitrary<unknown> = mostlyRecord({
  id: ids,
  name: texts,
  description: texts,
  state: fc.constantFrom('draft', 'ready', 'unknown'),
  configuration: mostlyRecord({ authorizedAppIds: appIds, authorizedApps: appIds }),
  baseType: texts,
  properties: fc.option(
    fc.array(
      mostlyRecord({ name: texts, type: texts, labels: fc.option(fc.array(anyText, { maxLength: 2 })) }),
      {
        maxLength: 3,
      },
    ),
  ),
  itemsRemaining: fc.option(mostly(fc.integer())),
  externalPrivateEndpointId: texts,
  privateLinkIds: fc.option(fc.array(mostly(fc.integer()), { maxLength: 3 })),
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
    mutatedText(fc.constantFrom('?$skiptoken=abc', '?$top=2&$skiptoken=X%27y', '?%24skip=4', '#$skip=1'), [
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
export const anyPage: fc.Arbitrary<unknown> = mostlyRecord({
  value: fc.array(anyObject, { maxLength: 4 }),
  '@odata.nextLink': fc.option(nextLink, { freq: 1 }),
});

const errorText = fc.oneof(
  anyText,
  fc.constantFrom('It was {token}.', 'See https://x/?t={encodedToken}', `${'a'.repeat(1_990)}{token}`),
  fc.constant("Resource not found for the segment 'external'."),
);
const errorPart = {
  code: errorText,
  message: errorText,
  target: errorText,
  'request-id': errorText,
  'client-request-id': errorText,
};
const innerError = mostlyRecord({
  ...errorPart,
  innerError: mostlyRecord({ ...errorPart, details: anyJson }),
});
const errorBody = mostlyRecord({
  error: mostlyRecord({
    ...errorPart,
    details: fc.array(mostlyRecord(errorPart), { maxLength: 25 }),
    innerError,
    innererror: innerError,
  }),
});

/** The JSON of a response of Graph, or nearly so. */
export const anyResponseJson: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 6, arbitrary: anyObject },
  { weight: 1, arbitrary: fc.record({ value: anyObject }) },
  { weight: 6, arbitrary: anyPage },
  { weight: 3, arbitrary: errorBody },
  { weight: 1, arbitrary: anyJson },
);
