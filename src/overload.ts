// How a request is turned away that finds no place: by whichever door it came.

export const RETRY_AFTER_SECONDS = 1;
export const OVERLOADED_MESSAGE = 'The gateway has more to do than it can; try again shortly.';

/** The whole answer, made beforehand: it is to cost next to nothing. */
export const OVERLOADED_ANSWER = {
  status: 503,
  headers: {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'private, no-store',
    'retry-after': String(RETRY_AFTER_SECONDS),
  },
  body: JSON.stringify({
    errors: [
      {
        message: OVERLOADED_MESSAGE,
        extensions: { code: 'OVERLOADED', retryAfterSeconds: RETRY_AFTER_SECONDS },
      },
    ],
  }),
};
