import { randomUUID } from 'node:crypto';
import type { EntityType } from '../entityType.ts';
import type { GraphContext } from '../graphContext.ts';
import { GraphError, notFound } from '../graphErrors.ts';
import { readJsonObject } from '../jsonBody.ts';
import { entityResponse, pageResponse } from '../odataResponses.ts';
import { collectionPerTenant } from '../perTenant.ts';
import { stringOf } from '../properties.ts';
import type { EmulatedResource } from '../resource.ts';

interface StoredLabel {
  readonly id: string;
  readonly name: string;
  readonly words: readonly string[];
}

const labels = collectionPerTenant<StoredLabel>([
  { id: 'hr', name: 'Human resources', words: ['leave', 'salary', 'training'] },
  { id: 'legal', name: 'Legal', words: [] },
  { id: 'sales', name: 'Sales', words: [] },
]);

const label: EntityType<StoredLabel> = {
  name: 'microsoft.graph.label',
  properties: { id: {}, name: {}, words: {} },
};

/** Labels, which Microsoft Graph does not have. */
export const resource: EmulatedResource = {
  routes: () => ({
    '/external/labels': {
      GET: (c) => pageResponse(c, 'external/labels', label, labels(c)),
      POST: create,
    },
    '/external/labels/:id': { GET: (c) => entityResponse(c, 'external/labels/$entity', label, find(c)) },
  }),
};

/** The label in a request's path. */
export function find(c: GraphContext): StoredLabel {
  const found = labels(c).get(c.req.param('id') ?? '');
  if (!found) throw notFound('Label');
  return found;
}

async function create(c: GraphContext): Promise<Response> {
  const name = stringOf(await readJsonObject(c), 'name') ?? '';
  if (name === 'Taken')
    throw new GraphError({ status: 409, code: 'NameAlreadyExists', message: 'It exists.' });
  const created = { id: randomUUID(), name, words: [] };
  labels(c).set(created);
  return entityResponse(c, 'external/labels/$entity', label, created, 201);
}
