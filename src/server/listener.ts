import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';

/** Answers requests of `node:http` with responses of the Fetch API, as Yoga does. */
export type NodeHandler = (request: IncomingMessage, target: ServerResponse) => Promise<Response> | Response;

/** A complete response; names and values of headers in turn. */
export interface RawResponse {
  readonly status: number;
  readonly headers: readonly string[];
  readonly body: string | Buffer;
}

export interface ListenerOptions {
  /** The response to a request that is rejected unread, if it is. */
  readonly rejectEarly: (request: IncomingMessage) => RawResponse | undefined;
  /** Whether each connection is closed after its next response. */
  readonly isDraining: () => boolean;
  readonly onError: (error: unknown) => void;
}

/**
 * Serves a handler over sockets. Complete responses of one turn of the event loop are written together, each in one
 * write; a stream passes through unbuffered.
 */
export function createListener(handle: NodeHandler, options: ListenerOptions): RequestListener {
  const { rejectEarly, isDraining, onError } = options;
  const fail = (error: unknown, target: ServerResponse) => {
    onError(error);
    if (target.headersSent) target.destroy();
    else send(target, UNEXPECTED);
  };

  // To write each response on its own, between other work, costs 10 to 20 % more CPU: each write wakes a client.
  let complete: (() => void)[] = [];
  const writeAll = () => {
    const writes = complete;
    complete = [];
    for (const write of writes) write();
  };
  const headersOf = (headers: readonly string[]) => (isDraining() ? [...headers, ...CLOSE] : [...headers]);
  const send = (target: ServerResponse, { status, headers, body }: RawResponse) => {
    if (complete.length === 0) setImmediate(writeAll);
    complete.push(() => {
      if (target.destroyed) return;
      try {
        // As a string, the body is written together with the head.
        target.writeHead(status, headersOf(headers)).end(body);
      } catch (error) {
        onError(error);
        target.destroy();
      }
    });
  };

  const answer = async (target: ServerResponse<IncomingMessage>) => {
    const response = await handle(target.req, target);
    const { status } = response;
    const headers: string[] = [];
    response.headers.forEach((value, name) => {
      headers.push(name, value);
    });
    const type = response.headers.get('content-type') ?? '';
    if (type.startsWith('text/event-stream')) stream(response, target.writeHead(status, headersOf(headers)));
    else if (type.includes('json')) send(target, { status, headers, body: await response.text() });
    else send(target, { status, headers, body: Buffer.from(await response.arrayBuffer()) });
  };

  return (request, target) => {
    const rejected = isValidTarget(request) ? rejectEarly(request) : INVALID_TARGET;
    if (rejected !== undefined) send(target, rejected);
    else answer(target).catch((error: unknown) => fail(error, target));
  };
}

/** A client that disconnects ends the stream, and with it whatever feeds it. */
function stream({ body }: Response, target: ServerResponse): void {
  if (body === null) return void target.end();
  const source = Readable.from(body);
  target.on('close', () => source.destroy());
  source.on('error', () => target.destroy());
  source.pipe(target);
}

const CLOSE = ['connection', 'close'];
const INVALID_TARGET = failure(400, 'BAD_REQUEST', 'The request target or the Host header is invalid.');
const UNEXPECTED = failure(500, 'INTERNAL_SERVER_ERROR', 'Unexpected error.');

function failure(status: number, code: string, message: string): RawResponse {
  const body = JSON.stringify({ errors: [{ message, extensions: { code } }] });
  return { status, headers: ['content-type', 'application/json; charset=utf-8', ...CLOSE], body };
}

// A last label that begins with a digit makes a host an IPv4 address, valid or not.
const ORDINARY_HOST = /^(?:[A-Za-z0-9-]+\.)*[A-Za-z][A-Za-z0-9-]*(?::(?:\d{1,4}|[1-5]\d{4}))?$/;

/** Whether target and Host together are a URL, with the path from the request line. */
function isValidTarget({ url = '/', headers: { host = 'localhost' } }: IncomingMessage): boolean {
  if (!url.startsWith('/')) return false;
  return ORDINARY_HOST.test(host) || (!/[/?#@\\]/.test(host) && URL.canParse(`http://${host}${url}`));
}
