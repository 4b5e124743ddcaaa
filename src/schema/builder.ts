import SchemaBuilder from '@pothos/core';
import ComplexityPlugin from '@pothos/plugin-complexity';
import type { Session } from '../msgraph/calls/session.ts';
import type { ValueBudget } from './valueBudget.ts';
import type { Watch } from './watch.ts';

/** What resolvers get: the caller's session with Graph, and limits; nothing else of the request. */
export interface GatewayContext {
  readonly graph: Session;
  readonly valueBudget: ValueBudget;
  /** The maximum number of different keys that one field reads. */
  readonly maxKeys: number;
  /** For the fields of subscriptions: polls with a session of its own for each read. */
  readonly watch: Watch;
}

/** The schema's builder: every output field is nullable unless it says otherwise. */
export const builder = new SchemaBuilder<{
  Context: GatewayContext;
  DefaultFieldNullability: true;
  Scalars: {
    ID: { Input: string; Output: string };
    JSON: { Input: unknown; Output: unknown };
    SafeInt: { Input: number; Output: number };
  };
}>({
  plugins: [ComplexityPlugin],
  // The plugin declares what fields cost; the limit is applied before execution.
  complexity: { disabled: true },
});

builder.queryType({
  description:
    'Reads. Each field returns what the caller may see in their own Microsoft 365 tenant, or null and an error.',
});

builder.mutationType({
  description:
    'Writes. Each field is one documented request to Microsoft Graph; the fields of one operation run one after ' +
    'the other. A create or an update is retried only after a 429, or if no byte of it was sent; a deletion also after ' +
    'a failure of the service or of the network. Every error has `extensions.outcome`: NOT_APPLIED, APPLIED or ' +
    'UNKNOWN.',
});

builder.subscriptionType({
  description:
    'Events, as a stream of server-sent events. An error that a later attempt may mend does not end a stream.',
});
