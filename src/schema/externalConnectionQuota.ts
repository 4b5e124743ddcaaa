import {
  type ExternalConnectionQuota as ExternalConnectionQuotaModel,
  getExternalConnectionQuota,
} from '../msgraph/externalConnectionQuota.ts';
import { builder } from './builder.ts';
import { ExternalConnection } from './externalConnection.ts';
import { SafeInt } from './scalars.ts';
import { READS_GRAPH } from './valueSize.ts';

const ExternalConnectionQuota = builder
  .objectRef<ExternalConnectionQuotaModel>('ExternalConnectionQuota')
  .implement({
    description: 'How many items an external connection can still take.',
    fields: (t) => ({
      itemsRemaining: t.expose('itemsRemaining', {
        type: SafeInt,
        description:
          'Number of items that can still be added, by the quotas of the connection and of the tenant.',
      }),
    }),
  });

builder.objectField(ExternalConnection, 'quota', (t) =>
  t.field({
    type: ExternalConnectionQuota,
    description: 'The quota of the connection. Microsoft Graph returns it to application permissions only.',
    ...READS_GRAPH,
    resolve: ({ id }, _args, { graph }) => getExternalConnectionQuota(graph, id),
  }),
);
