import { once } from 'node:events';
import http2, { type ClientHttp2Stream } from 'node:http2';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Exchange, patienceMs, staysForAll, writeInPieces } from './exchange.ts';
import { bodyOf, headersOf, type Operation, type Operations } from './operations.ts';
import type { RawResponse } from './responses.ts';
import type { Conversation } from './scenario.ts';

/** Plays a conversation of HTTP/2: what only HTTP/1 knows is left out of it. */
export async function playHttp2(
  port: number,
  conversation: Conversation,
  known: Operations,
): Promise<Exchange> {
  const session = http2.connect(`http://127.0.0.1:${port}`).on('error', () => {});
  const streams: ClientHttp2Stream[] = [];
  const operations: Operation[] = [];
  const responses: Promise<RawResponse | undefined>[] = [];
  let isOrderly = staysForAll(conversation);
  for (const step of conversation.steps) {
    if (session.destroyed || session.closed) break;
    if (step.do === 'send') {
      const operation = known.begin(step.request);
      const headers = { ':method': 'POST', ':path': '/graphql', ...headersOf(operation) };
      const stream = session.request(headers).on('error', () => {});
      operations.push(operation);
      streams.push(stream);
      responses.push(responseOf(stream));
      await writeInPieces(stream, bodyOf(operation), step.request.pauses);
      stream.end();
    } else if (step.do === 'wait') await sleep(step.ms);
    else if (step.do === 'reset') {
      isOrderly = false;
      streams.at(-1)?.close(http2.constants.NGHTTP2_CANCEL);
    } else if (step.do === 'half-close') session.close();
    else if (step.do === 'stop reading') streams.at(-1)?.pause();
  }
  for (const stream of streams) stream.resume();
  await Promise.race([Promise.all(responses), sleep(patienceMs(conversation))]);
  // The connection of one that stays is closed by the host: what its streams were for has ended by then.
  if (conversation.stays) for (const stream of streams) stream.close(http2.constants.NGHTTP2_CANCEL);
  else session.destroy();
  return { operations, responses: await Promise.all(responses), isOrderly };
}

/** Resolves once the stream has ended, whichever way. */
async function responseOf(stream: ClientHttp2Stream): Promise<RawResponse | undefined> {
  let head: http2.IncomingHttpHeaders & http2.IncomingHttpStatusHeader = {};
  let body = '';
  let isComplete = false;
  stream.on('response', (headers) => {
    head = headers;
  });
  stream.on('data', (chunk) => {
    body += chunk;
  });
  stream.on('end', () => {
    isComplete = stream.rstCode === http2.constants.NGHTTP2_NO_ERROR;
  });
  if (!stream.closed) await once(stream, 'close').catch(() => {});
  const status = head[':status'];
  if (status === undefined) return undefined;
  const headers = Object.fromEntries(Object.entries(head).map(([name, value]) => [name, String(value)]));
  return { status, headers, body, isComplete };
}
