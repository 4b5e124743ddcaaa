import { isRecord } from '../../json/values.ts';
import { isResourceId, RESOURCE_ID_RULE } from '../../msgraph/protocol/path.ts';
import { type Entity, type EntityKey, entities } from './entities.ts';
import type { InvalidKey } from './keys.ts';

/** What a gateway knows of an entity: its type and its key. */
export interface Representation {
  readonly entity: Entity;
  readonly key: EntityKey;
}

/**
 * Reads one item of `representations`. Fields beside `__typename` and the key are ignored: nothing here is computed
 * from what another service has.
 *
 * @see https://www.apollographql.com/docs/graphos/schema-design/federated-schemas/reference/subgraph-spec#resolve-requests-for-entities
 */
export function parseRepresentation(value: unknown): Representation | InvalidKey {
  if (!isRecord(value)) {
    return { field: '', expected: 'expected an object with __typename and the key.' };
  }
  const typename = value.__typename;
  const entity = typeof typename === 'string' ? entities.get(typename) : undefined;
  if (entity === undefined) {
    return { field: '.__typename', expected: `expected one of ${[...entities.keys()].join(', ')}.` };
  }
  const key: Record<string, EntityKey[string]> = {};
  for (const field of entity.key) {
    const id = value[field];
    if (typeof id !== 'string') return { field: `.${field}`, expected: 'expected a string.' };
    if (!isResourceId(id)) return { field: `.${field}`, expected: `expected ${RESOURCE_ID_RULE}.` };
    key[field] = id;
  }
  return { entity, key };
}
