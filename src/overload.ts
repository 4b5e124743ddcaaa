import { OVERLOADED } from './msgraph/errors.ts';

// How a request is turned away that finds no place: by whichever door it came.

const { message, retryAfterSeconds } = OVERLOADED;
const body = JSON.stringify({ errors: [{ message, extensions: { code: 'OVERLOADED', retryAfterSeconds } }] });

/** The whole answer, made beforehand: it is to cost next to nothing. */
export const OVERLOADED_ANSWER = {
  status: 503,
  headers: {
    'content-type': 'application/json; charset=utf-8',
    'content-length': String(Buffer.byteLength(body)),
    'cache-control': 'private, no-store',
    'retry-after': String(retryAfterSeconds),
  },
  body,
};
