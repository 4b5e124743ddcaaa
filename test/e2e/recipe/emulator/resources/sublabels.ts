import { Collection } from '../collection.ts';
import type { EntityType } from '../entityType.ts';
import type { GraphContext } from '../graphContext.ts';
import { notFound } from '../graphErrors.ts';
import { entityResponse, pageResponse } from '../odataResponses.ts';
import { perTenant } from '../perTenant.ts';
import type { EmulatedResource } from '../resource.ts';
import { find } from './labels.ts';

interface StoredSublabel {
  readonly id: string;
  readonly name: string;
}

/** By the id of the label above them. */
const sublabels = perTenant(
  () =>
    new Map<string, Collection<StoredSublabel>>([
      ['hr', collection('Absence', 'Pay', 'Training')],
      ['legal', collection('Contracts')],
    ]),
);

const sublabel: EntityType<StoredSublabel> = {
  name: 'microsoft.graph.sublabel',
  properties: { id: {}, name: {} },
};

/** Labels below labels. */
export const resource: EmulatedResource = {
  routes: () => ({
    '/external/labels/:id/sublabels': {
      GET: (c) => pageResponse(c, 'external/labels/sublabels', sublabel, below(c)),
    },
    '/external/labels/:id/sublabels/:sublabelId': {
      GET: (c) => {
        const found = below(c).get(c.req.param('sublabelId') ?? '');
        if (!found) throw notFound('Sublabel');
        return entityResponse(c, 'external/labels/sublabels/$entity', sublabel, found);
      },
    },
  }),
};

function collection(...names: string[]): Collection<StoredSublabel> {
  return new Collection(names.map((name, index) => ({ id: String(index + 1), name })));
}

function below(c: GraphContext): Collection<StoredSublabel> {
  return sublabels(c).get(find(c).id) ?? new Collection();
}
