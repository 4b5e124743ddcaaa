import type { Plugin } from 'graphql-yoga';
import { type Gate, NO_ROOM } from './gate.ts';
import type { RequestState } from './useResponseHeaders.ts';

/** Rejects requests, unread, if the gate has no room for them. Goes after the plugins that respond without GraphQL. */
export function useLoadShedding(gate: Gate): Plugin<object, RequestState> {
  return {
    onRequest({ request, endResponse, fetchAPI, serverContext }) {
      if (!gate.rejects(() => request.headers.get('authorization'))) return;
      gate.reject(serverContext.clientRequestId);
      const { status, headers, body } = NO_ROOM;
      // A copy: a response writes the headers that are set later into the object it is given.
      endResponse(new fetchAPI.Response(body, { status, headers: { ...headers } }));
    },
  };
}
