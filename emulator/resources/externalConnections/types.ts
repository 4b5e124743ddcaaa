import type { TypeModel } from '../../odataTypes.ts';

const serviceNamespace = 'microsoft.substrateConnectors.';

const types = (
  'externalConnection configuration activitySettings urlToItemResolverBase itemIdResolver urlMatchInfo ' +
  'searchSettings complianceSettings displayTemplate propertyRule schema property rankingHint'
).split(' ');

/** The connectors service's types that requests can have. */
export const connectorsModel: TypeModel = {
  types: new Set(types.map(graphType)),
  untyped: new Set(['layout']),
  serviceName: (type) => type.replace(/^microsoft\.graph\.(?:externalConnectors\.)?/, serviceNamespace),
};

/** The model of the draft page of `$ref`, which has the names of 2019. */
export const draftModel: TypeModel = {
  ...connectorsModel,
  types: new Set([
    ...connectorsModel.types,
    'microsoft.graph.externalConnection',
    'microsoft.graph.configuration',
  ]),
};

/** A type's name in Graph. */
export function graphType(name: string): string {
  return `microsoft.graph.externalConnectors.${name}`;
}

/** A type's name in the service's own model, which its error messages have. */
export function serviceType(name: string): string {
  return `${serviceNamespace}${name}`;
}
