import { GraphFailure, outcomeOf } from './errors.ts';
import type { GraphPath } from './path.ts';
import { isAbsence, located } from './read.ts';
import { invalidResponse, isSuccess, type Resource, readId, readObject } from './resource.ts';
import type { Session } from './session.ts';
import type { Reply } from './transport.ts';

/** One write, as documented. */
export interface Write {
  readonly method: 'POST' | 'PATCH';
  readonly path: GraphPath;
  readonly body: object;
  /** Where a 204 is followed by a read; without it a 204 leaves nothing to return. */
  readonly reread?: GraphPath;
  /** The id of what is written, where it is known beforehand. */
  readonly id?: string;
}

/**
 * Writes and returns the object as Graph has it afterwards.
 *
 * @throws {GraphFailure} always with the write's `outcome`.
 */
export async function write<T>(graph: Session, operation: Write, resource: Resource<T>): Promise<T> {
  const reply = await graph.write(operation.method, operation.path, operation.body);
  try {
    if (!isSuccess(reply)) throw refusal(graph.failure(reply), reply, operation, resource);
    if (reply.status !== 204) return readObject(reply.json, resource);
    return await reread(graph, operation, resource);
  } catch (error) {
    if (!(error instanceof GraphFailure)) throw error;
    const outcome = outcomeOf(reply);
    const id = operation.id ?? (reply.kind === 'complete' ? readId(reply.json) : undefined);
    const tellsId = outcome === 'APPLIED' && id !== undefined && !graph.revealsToken(id);
    throw error.with(tellsId ? { outcome, resourceId: id } : { outcome });
  }
}

async function reread<T>(graph: Session, { reread: path }: Write, resource: Resource<T>): Promise<T> {
  if (path === undefined) throw invalidResponse('it is empty, and does not say what was made');
  const reply = await graph.readFresh(path);
  if (isSuccess(reply)) return readObject(reply.json, resource);
  const { code, message, facts } = graph.failure(reply);
  throw new GraphFailure(code, `The change has been made; only reading it back failed. ${message}`, facts);
}

function refusal<T>(
  failure: GraphFailure,
  reply: Reply,
  operation: Write,
  resource: Resource<T>,
): GraphFailure {
  if (operation.method === 'POST' && failure.code === 'CONFLICT') {
    const hint = 'An earlier attempt may have made it: read it before you try again.';
    return new GraphFailure(failure.code, `${failure.message} ${hint}`, failure.facts);
  }
  const itemIsMissing = operation.method === 'PATCH' && operation.id !== undefined && isAbsence(reply);
  return itemIsMissing ? failure : located(failure, resource);
}
