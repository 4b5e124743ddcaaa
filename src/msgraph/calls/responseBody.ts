import type { RequestMemory } from '../../fairness/requestMemory.ts';
import { ChunkCount } from '../../json/chunkCount.ts';
import { GrowingBytes } from '../../json/growingBytes.ts';
import { heapBytes } from '../../json/heapSize.ts';
import { readJson } from '../../json/readJson.ts';

/** More than Graph sends for a page of anything; a longer response counts as truncated. */
export const MAX_GRAPH_RESPONSE_BYTES = 16 * 1024 * 1024;
// Far more than a Graph error has. Larger JSON can take seconds to parse, and many times its size in memory.
const MAX_ERROR_BYTES = 256 * 1024;
// How much of the response to a write is read and parsed even if the memory budget is exhausted: more than any object
// of Graph's takes, and little enough for all writes in flight.
const MAX_SURPLUS_BYTES = 128 * 1024;
const MAX_SURPLUS_HEAP_BYTES = 4_000_000;
// Half the minimum for the bodies of clients, because the upstream is trusted.
const MIN_MEAN_CHUNK_BYTES = 32;

/** The result of parsing a body. */
interface ParsedBody {
  /** `undefined` where it is empty, not UTF-8, not JSON, or too long. */
  readonly json: unknown;
  /** The memory budget is exhausted: the value is to be dropped once the outcome of its write is known. */
  readonly isSurplus: boolean;
}

/**
 * Collects the body of one response, and counts it against the memory budget of its request. Once that is exhausted, a
 * read is given up; of the response to a write, enough is kept to know the outcome if it is small.
 */
export class ResponseBody {
  readonly #bytes = new GrowingBytes(MAX_GRAPH_RESPONSE_BYTES);
  readonly #memory: RequestMemory;
  readonly #isOfWrite: boolean;
  /** Bytes counted so far: the length announced or received, then the estimated size of the parsed value. */
  #counted = 0;
  #isDropped = false;
  readonly #chunks = new ChunkCount(MIN_MEAN_CHUNK_BYTES);

  constructor(memory: RequestMemory, isOfWrite: boolean) {
    this.#memory = memory;
    this.#isOfWrite = isOfWrite;
  }

  /**
   * Counts the announced length up front, so that of many large responses some are given up early, and not all of them
   * late. False if the response is to be given up: a read that exceeds the budget.
   */
  announce(contentLength: string | undefined): boolean {
    const length = Math.min(Number(contentLength) || 0, MAX_GRAPH_RESPONSE_BYTES);
    return this.#count(length) || this.#isOfWrite;
  }

  /** Whether it arrives in chunks so small that handling them costs more than their content. */
  get isShredded(): boolean {
    return this.#chunks.areTooSmall;
  }

  /** Keeps a chunk, unless it is not needed any more; false for a read that exceeds the budget. */
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

  /** Estimates the memory of the parsed value, in bytes. */
  heapBytes(): number {
    return heapBytes(this.#bytes.all());
  }

  /** Parses the body, and counts its value, of `heap` bytes; `undefined` for a read that exceeds the budget. */
  parse(heap: number, isError: boolean): ParsedBody | undefined {
    const isSurplus = !this.#count(heap) || (this.#isDropped && !isError);
    if (isSurplus && !this.#isOfWrite) return undefined;
    const isTooMuch = isSurplus && heap > MAX_SURPLUS_HEAP_BYTES;
    return { json: isTooMuch ? undefined : readJson(this.#bytes.all()), isSurplus };
  }

  /** Releases the body; chunks that arrive later are not kept. */
  drop(): void {
    this.#isDropped = true;
    this.#bytes.drop();
  }

  /** Raises the memory counted to `bytes` in total; false if that exceeds the budget. */
  #count(bytes: number): boolean {
    const more = bytes - this.#counted;
    if (more <= 0) return true;
    if (!this.#memory.add(more)) return false;
    this.#counted = bytes;
    return true;
  }
}
