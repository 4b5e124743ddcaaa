import { readGraphError } from './errorDetails.ts';
import { GraphFailure } from './errors.ts';
import type { GraphPath } from './path.ts';
import { isSuccess, type Resource, readObject } from './resource.ts';
import type { Session } from './session.ts';
import type { Reply } from './transport.ts';

/**
 * Reads one object by its path; `null` where Graph itself says that there is none.
 *
 * @throws {GraphFailure} also for a 404 that Graph did not write: a mistyped upstream is not "no such thing".
 */
export async function find<T>(graph: Session, path: GraphPath, resource: Resource<T>): Promise<T | null> {
  const reply = await graph.read(path);
  if (isSuccess(reply)) return readObject(reply.json, resource);
  if (isAbsence(reply)) return null;
  throw located(graph.failure(reply), resource);
}

/** Whether Graph knows the collection and says that there is no such item in it. */
export function isAbsence(reply: Reply): boolean {
  if (reply.kind !== 'complete' || reply.status !== 404) return false;
  const error = readGraphError(reply.json);
  return error !== undefined && !isUnknownSegment(error.message);
}

/** Adds the settings to look at, where the address rather than an item is missing. */
export function located(failure: GraphFailure, { setting }: { readonly setting: string }): GraphFailure {
  const { graph } = failure.facts;
  if (graph?.status !== 404 && !isUnknownSegment(graph?.message)) return failure;
  const hint = `Nothing is at that address: check the gateway's settings GRAPH_URL and ${setting}.`;
  return new GraphFailure(failure.code, `${failure.message} ${hint}`, failure.facts);
}

/** Graph's words, with 400 or 404, for a path that it does not have at all. */
function isUnknownSegment(message: string | undefined): boolean {
  return message?.startsWith('Resource not found for the segment') ?? false;
}
