import type { Plugin } from 'graphql-yoga';
import { OVERLOADED_ANSWER } from '../overload.ts';

/**
 * Turns requests away at the door, unread, while as many calls to Microsoft Graph as may wait are waiting: what
 * would only wait and then fail costs next to nothing so. Requests of `node:http` have passed an earlier door.
 */
export function useLoadShedding(isOverloaded: () => boolean): Plugin {
  const { status, headers, body } = OVERLOADED_ANSWER;
  return {
    onRequest({ url, fetchAPI, endResponse }) {
      if (!isOverloaded() || url.pathname !== '/graphql') return;
      endResponse(new fetchAPI.Response(body, { status, headers }));
    },
  };
}
