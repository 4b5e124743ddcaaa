import { z } from 'zod';
import { GraphFailure } from './errors.ts';
import type { Reply } from './transport.ts';

/** What a kind of resource needs so that it can be read, listed and written. */
export interface Resource<T> {
  /** Turns Graph's JSON into the model, or refuses it. */
  readonly shape: z.ZodType<T>;
  /** The same for a page of it. */
  readonly page: z.ZodType<{ value: T[]; '@odata.nextLink'?: string | null | undefined }>;
  /** The setting that says where it is, named when it is not found there. */
  readonly setting: string;
}

export function defineResource<T>(shape: z.ZodType<T>, setting: string): Resource<T> {
  const page = z.object({ value: z.array(shape), '@odata.nextLink': z.string().nullish() });
  return { shape, page, setting };
}

/**
 * The object in the body of a 2xx reply.
 *
 * @throws {GraphFailure} `UPSTREAM_INVALID_RESPONSE`
 */
export function readObject<T>(json: unknown, { shape }: Resource<T>): T {
  const parsed = shape.safeParse(unwrapped(json));
  if (parsed.success) return parsed.data;
  throw invalidResponse(problem(parsed.error));
}

/** The id in an object, whatever else is wrong with it. */
export function readId(json: unknown): string | undefined {
  const object = unwrapped(json);
  return isRecord(object) && typeof object.id === 'string' ? object.id : undefined;
}

export function isSuccess(reply: Reply): reply is Extract<Reply, { kind: 'complete' }> {
  return reply.kind === 'complete' && reply.status >= 200 && reply.status < 300;
}

export function invalidResponse(what: string): GraphFailure {
  return new GraphFailure('UPSTREAM_INVALID_RESPONSE', `Microsoft Graph's answer is not usable: ${what}.`);
}

/** Where an answer differs from what was expected; never its values. */
export function problem(error: z.ZodError): string {
  const [issue] = error.issues;
  if (issue === undefined || issue.path.length === 0) return 'no JSON object was found in it';
  return `"${issue.path.join('.')}" is missing or of the wrong type`;
}

/** Some of Graph's pages wrap a single object as `{"value": {…}}`. */
function unwrapped(json: unknown): unknown {
  return isRecord(json) && json.id === undefined && isRecord(json.value) ? json.value : json;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
