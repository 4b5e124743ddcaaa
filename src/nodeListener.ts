import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { AdmissionQueue } from './admissionQueue.ts';
import { Outbox } from './outbox.ts';
import { OVERLOADED_ANSWER } from './overload.ts';
import type { ReportBug } from './schema/errors.ts';

/** What the server is told of a request beside the request itself. */
export interface ServerContext {
  /** It is to be turned away, with all that its answer needs to be read. */
  readonly turnedAway?: boolean;
}

/** What answers requests of `node:http`: Yoga, or any server of the same making. */
export interface NodeHandler {
  handleNodeRequestAndResponse(
    request: IncomingMessage,
    response: ServerResponse,
    context: ServerContext,
  ): Promise<Response> | Response;
}

export interface NodeListenerOptions {
  /** Whether requests are to be turned away, which costs least where nothing has been made of them yet. */
  readonly isFull: () => boolean;
  /** Whether connections are to be closed after the answer that is about to leave. */
  readonly isLast: () => boolean;
}

type Incoming = ServerResponse<IncomingMessage>;

/**
 * Answers requests of `node:http`. Every answer here is short and complete, so it leaves in one write: the
 * listener of Yoga itself makes three of it, which is a tenth of what a small answer costs.
 */
export function nodeListener(
  handler: NodeHandler,
  reportBug: ReportBug,
  { isFull, isLast }: NodeListenerOptions,
): RequestListener {
  const fail = (error: unknown, response: ServerResponse) => {
    reportBug(error);
    if (response.headersSent) response.destroy();
    else outbox.add({ response, status: 500, headers: JSON_HEADERS, body: UNEXPECTED });
  };
  const outbox = new Outbox(fail);
  const serve = (response: Incoming, context: ServerContext = {}) => {
    if (!hasUsableUrl(response.req)) {
      outbox.add({ response, status: 400, headers: JSON_HEADERS, body: UNUSABLE });
    } else
      answer(handler, response, context, isLast, outbox).catch((error: unknown) => fail(error, response));
  };
  const refuse = (response: Incoming) => {
    // Pages of other origins need headers of CORS to read why.
    if (hasOrigin(response.req)) serve(response, { turnedAway: true });
    else outbox.add({ response, status, headers: isLast() ? LAST_TURNED_AWAY : TURNED_AWAY, body });
  };
  const queue = new AdmissionQueue<Incoming>({ serve, refuse });
  const known = new WeakSet<Socket>();
  return (request, response) => {
    if (!known.has(request.socket)) {
      known.add(request.socket);
      queue.hurry();
    }
    if (isProbe(request)) serve(response);
    // However else the path is written, it is turned away once Yoga has made it out.
    else if (isFull() && request.url?.startsWith('/graphql') === true) refuse(response);
    else queue.enter(response);
  };
}

/** Whoever asks whether the gateway is well must not wait with the others. */
function isProbe({ url, headers: { host = '' } }: IncomingMessage): boolean {
  return (url === '/health' || url === '/ready') && ORDINARY_HOST.test(host);
}

const JSON_HEADERS = ['content-type', 'application/json; charset=utf-8', 'connection', 'close'];
const UNUSABLE = errorBody('The address of the request is not usable.', 'BAD_REQUEST');
const UNEXPECTED = errorBody('Unexpected error.', 'INTERNAL_SERVER_ERROR');

function errorBody(message: string, code: string): string {
  return JSON.stringify({ errors: [{ message, extensions: { code } }] });
}

const { status, body } = OVERLOADED_ANSWER;
const TURNED_AWAY = Object.entries(OVERLOADED_ANSWER.headers).flat();
const LAST_TURNED_AWAY = [...TURNED_AWAY, 'connection', 'close'];

async function answer(
  handler: NodeHandler,
  res: Incoming,
  context: ServerContext,
  isLast: () => boolean,
  outbox: Outbox,
): Promise<void> {
  // While it waited, whoever asked may have gone.
  if (res.destroyed) return;
  const result = await handler.handleNodeRequestAndResponse(res.req, res, context);
  const headers: string[] = [];
  result.headers.forEach((value, name) => {
    headers.push(name, value);
  });
  if (isLast()) headers.push('connection', 'close');
  const isJson = result.headers.get('content-type')?.includes('json') ?? false;
  const body = isJson ? await result.text() : Buffer.from(await result.arrayBuffer());
  outbox.add({ response: res, status: result.status, headers, body });
}

/** Node reads all headers into an object when the first is asked for, which whoever is turned away need not pay. */
function hasOrigin({ rawHeaders }: IncomingMessage): boolean {
  return rawHeaders.some((name, index) => index % 2 === 0 && /^origin$/i.test(name));
}

const ORDINARY_HOST = /^[A-Za-z0-9.-]+(?::(?:\d{1,4}|[1-5]\d{4}))?$/;

/** Whether the address is one, and its path is in the request line, as Yoga takes it. */
function hasUsableUrl({ url = '/', headers: { host = 'localhost' } }: IncomingMessage): boolean {
  if (!url.startsWith('/')) return false;
  return ORDINARY_HOST.test(host) || (!/[/?#@\\]/.test(host) && URL.canParse(`http://${host}${url}`));
}
