import { present } from '../json/values.ts';
import type { Session } from './calls/session.ts';
import type { WriteRequest, WriteResult } from './calls/writeRequest.ts';
import type { Endpoint, Resource } from './defineResource.ts';
import { nextCursor, type Page, type PageRequest } from './page.ts';
import { AT_CAPACITY, GraphFailure, invalidResponse } from './protocol/errors.ts';
import { isAbsence } from './protocol/notFound.ts';
import { type GraphPath, queryPath, type ResourceId } from './protocol/path.ts';
import { isSuccess } from './protocol/reply.ts';
import { readObject, readPage, withHint, withUnauthorizedHint, withUnknownPath } from './resourceReply.ts';

/**
 * Reads one object; `null` where Graph itself reports that it does not exist.
 *
 * @param id - of the object, unless it is a singleton
 * @throws {GraphFailure} also for a 404 that Graph did not write: a mistyped upstream is not an absent object.
 */
export async function find<T>(
  graph: Session,
  path: GraphPath,
  resource: Resource<T>,
  id?: ResourceId,
): Promise<T | null> {
  const reply = await graph.read(path);
  if (isSuccess(reply)) return readObject(reply.json, resource, graph.errorBudget, id);
  if (isAbsence(reply)) return null;
  throw withUnauthorizedHint(withUnknownPath(graph.failure(reply), resource), resource);
}

/**
 * Reads one page of a collection, filtered if a query option made by `equalsFilter` is given. The filter is sent with
 * every page, since a cursor has the paging parameters alone.
 *
 * @see https://learn.microsoft.com/graph/paging
 * @throws {GraphFailure}
 */
export async function list<T>(
  graph: Session,
  collection: GraphPath,
  resource: Resource<T>,
  { first, after }: PageRequest,
  filter?: string,
): Promise<Page<T>> {
  const paging = after?.query ?? (first === undefined ? undefined : `$top=${first}`);
  const query = [filter, paging].filter((part) => part !== undefined).join('&');
  const reply = await graph.read(queryPath(collection, query));
  if (!isSuccess(reply)) {
    // Below an item, the 404 may be about the item rather than the path.
    throw resource.nested && isAbsence(reply)
      ? graph.failure(reply)
      : withUnknownPath(graph.failure(reply), resource);
  }
  const { items, nextLink } = readPage(reply.json, resource, graph.errorBudget);
  const next = nextLink === null ? null : nextCursor(graph.url + collection, nextLink, filter);
  return { items, next };
}

/** One write, as documented. */
export interface Write extends Omit<WriteRequest, 'confirmedBy'> {
  readonly method: 'POST' | 'PATCH';
  /** What to read after a 204; without it, a 204 is a failure, since there is no object to return. */
  readonly reread?: GraphPath;
}

/**
 * Writes, and returns the object as Graph has it afterwards.
 *
 * @throws {GraphFailure}
 */
export async function write<T>(graph: Session, operation: Write, resource: Resource<T>): Promise<T> {
  const { reply, outcome } = await graph.write({ ...operation, confirmedBy: 'object' });
  if (!isSuccess(reply)) throw failedWrite(graph, { reply, outcome }, operation, resource);
  if (reply.isSurplus) {
    const [code, , facts] = AT_CAPACITY;
    const what = outcome === 'APPLIED' ? 'The write succeeded' : 'The write may have been applied';
    throw new GraphFailure(code, `${what}, but the gateway has no room for its result now: read it.`, facts);
  }
  if (reply.status === 204) return reread(graph, operation, resource);
  try {
    return readObject(reply.json, resource, graph.errorBudget, operation.id);
  } catch (error) {
    throw error instanceof GraphFailure ? unreadResult(graph, error, { reply, outcome }, operation) : error;
  }
}

/** Whether Graph has completed a deletion, or is still carrying it out. */
export type Deletion = 'accepted' | 'completed';

/** One deletion, as documented. */
interface Removal extends Omit<WriteRequest, 'confirmedBy'> {
  readonly method: 'DELETE';
}

/**
 * Deletes, and returns whether the deletion is accepted (202) or completed (204).
 *
 * @throws {GraphFailure}
 */
export async function remove<T>(
  graph: Session,
  operation: Removal,
  resource: Resource<T>,
): Promise<Deletion> {
  const { reply, outcome } = await graph.write({ ...operation, confirmedBy: 'acceptance' });
  if (outcome === 'APPLIED') return reply.kind !== 'none' && reply.status === 202 ? 'accepted' : 'completed';
  throw failedWrite(graph, { reply, outcome }, operation, resource);
}

async function reread<T>(graph: Session, { reread: path, id }: Write, resource: Resource<T>): Promise<T> {
  if (path === undefined) throw invalidResponse('it is empty, and not the object that was created');
  const reply = await graph.read(path);
  if (isSuccess(reply)) return readObject(reply.json, resource, graph.errorBudget, id);
  const { code, message, facts } = graph.failure(reply);
  throw new GraphFailure(code, `The write succeeded, but its result could not be read. ${message}`, facts);
}

/** The failure of a write whose response cannot be read, with the request ids that Microsoft's support asks for. */
function unreadResult(
  graph: Session,
  { code, message }: GraphFailure,
  { reply, outcome }: WriteResult,
  operation: Write,
): GraphFailure {
  const { status = 0, requestId, clientRequestId } = graph.failure(reply).facts.graph ?? {};
  const failure = new GraphFailure(code, message, {
    graph: { status, ...present({ requestId, clientRequestId }) },
  });
  return outcome === 'UNKNOWN' ? withHint(failure, hintOf(operation)) : failure;
}

function hintOf({ method, id }: Pick<Write | Removal, 'method' | 'id'>): string {
  const what = method === 'POST' && id === undefined ? 'look for the object in the list' : 'read the object';
  return `The write may have been applied: ${what} before you retry.`;
}

/** The failure of a write that is not applied, or not known to be. */
export function failedWrite(
  graph: Session,
  { reply, outcome }: WriteResult,
  operation: Pick<Write | Removal, 'method' | 'id'>,
  resource: Endpoint,
): GraphFailure {
  const { method, id } = operation;
  const failure = graph.failure(reply);
  const { code } = failure;
  const isUnknown = outcome === 'UNKNOWN';
  if (method === 'POST' && failure.facts.graph?.status === 409) {
    return withHint(failure, 'An earlier attempt may have created the object: read it before you retry.');
  }
  if (method === 'DELETE' && isUnknown && (code === 'NOT_FOUND' || code === 'CONFLICT')) {
    return withHint(failure, 'An earlier attempt of the gateway may have deleted the object: read it.');
  }
  const isItem = id !== undefined && method !== 'POST';
  const isAbsent = isAbsence(reply);
  // The 404 may be about the item rather than its path.
  const located = isItem && isAbsent ? failure : withUnknownPath(failure, resource);
  const isMissingSingleton = isAbsent && !isItem && method !== 'POST';
  const noted = isMissingSingleton ? withHint(located, 'There may be none in the tenant: read it.') : located;
  const told = isUnknown ? withHint(noted, hintOf(operation)) : noted;
  return isItem ? withUnauthorizedHint(told, resource) : told;
}
