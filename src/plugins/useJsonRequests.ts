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
    onRequestParse({ request, requestParser, setRequestParser }) {
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

function isJson(request: Request): boolean {
  return /^\s*application\/json\s*(?:;|$)/i.test(request.headers.get('content-type') ?? '');
}

async function readBody(request: Request, maxBytes: number): Promise<string> {
  const length = request.headers.get('content-length');
  if (length !== null && !/^\d+$/.test(length)) throw badRequest(400, 'The Content-Length is not a number.');
  if (Number(length) > maxBytes) throw bodyTooLong(maxBytes);
  // The HTTP parser sees to it that a body has the length it was announced with.
  return length === null ? readChunks(request, maxBytes) : request.text();
}

async function readChunks({ body }: Request, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.byteLength;
    if (size > maxBytes) throw bodyTooLong(maxBytes);
    chunks.push(chunk);
  }
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
