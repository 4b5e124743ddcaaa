import { Readable } from 'node:stream';
import { ChunkCount } from '../json/chunkCount.ts';
import { GrowingBytes } from '../json/growingBytes.ts';
import { badRequest } from '../operations/parameters.ts';
import { limitExceeded, overloaded } from '../schema/errors.ts';
import type { ByteBudget } from '../server/byteBudget.ts';

export interface PendingBodyLimits {
  readonly maxBodyBytes: number;
  /** For the bodies of all requests that have not arrived completely. */
  readonly pendingBodies: ByteBudget;
}

/** A smaller body takes about as much as the connection that it arrives on, and is not counted. */
export const SMALL_BODY_BYTES = 16_384;
const MIN_MEAN_CHUNK_BYTES = 64;

/**
 * Reads the body of a request. Yoga's own limit pipes every body through two more streams, and reading a `Request` as a
 * whole keeps its chunks apart: one of a single byte takes 200 bytes.
 *
 * @throws {GraphQLError} `LIMIT_EXCEEDED`, `OVERLOADED`, or `BAD_REQUEST` if it is incomplete or in very small chunks
 */
export function readBody({ headers, body }: Request, limits: PendingBodyLimits): Promise<Uint8Array> {
  const { maxBodyBytes } = limits;
  const announced = headers.get('content-length');
  if (announced !== null && !/^\d+$/.test(announced)) throw badRequest('The Content-Length is not a number.');
  if (Number(announced) > maxBodyBytes) throw limitExceeded('body', maxBodyBytes);
  if (body === null) return Promise.resolve(new Uint8Array());
  return new Promise((resolve, reject) => {
    new BodyReader(streamOf(body), limits, Number(announced ?? maxBodyBytes), { resolve, reject });
  });
}

/**
 * The body as a Node stream: the one that Yoga wraps, for a request over a socket. Awaiting each chunk costs ten times
 * as much as listening, and a client may send chunks of one byte.
 */
function streamOf(body: ReadableStream<Uint8Array>): Readable {
  const wrapped: unknown = Reflect.get(body, 'readable');
  return wrapped instanceof Readable ? wrapped : Readable.from(body);
}

interface Settle {
  readonly resolve: (bytes: Uint8Array) => void;
  readonly reject: (error: unknown) => void;
}

/** Collects the body of one request. A request that opens a stream lives on, but keeps nothing of its body. */
class BodyReader {
  readonly #stream: Readable;
  readonly #limits: PendingBodyLimits;
  readonly #capacity: number;
  readonly #bytes: GrowingBytes;
  readonly #settle: Settle;
  #isCounted = false;
  readonly #chunks = new ChunkCount(MIN_MEAN_CHUNK_BYTES);
  #lastSeen = 0;

  constructor(stream: Readable, limits: PendingBodyLimits, expectedBytes: number, settle: Settle) {
    this.#stream = stream;
    this.#limits = limits;
    this.#capacity = Math.min(expectedBytes, limits.maxBodyBytes);
    this.#bytes = new GrowingBytes(this.#capacity);
    this.#settle = settle;
    stream.on('data', this.#append).on('end', this.#end).on('error', this.#fail).on('close', this.#fail);
  }

  progress(): number {
    const bytes = this.#chunks.bytes - this.#lastSeen;
    this.#lastSeen = this.#chunks.bytes;
    return bytes;
  }

  destroy(): void {
    this.#reject(overloaded());
  }

  readonly #append = (chunk: unknown): void => {
    const { maxBodyBytes } = this.#limits;
    if (!(chunk instanceof Uint8Array)) {
      // Only in a host of the Fetch API, whose stream may have chunks of any type.
      this.#reject(badRequest('The body has a chunk that is no Uint8Array.'));
      return;
    }
    this.#chunks.add(chunk);
    if (this.#chunks.areTooSmall) {
      this.#reject(badRequest('The body arrives in too many small chunks.'));
    } else if (this.#chunks.bytes > this.#capacity && this.#chunks.bytes <= maxBodyBytes) {
      // Only in a host of the Fetch API, which does not check the Content-Length.
      this.#reject(badRequest('The body is longer than its Content-Length.'));
    } else if (this.#chunks.bytes <= maxBodyBytes) {
      this.#keep(chunk);
      // Some more is read and dropped: stopping at once would close the connection before the response is sent.
    } else if (this.#chunks.bytes > 10 * maxBodyBytes) this.#reject(limitExceeded('body', maxBodyBytes));
  };

  #keep(chunk: Uint8Array): void {
    this.#bytes.append(chunk);
    const kept = this.#bytes.capacity;
    if (kept > SMALL_BODY_BYTES) {
      this.#isCounted = true;
      this.#limits.pendingBodies.update(this, kept);
    }
  }

  readonly #end = (): void => {
    const { maxBodyBytes } = this.#limits;
    const bytes = this.#bytes.all();
    if (this.#chunks.bytes > maxBodyBytes) this.#reject(limitExceeded('body', maxBodyBytes));
    else {
      this.#stop();
      this.#settle.resolve(bytes);
    }
  };

  readonly #fail = (): void => this.#reject(badRequest('The body is incomplete.'));

  #reject(error: unknown): void {
    this.#stop();
    this.#settle.reject(error);
  }

  #stop(): void {
    this.#stream
      .off('data', this.#append)
      .off('end', this.#end)
      .off('error', this.#fail)
      .off('close', this.#fail)
      .on('error', ignore)
      .pause();
    this.#bytes.drop();
    if (this.#isCounted) this.#limits.pendingBodies.update(this, 0);
  }
}

function ignore(): void {}
