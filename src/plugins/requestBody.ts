import { Readable } from 'node:stream';
import { GraphQLError } from 'graphql';
import { GrowingBytes } from '../msgraph/growingBytes.ts';
import { badRequest } from '../operations/parameters.ts';
import { mustHaveMoreValues } from '../operations/valueCount.ts';
import { limitExceeded, overloaded } from '../schema/errors.ts';
import type { ByteBudget } from '../server/byteBudget.ts';
import type { ByteCounter } from '../server/byteCounter.ts';

export interface BodyLimits {
  readonly maxBodyBytes: number;
  readonly maxVariableValues: number;
  /** For the bodies of all requests that have not arrived completely. */
  readonly pendingBodies: ByteBudget;
  /** For those of all requests that are being served: what is made of them takes as much again. */
  readonly servedBodies: ByteCounter;
}

// A smaller body takes about as much as the connection that it arrives on.
const SMALL_BODY_BYTES = 16_384;
// A chunk costs about three microseconds of CPU, however small it is.
const MAX_CHUNKS = 4_096;
const MIN_CHUNK_BYTES = 64;

// An ordinary decoder puts U+FFFD in place of what it cannot read, and a mutation would write that.
const UTF_8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Reads the JSON in the body of a POST, and serves it. Yoga's own body limit pipes every body through two more streams.
 *
 * @throws {GraphQLError} `LIMIT_EXCEEDED`, `OVERLOADED`, or `BAD_REQUEST` where it is no JSON in UTF-8
 * @see https://www.rfc-editor.org/rfc/rfc8259#section-8.1
 */
export async function serveJsonBody<T>(
  request: Request,
  limits: BodyLimits,
  serve: (json: unknown) => Promise<T>,
): Promise<T> {
  const bytes = await readBytes(request, limits);
  const { byteLength } = bytes;
  if (byteLength <= SMALL_BODY_BYTES) return serve(readJson(bytes, limits));
  if (!limits.servedBodies.take(byteLength)) throw overloaded();
  try {
    return await serve(readJson(bytes, limits));
  } finally {
    limits.servedBodies.release(byteLength);
  }
}

function readJson(bytes: BufferSource, { maxVariableValues }: BodyLimits): unknown {
  const text = decoded(bytes);
  if (/^\s*\[/.test(text)) throw badRequest('Batches of operations are not supported.');
  if (mustHaveMoreValues(text, maxVariableValues)) throw limitExceeded('variables', maxVariableValues);
  try {
    const json: unknown = JSON.parse(text);
    return json;
  } catch {
    // The parser's own message repeats the body, which may hold secrets.
    throw badRequest('The body is not JSON.');
  }
}

function decoded(bytes: BufferSource): string {
  try {
    return UTF_8.decode(bytes);
  } catch {
    throw badRequest('The body is not UTF-8.');
  }
}

async function readBytes(request: Request, limits: BodyLimits): Promise<BufferSource> {
  const { maxBodyBytes: maxBytes } = limits;
  const length = request.headers.get('content-length');
  if (length !== null && !/^\d+$/.test(length)) throw badRequest('The Content-Length is not a number.');
  if (Number(length) > maxBytes) throw limitExceeded('body', maxBytes);
  try {
    if (length === null || Number(length) > SMALL_BODY_BYTES) return await readChunks(request, limits);
    // Over HTTP a body has the announced length; a host of the Fetch API may pass on anything.
    const bytes = await request.arrayBuffer();
    if (bytes.byteLength > maxBytes) throw limitExceeded('body', maxBytes);
    return bytes;
  } catch (error) {
    throw error instanceof GraphQLError ? error : badRequest('The body is incomplete.');
  }
}

async function readChunks(
  { body }: Request,
  { maxBodyBytes: maxBytes, pendingBodies }: BodyLimits,
): Promise<BufferSource> {
  if (body === null) return new Uint8Array();
  const { promise: complete, resolve, reject } = Promise.withResolvers<BufferSource>();
  const bytes = new GrowingBytes(maxBytes);
  let size = 0;
  let chunks = 0;
  let lastSeen = 0;
  const holder = {
    hasProgressed: () => {
      const hasProgressed = size > lastSeen;
      lastSeen = size;
      return hasProgressed;
    },
    destroy: () => reject(overloaded()),
  };
  const append = (chunk: Uint8Array) => {
    size += chunk.byteLength;
    chunks += 1;
    if (chunks > MAX_CHUNKS && size < chunks * MIN_CHUNK_BYTES) {
      reject(badRequest('The body arrives in too many small chunks.'));
    } else if (size <= maxBytes) {
      bytes.append(chunk);
      pendingBodies.update(holder, bytes.capacity);
      // Some more is read and dropped: to stop at once would close the connection ahead of the response.
    } else if (size > 10 * maxBytes) reject(limitExceeded('body', maxBytes));
  };
  const stream = streamOf(body);
  stream
    .on('data', append)
    .once('end', () => (size > maxBytes ? reject(limitExceeded('body', maxBytes)) : resolve(bytes.all())))
    .once('error', reject)
    .once('close', () => reject(new Error('closed')));
  try {
    return await complete;
  } finally {
    stream.off('data', append).pause();
    pendingBodies.update(holder, 0);
  }
}

/**
 * The body as a stream of Node's, as Yoga has it of a request over a socket. To await each chunk costs ten times as much
 * as to listen, and a client may send chunks of one byte.
 */
function streamOf(body: ReadableStream<Uint8Array>): Readable {
  const wrapped: unknown = Reflect.get(body, 'readable');
  return wrapped instanceof Readable ? wrapped : Readable.from(body);
}
