// How a request is turned away that finds no place: by whichever door it came.

const RETRY_AFTER_SECONDS = 1;
const OVERLOADED_MESSAGE = 'The gateway has more to do than it can; try again shortly.';

const extensions = { code: 'OVERLOADED', retryAfterSeconds: RETRY_AFTER_SECONDS };
const body = JSON.stringify({ errors: [{ message: OVERLOADED_MESSAGE, extensions }] });

/** The whole answer, made beforehand: it is to cost next to nothing. */
export const OVERLOADED_ANSWER = {
  status: 503,
  headers: {
    'content-type': 'application/json; charset=utf-8',
    'content-length': String(Buffer.byteLength(body)),
    'cache-control': 'private, no-store',
    'retry-after': String(RETRY_AFTER_SECONDS),
  },
  body,
};
