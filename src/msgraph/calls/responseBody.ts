import type { RequestMemory } from '../../fairness/requestMemory.ts';
import { ChunkCount } from '../../json/chunkCount.ts';
import { GrowingBytes } from '../../json/growingBytes.ts';
import { heapBytes } from '../../json/heapSize.ts';
import { readJson } from '../../json/readJson.ts';

/** More than Graph sends for a page of anything; a longer response counts as truncated. */
export const MAX_RESPONSE_BYTES = 16 * 1024 * 1024;
// Far more than an error of Graph's has: JSON can take seconds to parse, and its values many times its bytes.
const MAX_ERROR_BYTES = 256 * 1024;
// Of the response to a write for which there is no room, so much is read and parsed all the same: more than any object of
// Graph's takes, and little enough for all writes in flight.
const MAX_SURPLUS_BYTES = 128 * 1024;
const MAX_SURPLUS_HEAP_BYTES = 4_000_000;
// Half of what a client has to send: an upstream is no stranger.
const MIN_MEAN_CHUNK_BYTES = 32;

/** What a body says. */
interface ParsedBody {
  /** `undefined` where it is empty, not UTF-8, not JSON, or too long. */
  readonly json: unknown;
  /** There is no room for it: it is to be dropped once the outcome of its write is known. */
  readonly isSurplus: boolean;
}

/**
 * The body of one response as it arrives, and the memory that it takes of its request. Where there is no room for it, a read
 * is given up; a write is told its outcome all the same, if that can be read from little.
 */
export class ResponseBody {
  readonly #bytes = new GrowingBytes(MAX_RESPONSE_BYTES);
  readonly #memory: RequestMemory;
  readonly #isOfWrite: boolean;
  /** Bytes that are counted: as many as have been announced or have arrived, and then of the value that is made of them. */
  #counted = 0;
  #isDropped = false;
  readonly #chunks = new ChunkCount(MIN_MEAN_CHUNK_BYTES);

  constructor(memory: RequestMemory, isOfWrite: boolean) {
    this.#memory = memory;
    this.#isOfWrite = isOfWrite;
  }

  /**
   * Counts the length that is announced, so that of many large responses only some have no room, and not each at its end.
   * False for a read without room.
   */
  announce(contentLength: string | undefined): boolean {
    const length = Math.min(Number(contentLength) || 0, MAX_RESPONSE_BYTES);
    return this.#count(length) || this.#isOfWrite;
  }

  /** Whether it arrives in so many chunks that each costs more than what is in it. */
  get isShredded(): boolean {
    return this.#chunks.areTooSmall;
  }

  /** Keeps what has arrived, unless nobody will need it; false for a read without room. */
  append(chunk: Buffer, isError: boolean): boolean {
    this.#chunks.add(chunk);
    if (this.#isDropped) return true;
    const bytes = this.#bytes.size + chunk.length;
    const isSurplus = !this.#count(bytes);
    if (isSurplus && !this.#isOfWrite) return false;
    if ((isError && bytes > MAX_ERROR_BYTES) || (isSurplus && bytes > MAX_SURPLUS_BYTES)) {
      this.#isDropped = true;
      this.#bytes.drop();
    } else this.#bytes.append(chunk);
    return true;
  }

  /** An estimate of what it takes once it is parsed. */
  heapBytes(): number {
    return heapBytes(this.#bytes.all());
  }

  /** Parses it, and counts what is made of it from now on; `undefined` for a read without room. */
  parse(heap: number, isError: boolean): ParsedBody | undefined {
    const isSurplus = !this.#count(heap) || (this.#isDropped && !isError);
    if (isSurplus && !this.#isOfWrite) return undefined;
    const isTooMuch = isSurplus && heap > MAX_SURPLUS_HEAP_BYTES;
    return { json: isTooMuch ? undefined : readJson(this.#bytes.all()), isSurplus };
  }

  /** What still arrives, or waits for its turn, holds nothing from now on. */
  drop(): void {
    this.#isDropped = true;
    this.#bytes.drop();
  }

  /** Counts it as so much memory in all; false where there is no room for it. */
  #count(bytes: number): boolean {
    const more = bytes - this.#counted;
    if (more <= 0) return true;
    if (!this.#memory.add(more)) return false;
    this.#counted = bytes;
    return true;
  }
}
