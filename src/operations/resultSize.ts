import { type ExecutionResult, GraphQLError } from 'graphql';
import { hasMoreValues } from '../json/valueCount.ts';
import { isRecord } from '../json/values.ts';
import { limitExceeded } from '../schema/errors.ts';
import { MAX_VALUES } from '../schema/valueBudget.ts';

/** Larger results are measured and serialized in their caller's turn. */
const LARGE_BYTES = 1_000_000;

/**
 * Whether an execution's data may have more than a megabyte, more than `maxBytes`, or tens of thousands of values. The
 * estimate takes microseconds.
 */
export function isLarge({ data }: ExecutionResult, maxBytes: number): boolean {
  return bytesLeft(data ?? null, Math.min(LARGE_BYTES, maxBytes), weighed) < 0;
}

/** Returns the result if its data has at most `maxBytes` and 100,000 values, else errors in place of the data. */
export function withinLimits(
  result: ExecutionResult,
  maxBytes: number,
  isMutation: boolean,
): ExecutionResult {
  const data = result.data ?? null;
  if (hasMoreValues(data, MAX_VALUES))
    return withoutData(result, limitExceeded('responseValues', MAX_VALUES), isMutation);
  if (!exceeds(data, maxBytes)) return result;
  return withoutData(result, limitExceeded('responseBytes', maxBytes), isMutation);
}

/** Replaces the data of a result by an error or, for a mutation, one for each root field whose result is lost. */
export function withoutData(
  { data, errors = [] }: ExecutionResult,
  { message, extensions }: GraphQLError,
  isMutation: boolean,
): ExecutionResult {
  const withErrors = (rejections: readonly GraphQLError[]) => ({
    data: null,
    errors: [...rejections, ...errors],
  });
  if (!isMutation) return withErrors([new GraphQLError(message, { extensions })]);
  const failed = new Set(errors.flatMap(({ path }) => (path?.length === 1 ? path : [])));
  const lost = Object.keys(data ?? {}).filter((field) => !failed.has(field));
  return withErrors(lost.map((field) => new GraphQLError(message, { path: [field], extensions })));
}

interface Measure {
  /** Added for each value. */
  readonly each: number;
  /** The bytes of a text as JSON in UTF-8, without its quotes; any number above `left` if there are more than that. */
  text(text: string, left: number): number;
  number(number: number): number;
}

// The longest escape that JSON has for a UTF-16 unit is `\u0000`, the longest number `-1.2345678901234567e-308`.
const atMost: Measure = { text: (text) => 6 * text.length, number: () => 24, each: 0 };
// A small value takes as long as a string of so many bytes.
const weighed: Measure = { ...atMost, each: 30 };
const atLeast: Measure = { text: (text) => text.length, number: () => 1, each: 0 };
/**
 * Measures a string once if it repeats in a row, since aliases return the same data; others until the limit is
 * exceeded. (V8 hashes strings beyond 16,383 characters by their length alone, so a map of them takes seconds.)
 */
const exactly = (): Measure => {
  let last = '';
  let lastBytes = 0;
  return {
    text: (text, left) => {
      if (text.length > left) return text.length;
      if (text !== last) lastBytes = Buffer.byteLength(JSON.stringify(text)) - 2;
      last = text;
      return lastBytes;
    },
    number: (number) => String(number).length,
    each: 0,
  };
};

/**
 * Whether a value takes more than `maxBytes` as JSON in UTF-8. For most results, the lengths of their strings tell:
 * they are small, or so large that serializing a string that occurs many times would cost too much.
 */
export function exceeds(value: unknown, maxBytes: number): boolean {
  if (bytesLeft(value, maxBytes, atMost) >= 0) return false;
  return bytesLeft(value, maxBytes, atLeast) < 0 || bytesLeft(value, maxBytes, exactly()) < 0;
}

/** What a value leaves of so many bytes. Negative if it needs more, in which case it is not read to its end. */
function bytesLeft(value: unknown, allBytes: number, measure: Measure): number {
  const bytes = allBytes - measure.each;
  if (typeof value === 'string') return bytes - 2 - measure.text(value, bytes);
  if (typeof value === 'number') return bytes - measure.number(value);
  if (!Array.isArray(value) && !isRecord(value)) return bytes - String(value).length;
  // Each item but the first has a comma before it.
  let left = bytes - 1;
  if (Array.isArray(value)) {
    for (const item of value) {
      left = bytesLeft(item, left - 1, measure);
      if (left < 0) return left;
    }
    return value.length === 0 ? left - 1 : left;
  }
  let isEmpty = true;
  for (const name in value) {
    isEmpty = false;
    // With two quotes and a colon.
    left = bytesLeft(value[name], left - 4 - measure.text(name, left), measure);
    if (left < 0) return left;
  }
  return isEmpty ? left - 1 : left;
}
