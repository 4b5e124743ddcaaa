import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { OVERLOADED_ANSWER } from './overload.ts';
import type { ReportBug } from './schema/errors.ts';

/** What answers requests of `node:http`: Yoga, or any server of the same making. */
export interface NodeHandler {
  handleNodeRequestAndResponse(
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<Response> | Response;
}

export interface NodeListenerOptions {
  /** Whether requests are to be turned away, which costs least where nothing has been made of them yet. */
  readonly isOverloaded: () => boolean;
  /** Whether connections are to be closed after the answer that is about to leave. */
  readonly isLast: () => boolean;
}

/**
 * Answers requests of `node:http`. Every answer here is short and complete, so it leaves in one write: the
 * listener of Yoga itself makes three of it, which is a tenth of what a small answer costs.
 */
export function nodeListener(
  handler: NodeHandler,
  reportBug: ReportBug,
  { isOverloaded, isLast }: NodeListenerOptions,
): RequestListener {
  return (request, response) => {
    if (isOverloaded() && mayBeTurnedAway(request)) {
      return send(response, OVERLOADED_ANSWER.status, TURNED_AWAY_HEADERS, OVERLOADED_ANSWER.body);
    }
    if (!hasUsableUrl(request)) return send(response, 400, JSON_HEADERS, UNUSABLE);
    answer(handler, request, response, isLast).catch((error: unknown) => {
      reportBug(error);
      if (response.headersSent) response.destroy();
      else send(response, 500, JSON_HEADERS, UNEXPECTED);
    });
  };
}

const JSON_HEADERS = ['content-type', 'application/json; charset=utf-8', 'connection', 'close'];
const UNUSABLE = errorBody('The address of the request is not usable.', 'BAD_REQUEST');
const UNEXPECTED = errorBody('Unexpected error.', 'INTERNAL_SERVER_ERROR');

function errorBody(message: string, code: string): string {
  return JSON.stringify({ errors: [{ message, extensions: { code } }] });
}

const TURNED_AWAY_HEADERS = Object.entries(OVERLOADED_ANSWER.headers).flat();

/** Pages of other origins need headers of CORS to read why, so those take the longer way. */
function mayBeTurnedAway({ url, headers }: IncomingMessage): boolean {
  return headers.origin === undefined && url?.startsWith('/graphql') === true;
}

async function answer(
  handler: NodeHandler,
  req: IncomingMessage,
  res: ServerResponse,
  isLast: () => boolean,
): Promise<void> {
  const result = await handler.handleNodeRequestAndResponse(req, res);
  if (res.destroyed) return;
  const headers: string[] = [];
  result.headers.forEach((value, name) => {
    headers.push(name, value);
  });
  if (isLast()) headers.push('connection', 'close');
  const isJson = result.headers.get('content-type')?.includes('json') ?? false;
  // As a text, Node writes it together with the headers.
  send(res, result.status, headers, isJson ? await result.text() : Buffer.from(await result.arrayBuffer()));
}

function send(response: ServerResponse, status: number, headers: string[], body: string | Buffer): void {
  response.writeHead(status, headers);
  response.end(body);
}

/** Whether the address can be made out, and so be put into a `Request` at all. */
function hasUsableUrl({ url = '/', headers: { host = 'localhost' } }: IncomingMessage): boolean {
  const ordinary = url.startsWith('/') && /^[A-Za-z0-9.-]+(?::\d{1,4})?$/.test(host);
  return ordinary || URL.canParse(url, `http://${host}`);
}
