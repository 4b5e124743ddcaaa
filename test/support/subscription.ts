import { onTestFinished } from 'vitest';
import { type GraphQLResult, startTestGateway, type TestGateway } from './gateway.ts';
import { sawToken } from './leaks.ts';
import type { GatewayBehindUpstream } from './running.ts';
import { type Behaviour, startUpstream } from './upstream.ts';

/** One event of a stream of server-sent events. */
export interface ServerSentEvent {
  readonly event: string;
  readonly data: string;
}

/** Reads a stream of server-sent events; comments are left out. */
export async function* serverSentEvents(body: ReadableStream<Uint8Array> | null) {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const field = (name: string) => new RegExp(`^${name}: ?(.*)$`, 'm').exec(block)?.[1];
      const event = field('event');
      if (event !== undefined) yield { event, data: field('data') ?? '' } satisfies ServerSentEvent;
    }
  }
}

/** All that an iteration has. */
export async function collect<T>(values: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const value of values) all.push(value);
  return all;
}

export interface Subscription {
  readonly response: Response;
  /** The next result; `undefined` once the stream is complete. */
  next(): Promise<GraphQLResult<Record<string, unknown>> | undefined>;
  /** All results that are left. */
  rest(): Promise<GraphQLResult<Record<string, unknown>>[]>;
  /** Disconnects the client. */
  leave(): void;
}

/** Follows operation `op` of the connection `hr`. */
export const FOLLOW =
  'subscription { externalConnectionOperation(connectionId: "hr", id: "op") { id status error { code } } }';

/** A gateway for the running test that polls five times a second, in front of a bare TCP server with this behaviour. */
export async function runPolling(
  behaviour: Behaviour,
  settings: Readonly<Record<string, string>> = {},
): Promise<GatewayBehindUpstream> {
  const upstream = await startUpstream(behaviour);
  const setup = { settings: { GRAPH_URL: upstream.url, ...settings }, operationPollSeconds: 0.2 };
  const running = await startTestGateway(setup);
  onTestFinished(async () => {
    await upstream.close();
    await running.close();
  });
  return { ...running, upstream };
}

/** Subscribes as a client does; the running test disconnects it in the end. */
export async function subscribe(
  { gateway }: Pick<TestGateway, 'gateway'>,
  query = FOLLOW,
  { token = 'alice', scheme = 'Bearer', accept = 'text/event-stream', variables = {} } = {},
): Promise<Subscription> {
  sawToken(token);
  const client = new AbortController();
  onTestFinished(() => client.abort());
  const response = await gateway.fetch('http://gateway/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept, authorization: `${scheme} ${token}` },
    body: JSON.stringify({ query, variables }),
    signal: client.signal,
  });
  const events = serverSentEvents(response.body);
  const next = async () => {
    const { value, done } = await events.next();
    if (done) throw new Error('The stream has ended before it was complete.');
    return value.event === 'complete' ? undefined : JSON.parse(value.data);
  };
  return {
    response,
    next,
    rest: async () => {
      const results = [];
      for (let result = await next(); result !== undefined; result = await next()) results.push(result);
      return results;
    },
    leave: () => client.abort(),
  };
}
