import { isRecord } from '../json/values.ts';
import type { Endpoint, Resource } from './defineResource.ts';
import type { ErrorBudget } from './protocol/errorBudget.ts';
import { GraphFailure, INVALID_TOKEN, invalidResponse } from './protocol/errors.ts';
import { isUnknownSegment } from './protocol/notFound.ts';
import { isObject, unwrapped } from './protocol/objectId.ts';
import { Mismatch } from './shape.ts';

// What a reply means for the resource that was asked for.

/** Adds what else a 401 on an item can mean, unless a claims challenge or its code says that it is about the token. */
export function withUnauthorizedHint(failure: GraphFailure, { unauthorizedHint }: Endpoint): GraphFailure {
  const { code, facts } = failure;
  if (code !== 'UNAUTHENTICATED' || unauthorizedHint === undefined) return failure;
  const isAboutToken = facts.claims !== undefined || facts.graph?.code === INVALID_TOKEN;
  return isAboutToken ? failure : withHint(failure, unauthorizedHint);
}

export function withHint(failure: GraphFailure, hint: string): GraphFailure {
  const { code, message, facts, unknownPathOf } = failure;
  return new GraphFailure(code, `${message} ${hint}`, facts, unknownPathOf);
}

/** Marks a failure with the name of the resource if Graph does not know its path, as opposed to the item. */
export function withUnknownPath(failure: GraphFailure, { name }: Endpoint): GraphFailure {
  const { graph } = failure.facts;
  if (graph?.status !== 404 && !isUnknownSegment(graph?.message)) return failure;
  return new GraphFailure(failure.code, failure.message, failure.facts, name);
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

function unreadable({ path }: Mismatch): GraphFailure {
  return invalidResponse(
    path.length === 0
      ? 'it is not the expected JSON object'
      : `"${path.join('.')}" is missing or of the wrong type`,
  );
}
