import fc from 'fast-check';
import type { ScriptedResponse } from '../fuzzCase.ts';
import { anyResponseJson } from './graphJson.ts';
import { JSON_FRAGMENTS, mutatedText } from './mutations.ts';
import { headerText } from './values.ts';

/** The JSON as a body: mostly valid, sometimes damaged or arbitrary bytes. */
function bodyOf(json: fc.Arbitrary<unknown>): fc.Arbitrary<string | Uint8Array> {
  const text = json.map((value) => JSON.stringify(value));
  return fc.oneof(
    { weight: 20, arbitrary: text },
    { weight: 2, arbitrary: mutatedText(text, JSON_FRAGMENTS) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 50 }) },
  );
}

/** A status. Retryable ones are rare, because a retry waits. */
export const anyStatus: fc.Arbitrary<number> = fc.oneof(
  { weight: 120, arbitrary: fc.constantFrom(200, 200, 200, 200, 201, 204, 206) },
  { weight: 40, arbitrary: fc.constantFrom(400, 401, 403, 404, 404, 409, 410, 412, 423, 500, 501, 509) },
  { weight: 10, arbitrary: fc.constantFrom(301, 302, 303, 304, 307, 308) },
  { weight: 2, arbitrary: fc.integer({ min: 200, max: 999 }) },
  { weight: 1, arbitrary: fc.constantFrom(429, 502, 503, 504) },
);

const headers: fc.Arbitrary<Record<string, string>> = fc.dictionary(
  fc.constantFrom(
    'content-type',
    'retry-after',
    'www-authenticate',
    'location',
    'request-id',
    'client-request-id',
    'set-cookie',
    'content-encoding',
    'x-any',
  ),
  fc.oneof(
    headerText,
    fc.constantFrom(
      '0',
      '0.01',
      '0.2',
      '99999999999',
      '-1',
      'Fri, 21 Nov 2025 12:00:00 GMT',
      'Mon, 99 Nov 2099 GMT',
    ),
    fc.constantFrom(
      'application/json',
      'text/html',
      'gzip',
      '{root}/users',
      'http://evil.example/',
      'request {token}',
    ),
    fc.constantFrom(
      'Bearer claims="eyJhIjoxfQ=="',
      'Bearer claims="{token}"',
      'Bearer realm="", claims="x", claims="y"',
      'Bearer claims="',
    ),
  ),
  { maxKeys: 4 },
);

/** An HTTP response with a given kind of body. */
export function httpResponse(bodies: fc.Arbitrary<string | Uint8Array>): fc.Arbitrary<ScriptedResponse> {
  return fc.record({ kind: fc.constant('http'), status: anyStatus, headers, body: bodies });
}

const rawHead = mutatedText(
  fc.constantFrom(
    'HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n{"id":"a"}\r\n',
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\na\r\n{"id":"a"}\r\n0\r\n\r\n',
    'HTTP/1.1 103 Early Hints\r\nLink: <a>\r\n\r\nHTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n',
    'HTTP/1.0 200 OK\r\n\r\n{"value":[]}',
    'HTTP/1.1 204 No Content\r\nContent-Length: 2\r\n\r\n{}',
  ),
  [
    '\r\n',
    ' ',
    '\u0000',
    '99999999999999999999',
    '-1',
    ':',
    'Transfer-Encoding: chunked\r\n',
    'Retry-After: 1\r\n',
    '101',
  ],
);

const others = [
  { weight: 12, arbitrary: fc.record({ kind: fc.constant('raw' as const), bytes: rawHead }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('raw' as const), bytes: fc.uint8Array({ maxLength: 40 }) }),
  },
  { weight: 2, arbitrary: fc.constant({ kind: 'reset' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'none' as const }) },
];

/** The upstream's responses in one case: mostly with the given JSON. */
export function responsesWith(json: fc.Arbitrary<unknown>): fc.Arbitrary<ScriptedResponse[]> {
  const http: fc.Arbitrary<ScriptedResponse> = httpResponse(bodyOf(json));
  return fc.array(fc.oneof({ weight: 300, arbitrary: http }, ...others), { minLength: 1, maxLength: 3 });
}

/** Responses that do not depend on the operation. */
export const anyResponses: fc.Arbitrary<ScriptedResponse[]> = responsesWith(anyResponseJson);
