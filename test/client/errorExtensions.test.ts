import { GraphQLError } from 'graphql';
import { expect, test } from 'vitest';
import { ERROR_CODES, errorExtensions } from '../../src/client/index.ts';

test.each(ERROR_CODES)('an error with the code %s has the gateway’s extensions', (code) => {
  const extensions = { code, outcome: 'UNKNOWN' };
  expect(errorExtensions({ extensions })).toBe(extensions);
  expect(errorExtensions(new GraphQLError('No.', { extensions }))).toEqual(extensions);
});

test.each([
  [{}],
  [{ extensions: undefined }],
  [{ extensions: null }],
  [{ extensions: 'CONFLICT' }],
  [{ extensions: {} }],
  [{ extensions: { code: 'DOWNSTREAM_SERVICE_ERROR' } }],
  [{ extensions: { code: ['CONFLICT'] } }],
])('%o is an error of something else', (error) => {
  expect(errorExtensions(error)).toBeUndefined();
});
