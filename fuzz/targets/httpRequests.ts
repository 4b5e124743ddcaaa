import fc from 'fast-check';
import { anyBody, anyParams, anyQuery } from '../arbitraries/requestBodies.ts';
import { anyHeaders, authorization } from '../arbitraries/requestHeaders.ts';
import { anyResponses } from '../arbitraries/responses.ts';
import { anyText } from '../arbitraries/values.ts';
import type { FuzzCase, FuzzedRequest } from '../fuzzCase.ts';
import { canBeSent } from '../harness.ts';

const method = fc.oneof(
  { weight: 8, arbitrary: fc.constant('POST') },
  { weight: 3, arbitrary: fc.constant('GET') },
  { weight: 1, arbitrary: fc.constantFrom('HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'get', 'BREW') },
);

const path = fc.oneof(
  { weight: 4, arbitrary: anyQuery.map((text) => `/graphql?${text}`) },
  { weight: 2, arbitrary: fc.constant('/graphql') },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '/',
      '/graphql/',
      '/graphiql/x',
      '/graphiql/..%2f',
      '//graphql',
      '/GRAPHQL',
      '/ready',
    ),
  },
  { weight: 1, arbitrary: fc.oneof(anyText, fc.webPath()).map((text) => `/graphql/../${text}`) },
);

const stream = fc.oneof(
  { weight: 6, arbitrary: fc.constant(undefined) },
  { weight: 1, arbitrary: fc.constantFrom('complete' as const, 'error' as const) },
);
const post: fc.Arbitrary<FuzzedRequest> = fc.record({
  method: fc.constant('POST'),
  path: fc.constant('/graphql'),
  headers: anyHeaders,
  body: anyParams.map((value) => JSON.stringify(value)),
});
const anyPost: fc.Arbitrary<FuzzedRequest> = fc.record({
  method: fc.constant('POST'),
  path: fc.constant('/graphql'),
  headers: anyHeaders,
  body: anyBody,
  stream,
});
const get: fc.Arbitrary<FuzzedRequest> = fc.record({
  method: fc.constant('GET'),
  path,
  headers: fc.oneof(fc.constant(authorization), anyHeaders),
});
const any = fc
  .record({ method, path, headers: anyHeaders, body: anyBody, stream })
  .map(({ body, stream, ...bare }): FuzzedRequest => {
    return /^(?:get|head)$/i.test(bare.method) ? bare : { ...bare, body, stream };
  });

/** HTTP requests with any method, path, headers and body. */
export const httpRequests: fc.Arbitrary<FuzzCase> = fc.record({
  request: fc
    .oneof(
      { weight: 5, arbitrary: post },
      { weight: 3, arbitrary: anyPost },
      { weight: 3, arbitrary: get },
      { weight: 1, arbitrary: any },
    )
    .filter(canBeSent),
  responses: anyResponses,
});
