import type { ResourceId } from '../../msgraph/path.ts';
import { resourceId } from '../arguments.ts';
import { badUserInput } from '../errors.ts';
import { type Entity, entities } from './entities.ts';

/** What a gateway knows of an entity: its type and its key. */
export interface Representation {
  readonly entity: Entity;
  readonly id: ResourceId;
}

/**
 * Reads one item of `representations`. Other fields than `__typename` and `id` are of no interest: nothing here
 * is computed from what another service has.
 *
 * @throws {GraphQLError} `BAD_USER_INPUT` with the item's place in `argument`: `representations[3].id`
 * @see https://www.apollographql.com/docs/graphos/schema-design/federated-schemas/reference/subgraph-spec#resolve-requests-for-entities
 */
export function parseRepresentation(value: unknown, index: number): Representation {
  const argument = `representations[${index}]`;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw badUserInput(argument, 'expected an object with __typename and id.');
  }
  const typename: unknown = Reflect.get(value, '__typename');
  const entity = typeof typename === 'string' ? entities.get(typename) : undefined;
  if (entity === undefined) {
    throw badUserInput(`${argument}.__typename`, `expected one of ${[...entities.keys()].join(', ')}.`);
  }
  const id: unknown = Reflect.get(value, 'id');
  if (typeof id !== 'string') throw badUserInput(`${argument}.id`, 'expected a string.');
  return { entity, id: resourceId(id, `${argument}.id`) };
}
