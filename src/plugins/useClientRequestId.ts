import type { Plugin } from 'graphql-yoga';
import { clientRequestId } from '../context.ts';

/** Returns the `client-request-id` that stands on every upstream call of the request. */
export function useClientRequestId(): Plugin {
  return {
    onResponse({ request, response }) {
      response.headers.set('client-request-id', clientRequestId(request));
    },
  };
}
