import type { Plugin } from 'graphql-yoga';

const RETRY_AFTER_SECONDS = 1;

/**
 * Turns requests away at the door, unread, while as many calls to Microsoft Graph as may wait are waiting: what
 * would only wait and then fail costs next to nothing so.
 */
export function useLoadShedding(isOverloaded: () => boolean): Plugin {
  const extensions = { code: 'OVERLOADED', retryAfterSeconds: RETRY_AFTER_SECONDS };
  const message = 'The gateway has more to do than it can; try again shortly.';
  const body = JSON.stringify({ errors: [{ message, extensions }] });
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    'retry-after': String(RETRY_AFTER_SECONDS),
  };
  return {
    onRequest({ url, fetchAPI, endResponse }) {
      if (!isOverloaded() || url.pathname !== '/graphql') return;
      endResponse(new fetchAPI.Response(body, { status: 503, headers }));
    },
  };
}
