import SchemaBuilder from '@pothos/core';
import ComplexityPlugin from '@pothos/plugin-complexity';
import type { GatewayContext } from '../context.ts';

/** The schema's builder: every output field is nullable unless it says otherwise. */
export const builder = new SchemaBuilder<{
  Context: GatewayContext;
  DefaultFieldNullability: true;
  Scalars: { ID: { Input: string; Output: string } };
}>({
  plugins: [ComplexityPlugin],
  // The plugin is here for what fields cost; that is held against the limit before anything is executed.
  complexity: { disabled: true },
});

builder.queryType({
  description:
    'Everything that can be read. Each field answers with what the caller of the request may see in their own ' +
    'Microsoft 365 organisation, and with null next to an error when Microsoft Graph refuses.',
});

builder.mutationType({
  description:
    'Everything that can be changed. Each field is one documented request to Microsoft Graph, sent again only ' +
    'when Graph has asked to wait or nothing of it has left; the fields of one operation run one after the other. An error carries ' +
    '`extensions.outcome`: NOT_APPLIED, APPLIED or UNKNOWN.',
});
