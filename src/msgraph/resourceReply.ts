import type { Endpoint, Resource } from './defineResource.ts';
import { readGraphError } from './errorBody.ts';
import type { ErrorBudget } from './errorBudget.ts';
import { GraphFailure, invalidResponse } from './errors.ts';
import { isRecord } from './json.ts';
import type { Reply } from './reply.ts';
import { Mismatch } from './shape.ts';

// What a reply means for the resource that was asked for.

/** Adds what else a 401 on an item can mean, unless a claims challenge says that it is about the token. */
export function withUnauthorizedHint(failure: GraphFailure, { unauthorizedHint }: Endpoint): GraphFailure {
  if (failure.code !== 'UNAUTHENTICATED' || unauthorizedHint === undefined) return failure;
  return failure.facts.claims === undefined ? withHint(failure, unauthorizedHint) : failure;
}

export function withHint(failure: GraphFailure, hint: string): GraphFailure {
  const { code, message, facts, unknownPathOf } = failure;
  return new GraphFailure(code, `${message} ${hint}`, facts, unknownPathOf);
}

/** Whether Graph knows the collection and reports that the item does not exist. */
export function isAbsence(reply: Reply): boolean {
  if (reply.kind !== 'complete' || reply.status !== 404) return false;
  const error = readGraphError(reply.json);
  return error !== undefined && !isUnknownSegment(error.message);
}

/** Marks a failure where Graph does not know the path, as opposed to the item. */
export function withUnknownPath(failure: GraphFailure, { name }: Endpoint): GraphFailure {
  const { graph } = failure.facts;
  if (graph?.status !== 404 && !isUnknownSegment(graph?.message)) return failure;
  return new GraphFailure(failure.code, failure.message, failure.facts, name);
}

/** Graph's words, with 400 or 404, for a path that it does not have. */
export function isUnknownSegment(message: string | undefined): boolean {
  return message?.startsWith('Resource not found for the segment') ?? false;
}

/**
 * Reads one object: the one with this id, where it is known.
 *
 * @throws {GraphFailure} `UPSTREAM_INVALID_RESPONSE`
 */
export function readObject<T>(json: unknown, { shape }: Resource<T>, errors: ErrorBudget, id?: string): T {
  const read = shape(unwrapped(json), errors);
  if (read instanceof Mismatch) throw unreadable(read);
  if (id !== undefined && !isObject(json, id))
    throw invalidResponse('"id" is not the one that was asked for');
  return read;
}

/**
 * Reads one page of a collection.
 *
 * @throws {GraphFailure} `UPSTREAM_INVALID_RESPONSE`
 */
export function readPage<T>(
  json: unknown,
  { items: shape }: Resource<T>,
  errors: ErrorBudget,
): { items: T[]; nextLink: string | null } {
  if (!isRecord(json)) throw unreadable(new Mismatch());
  const items = shape(json.value, errors);
  if (items instanceof Mismatch) throw unreadable(new Mismatch('value', ...items.path));
  const nextLink = json['@odata.nextLink'] ?? null;
  if (nextLink !== null && typeof nextLink !== 'string') {
    throw unreadable(new Mismatch('@odata.nextLink'));
  }
  return { items, nextLink };
}

/** Whether it is the object with this id, or has any where that is not known. */
export function isObject(json: unknown, id: string | undefined): boolean {
  const given = readId(json);
  return id === undefined ? given !== undefined : given !== undefined && isSameId(given, id);
}

/** Whether case counts is documented nowhere, and another object's id differs in more. */
export function isSameId(one: string, other: string): boolean {
  // Graph's may be megabytes long, and is compared for each alias.
  return one.length === other.length && one.toLowerCase() === other.toLowerCase();
}

/** The id in an object, whatever else is wrong with it. */
export function readId(json: unknown): string | undefined {
  const object = unwrapped(json);
  return isRecord(object) && typeof object.id === 'string' ? object.id : undefined;
}

function unreadable({ path }: Mismatch): GraphFailure {
  return invalidResponse(
    path.length === 0
      ? 'it is not the expected JSON object'
      : `"${path.join('.')}" is missing or of the wrong type`,
  );
}

/** Some of Graph's pages wrap a single object as `{"value": {…}}`. */
function unwrapped(json: unknown): unknown {
  return isRecord(json) && json.id === undefined && isRecord(json.value) ? json.value : json;
}
