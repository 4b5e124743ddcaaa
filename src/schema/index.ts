import { defaultFieldResolver } from 'graphql';
import { builder, type GatewayContext } from './builder.ts';
import { countListValues } from './listValues.ts';
import { withLookups } from './supergraph/lookups.ts';
import './externalConnection.ts';
import './externalConnectionOperation.ts';
import './externalConnectionQuota.ts';
import './externalConnectionReadiness.ts';
import './externalConnectionSchema.ts';
import './privateEndpointConnection.ts';

const resources = builder.toSchema();
countListValues(resources);

// Writes are recorded by mutation field, so each field tells the session's ledger that it begins.
for (const field of Object.values(resources.getMutationType()?.getFields() ?? {})) {
  const { resolve = defaultFieldResolver } = field;
  field.resolve = (root, args, context: GatewayContext, info) => {
    context.graph.writes.begin(String(info.path.key));
    return resolve(root, args, context, info);
  };
}

resources.description =
  "External connections and private endpoint connections of Microsoft Graph beta, with the caller's own token. " +
  'Names that end in "Connection" are Microsoft\'s and unrelated to Relay; lists are `…Page { nodes pageInfo }`. ' +
  'Every root field is nullable, so that one failure does not affect the other results.';

/** The gateway's schema, sorted. The served one adds the fields of a subgraph: see `supergraph/`. */
export const schema = withLookups(resources);
