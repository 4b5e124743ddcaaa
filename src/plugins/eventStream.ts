import { type FetchAPI, getSSEProcessor } from 'graphql-yoga';
import type { OperationResult } from '../operations/errors.ts';
import { serialize } from './httpResponse.ts';

/**
 * One result or several as server-sent events, with a comment every 12 seconds to keep the connection alive.
 *
 * @see https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md#distinct-connections-mode
 */
export async function eventStream(
  events: Parameters<ReturnType<typeof getSSEProcessor>>[0],
  fetchAPI: FetchAPI,
): Promise<Response> {
  // The runtime's own stream begins at once. Yoga's begins when it is read, and fails if it is cancelled before that.
  const streamAPI = { ...fetchAPI, ReadableStream };
  const response = await processEvents(events, streamAPI, 'text/event-stream');
  // The server decides whether the connection is kept alive: it may be draining.
  response.headers.delete('Connection');
  // Otherwise nginx collects some kilobytes of events before it passes on the first.
  response.headers.set('X-Accel-Buffering', 'no');
  return response;
}

// The type is explicit for the declarations of the package: Yoga does not export its name.
const processEvents: ReturnType<typeof getSSEProcessor> = getSSEProcessor();

/** A result, serialized, in the form in which Yoga takes it. */
export function serialized(result: OperationResult) {
  const text = serialize(result);
  return { data: null, stringify: () => text };
}
