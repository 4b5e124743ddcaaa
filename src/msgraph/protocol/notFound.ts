import { readGraphError } from './errorBody.ts';
import type { Reply } from './reply.ts';

/** Whether Graph knows the collection and reports that the item does not exist. */
export function isAbsence(reply: Reply): boolean {
  if (reply.kind !== 'complete' || reply.status !== 404) return false;
  const error = readGraphError(reply.json);
  return error !== undefined && !isUnknownSegment(error.message);
}

/** Whether a message is Graph's for a path that does not exist, which it sends with 400 or 404. */
export function isUnknownSegment(message: string | undefined): boolean {
  return message?.startsWith('Resource not found for the segment') ?? false;
}
