import { GraphQLError } from 'graphql';
import type { GraphQLParams } from 'graphql-yoga';
import type { RequestLimits } from '../config.ts';
import { requestLimitExceeded } from '../schema/errors.ts';
import { hasMoreValues, mustHaveMoreValues } from './variableValues.ts';

/** What a request body holds: the parameters of one operation, or what Yoga is to refuse as a batch. */
export type RequestParams = GraphQLParams | GraphQLParams[];

const read = new WeakMap<Request, Promise<RequestParams>>();

/**
 * The parameters in a POST's body, which is read once, whoever asks how often.
 *
 * It stands in for Yoga's own body limit, which pipes every body through two more streams.
 *
 * @throws {GraphQLError} `LIMIT_EXCEEDED`, or `BAD_REQUEST` for what is no JSON object.
 */
export function readParams(post: Request, limits: RequestLimits): Promise<RequestParams> {
  const params =
    read.get(post) ??
    readBody(post, limits.maxBodyBytes).then((text) => checkedParams(parseBody(text, limits), limits));
  read.set(post, params);
  return params;
}

/**
 * The same parameters, if their document is not too long, and there are not too many values in their variables:
 * graphql-js counts lines by a match for each, and repeats the whole of a variable in every error about a part.
 *
 * @throws {GraphQLError} `LIMIT_EXCEEDED`
 */
export function checkedParams<P extends RequestParams>(
  params: P,
  { maxVariableValues, maxDocumentCharacters }: RequestLimits,
): P {
  if (Array.isArray(params)) return params;
  if ([params.variables, params.extensions].some((values) => hasMoreValues(values, maxVariableValues))) {
    throw tooManyValues(maxVariableValues);
  }
  if (typeof params.query === 'string' && params.query.length > maxDocumentCharacters) {
    throw requestLimitExceeded('characters', maxDocumentCharacters, 'MAX_DOCUMENT_CHARACTERS');
  }
  return params;
}

function tooManyValues(max: number): GraphQLError {
  return requestLimitExceeded('variables', max, 'MAX_VARIABLE_VALUES');
}

async function readBody(request: Request, maxBytes: number): Promise<string> {
  const length = request.headers.get('content-length');
  if (length !== null && !/^\d+$/.test(length)) throw badRequest(400, 'The Content-Length is not a number.');
  if (Number(length) > maxBytes) throw bodyTooLong(maxBytes);
  try {
    if (length === null) return await readChunks(request, maxBytes);
    // Over HTTP a body has the length it was announced with; a host of the Fetch API may pass on anything.
    const text = await request.text();
    if (text.length > maxBytes) throw bodyTooLong(maxBytes);
    return text;
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

function parseBody(text: string, { maxVariableValues: max }: RequestLimits): RequestParams {
  // A batch, which Yoga refuses, whatever is in it.
  if (/^\s*\[/.test(text)) return [];
  if (mustHaveMoreValues(text, max)) throw tooManyValues(max);
  try {
    const params: unknown = JSON.parse(text);
    if (typeof params === 'object' && params !== null) return params;
  } catch {
    // What the parser says repeats the body, which may hold what its sender would rather not read again.
  }
  throw badRequest(400, 'The body has to be a JSON object with a "query".');
}

export function badRequest(status: number, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_REQUEST', http: { status } } });
}

function bodyTooLong(max: number): GraphQLError {
  return new GraphQLError(`The body is longer than ${max} bytes (the gateway's setting MAX_BODY_BYTES).`, {
    extensions: { code: 'LIMIT_EXCEEDED', limit: 'body', max, http: { status: 413 } },
  });
}
