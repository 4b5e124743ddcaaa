import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Exchange, patienceMs, staysForAll, writeInPieces } from './exchange.ts';
import { bodyOf, headersOf, isSubscription, type Operation, type Operations } from './operations.ts';
import { parseResponses, type RawResponse } from './responses.ts';
import type { Conversation } from './scenario.ts';

const STEP_MS = 10;

/** Plays a conversation of HTTP/1 as a client does. */
export async function playHttp1(
  port: number,
  conversation: Conversation,
  known: Operations,
): Promise<Exchange> {
  const socket = connect(port, '127.0.0.1').on('error', () => {});
  let text = '';
  socket.on('data', (chunk) => {
    text += chunk.toString('latin1');
  });
  const operations: Operation[] = [];
  let isOrderly = staysForAll(conversation);
  for (const step of conversation.steps) {
    if (step.do === 'send') {
      // A connection is closed for what waits behind an event stream.
      if (operations.some(({ request }) => isSubscription(request.kind))) isOrderly = false;
      const operation = known.begin(step.request);
      operations.push(operation);
      await writeInPieces(socket, http1Request(operation), step.request.pauses);
      if (step.request.isLast) break;
      continue;
    }
    if (step.do === 'wait') {
      await sleep(step.ms);
      continue;
    }
    if (step.do !== 'read') isOrderly = false;
    if (step.do === 'spoil') socket.write(step.bytes, 'latin1');
    else if (step.do === 'stop reading') socket.pause();
    else if (step.do === 'read') socket.resume();
    else if (step.do === 'half-close') socket.end();
    else socket.resetAndDestroy();
  }
  socket.resume();
  const leavesAt = performance.now() + patienceMs(conversation);
  try {
    while (performance.now() < leavesAt && !socket.closed && !hasAll(parseResponses(text), operations))
      await sleep(STEP_MS);
    return { operations, responses: parseResponses(text), isOrderly };
  } catch (error) {
    return { operations, responses: [], isOrderly, violation: String(error) };
  } finally {
    socket.destroy();
  }
}

function hasAll(responses: readonly RawResponse[], operations: readonly Operation[]): boolean {
  return responses.length >= operations.length && responses.every(({ isComplete }) => isComplete);
}

function http1Request(operation: Operation): string {
  const { isChunked, expectsContinue, isLast } = operation.request;
  const body = bodyOf(operation);
  const headers = {
    host: 'gateway',
    ...headersOf(operation),
    ...(isChunked ? { 'transfer-encoding': 'chunked' } : { 'content-length': String(body.length) }),
    ...(expectsContinue && { expect: '100-continue' }),
    ...(isLast && { connection: 'close' }),
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const sent = isChunked ? `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n` : body;
  return `POST /graphql HTTP/1.1\r\n${lines.join('')}\r\n${sent}`;
}
