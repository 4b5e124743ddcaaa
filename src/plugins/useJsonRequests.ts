import { GraphQLError } from 'graphql';
import type { GraphQLParams, Plugin } from 'graphql-yoga';

export interface JsonRequestOptions {
  /** The longest body that is read. */
  readonly maxBodyBytes: number;
}

/**
 * Reads requests: a POST of `application/json` and nothing else, since a browser sends other types across
 * origins without asking first; and the parameters of a GET.
 *
 * It stands in for Yoga's own body limit, which pipes every body through two more streams.
 *
 * @see https://fetch.spec.whatwg.org/#cors-safelisted-request-header
 */
export function useJsonRequests({ maxBodyBytes }: JsonRequestOptions): Plugin {
  return {
    onRequestParse({ request, requestParser, setRequestParser, endResponse, fetchAPI }) {
      if (!acceptsJson(request)) {
        const error = badRequest(406, 'The answer is application/json or application/graphql-response+json.');
        const headers = { 'content-type': 'application/json; charset=utf-8' };
        const body = { errors: [{ message: error.message, extensions: { code: error.extensions.code } }] };
        return endResponse(new fetchAPI.Response(JSON.stringify(body), { status: 406, headers }));
      }
      if (request.method === 'POST') {
        if (!isJson(request)) throw badRequest(415, 'Send the request as application/json.');
        setRequestParser(async (post) => parseBody(await readBody(post, maxBodyBytes)));
      } else if (requestParser !== undefined) {
        setRequestParser((get) => {
          try {
            return requestParser(get);
          } catch {
            throw badRequest(400, 'The parameters "variables" and "extensions" have to be JSON.');
          }
        });
      }
    },
  };
}

// Yoga could answer with events and parts, too, which is for subscriptions; there are none.
const JSON_TYPES = new Set(['*/*', 'application/*', 'application/json', 'application/graphql-response+json']);

function acceptsJson(request: Request): boolean {
  const accept = request.headers.get('accept');
  return accept === null || accept.split(',').some((range) => JSON_TYPES.has(typeOf(range)));
}

/** A media type without its parameters. */
function typeOf(range: string): string {
  return range.replace(/;.*$/s, '').trim().toLowerCase();
}

function isJson(request: Request): boolean {
  return typeOf(request.headers.get('content-type') ?? '') === 'application/json';
}

async function readBody(request: Request, maxBytes: number): Promise<string> {
  const length = request.headers.get('content-length');
  if (length !== null && !/^\d+$/.test(length)) throw badRequest(400, 'The Content-Length is not a number.');
  if (Number(length) > maxBytes) throw bodyTooLong(maxBytes);
  try {
    // The HTTP parser sees to it that a body has the length it was announced with.
    return length === null ? await readChunks(request, maxBytes) : await request.text();
  } catch (error) {
    throw error instanceof GraphQLError ? error : badRequest(400, 'The body broke off.');
  }
}

async function readChunks({ body }: Request, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.byteLength;
    // Somewhat more is read and dropped: to stop at once would close the connection ahead of the answer.
    if (size > 10 * maxBytes) break;
    if (size <= maxBytes) chunks.push(chunk);
  }
  if (size > maxBytes) throw bodyTooLong(maxBytes);
  return Buffer.concat(chunks).toString();
}

function parseBody(text: string): GraphQLParams | GraphQLParams[] {
  try {
    const params: unknown = JSON.parse(text);
    if (typeof params === 'object' && params !== null) return params;
  } catch {
    // What the parser says repeats the body, which may hold what its sender would rather not read again.
  }
  throw badRequest(400, 'The body has to be a JSON object with a "query".');
}

function badRequest(status: number, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_REQUEST', http: { status } } });
}

function bodyTooLong(max: number): GraphQLError {
  return new GraphQLError(`The body is longer than ${max} bytes (the gateway's setting MAX_BODY_BYTES).`, {
    extensions: { code: 'LIMIT_EXCEEDED', limit: 'body', max, http: { status: 413 } },
  });
}
