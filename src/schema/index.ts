import { builder } from './builder.ts';
import { lookupFields } from './supergraph/lookups.ts';
import { withQueryFields } from './supergraph/queryFields.ts';
import './externalConnection.ts';
import './newExternalConnection.ts';
import './privateEndpointConnection.ts';

const resources = builder.toSchema();

resources.description =
  'Two resources of Microsoft Graph beta, external connections and private endpoint connections, read and ' +
  'written with the token of whoever asks. Their names end in "Connection" because Microsoft\'s do; lists are ' +
  '`…Page { nodes pageInfo }`. Every root field can be null, so that one failure leaves the other answers alone.';

/** The gateway's schema, sorted. What is served has a subgraph's fields beside it: see `supergraph/`. */
export const schema = withQueryFields(resources, lookupFields(resources));
