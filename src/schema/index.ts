import { builder } from './builder.ts';
import './externalConnection.ts';
import './privateEndpointConnection.ts';

/** The gateway's schema, sorted. */
export const schema = builder.toSchema();

schema.description =
  'Two resources of Microsoft Graph beta, external connections and private endpoint connections, read and ' +
  'written with the token of whoever asks. Their names end in "Connection" because Microsoft\'s do; lists are ' +
  '`…Page { nodes pageInfo }`. Every root field can be null, so that one failure leaves the other answers alone.';
