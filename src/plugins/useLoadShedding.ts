import type { Plugin } from 'graphql-yoga';
import type { ServerContext } from '../nodeListener.ts';
import { OVERLOADED_ANSWER } from '../overload.ts';

// As Yoga takes it.
const GRAPHQL = /^\/graphql\/?$/;

/**
 * Turns requests away at the door, unread, while as many calls to Microsoft Graph as may wait are waiting: what
 * would only wait and then fail costs next to nothing so. Requests of `node:http` have passed an earlier door.
 */
export function useLoadShedding(isFull: () => boolean): Plugin<object, ServerContext> {
  const { status, headers, body } = OVERLOADED_ANSWER;
  return {
    onRequest({ url, serverContext, fetchAPI, endResponse }) {
      if (!serverContext?.turnedAway && !(isFull() && GRAPHQL.test(url.pathname))) return;
      endResponse(new fetchAPI.Response(body, { status, headers }));
    },
  };
}
