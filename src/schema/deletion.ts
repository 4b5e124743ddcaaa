import type { Deletion } from '../msgraph/resource.ts';
import { builder } from './builder.ts';

/** How far a deletion is. */
export const DeletionStatus = builder.enumType('GraphDeletionStatus', {
  description: 'How far a deletion is.',
  values: {
    ACCEPTED: {
      value: 'accepted',
      description:
        'Microsoft Graph deletes the object in the background (202). It can still be read until it is gone: look it ' +
        'up until it is null. A second deletion before that is rejected.',
    },
    COMPLETED: { value: 'completed', description: 'The object is deleted (204).' },
  } as const,
});

export interface DeletionPayload {
  readonly id: string;
  readonly status: Deletion;
}

/** The payload of a mutation that deletes an object by its id. */
export function deletionPayload(name: string, description: string) {
  return builder.objectRef<DeletionPayload>(name).implement({
    description,
    fields: (t) => ({
      id: t.exposeID('id', { nullable: false, description: 'Identifier of the deleted object.' }),
      status: t.expose('status', {
        type: DeletionStatus,
        description: 'Whether the object is deleted, or being deleted.',
      }),
    }),
  });
}
