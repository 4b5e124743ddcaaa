import type { Fault } from '../../../../emulator/index.ts';

/** Operations that run directly and through every supergraph, to compare the results. */
export interface Operation {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
  readonly faults?: readonly Fault[];
  /** Runs in a new tenant that contains only what `before` creates. */
  readonly writes?: true;
  /** Documents that are run directly, and first. */
  readonly before?: readonly string[];
}

const CONNECTION = '/external/connections/contosohr';
const CONNECTIONS = '/external/connections';
const ENDPOINT = '5543b42f-b42f-5543-2fb4-43552fb44355';
const settings = `connectorId contentCategory enabledContentExperiences ingestedItemsCount
  activitySettings { urlToItemResolvers { priority itemId urlMatchInfo { baseUrls urlPattern } } }
  searchSettings { searchResultTemplates { id priority layout rules { operation values } } }
  complianceSettings { eDiscoveryResultTemplates { id } }`;
const all = `{ __typename id name description state ${settings} configuration { authorizedAppIds authorizedApps } }`;
const create = (id: string) =>
  `mutation { createExternalConnection(input: { id: "${id}", name: "New" }) { id name state } }`;
const byIds = `query ($ids: [ID!]!) { externalConnectionsById(ids: $ids) ${all} }`;
const many = Array.from({ length: 201 }, (_, i) => `c${i}`);
const rejection = (status: number): Fault => ({
  status,
  body: { error: { code: 'no', message: 'No.' } },
  times: 9,
});

const largeAndNested = {
  ingestedItemsCount: 5_000_000_000,
  searchSettings: {
    searchResultTemplates: [{ layout: { $schema: 'x', '@y': [1.5, [null, {}]], big: 12_345_678_901 } }],
  },
};

export const reads: readonly Operation[] = [
  { query: '{ __typename }' },
  { query: `{ externalConnection(id: "contosohr") ${all} }` },
  { query: `{ a: externalConnection(id: "contosohr") ${all} b: externalConnection(id: "none") ${all} }` },
  { query: `{ externalConnections { nodes ${all} pageInfo { hasNextPage endCursor } } }` },
  {
    query: 'query ($n: Int) { externalConnections(first: $n) { nodes { id } pageInfo { hasNextPage } } }',
    variables: { n: 2 },
  },
  {
    query: `{ privateEndpointConnection(id: "${ENDPOINT}") { id externalPrivateEndpointId privateLinkIds } }`,
  },
  { query: '{ privateEndpointConnections { nodes { id privateLinkIds } pageInfo { hasNextPage } } }' },
  {
    query: `query ($id: ID!, $yes: Boolean!) {
      externalConnection(id: $id) { ...F state @include(if: $yes) } list: externalConnections { nodes { ...F } }
    } fragment F on ExternalConnection { key: id title: name }`,
    variables: { id: 'fabrikamwiki', yes: false },
  },
  { query: byIds, variables: { ids: ['fabrikamwiki', 'none', 'contosohr', 'contosohr'] } },
  { query: byIds, variables: { ids: [] } },
  {
    query: `query ($name: String) { externalConnections(name: $name) { nodes ${all} } }`,
    variables: { name: 'Contoso HR' },
  },
  { query: '{ singletonPrivateEndpointConnection { externalPrivateEndpointId privateLinkIds } }' },
  {
    query:
      '{ externalConnection(id: "x") { ingestedItemsCount searchSettings { searchResultTemplates { layout } } } }',
    faults: [{ status: 200, body: { id: 'x', ...largeAndNested }, times: 9 }],
  },
  { query: `{ privateEndpointConnectionsById(ids: ["none", "${ENDPOINT}"]) { id privateLinkIds } }` },
  {
    query: '{ externalConnection(id: "x") { id name state configuration { authorizedAppIds } } }',
    faults: [{ status: 200, body: { id: 'x', state: 'later' }, times: 9 }],
  },
];

export const failingReads: readonly Operation[] = [
  { query: '{ externalConnection(id: "..") { id } ok: externalConnection(id: "contosohr") { id } }' },
  {
    query:
      '{ a: externalConnections(first: 0) { nodes { id } } b: externalConnections(after: "x") { nodes { id } } }',
  },
  { query: byIds, variables: { ids: ['contosohr', '..', 'a/b', 'fabrikamwiki'] } },
  {
    query: 'query ($ids: [ID!]!) { externalConnectionsById(ids: $ids) { id name } }',
    variables: { ids: many },
  },
  {
    query:
      'query ($ids: [ID!]!) { externalConnectionsById(ids: $ids) { id } ok: externalConnectionsById(ids: []) { id } }',
    variables: { ids: many },
  },
  {
    query: byIds,
    variables: { ids: ['contosohr', 'fabrikamwiki'] },
    faults: [{ ...rejection(403), path: CONNECTION }],
  },
  ...[400, 401, 403, 404, 409, 410, 302].map((status) => ({
    query: '{ externalConnections { nodes { id } } ok: privateEndpointConnections { nodes { id } } }',
    faults: [{ ...rejection(status), path: CONNECTIONS }],
  })),
  {
    query: '{ externalConnection(id: "contosohr") { id name } }',
    faults: [{ status: 429, headers: { 'Retry-After': '3600' }, times: 9 }],
  },
  {
    query: '{ externalConnection(id: "contosohr") { id } }',
    faults: [{ status: 200, body: { id: 7 }, times: 9 }],
  },
  {
    query: '{ externalConnection(id: "contosohr") { id } }',
    faults: [{ status: 404, body: '<html>', times: 9 }],
  },
];

export const mutations: readonly Operation[] = [
  { query: create('newhr'), writes: true },
  {
    query: `mutation ($input: CreateExternalConnectionInput!) { made: createExternalConnection(input: $input) ${all} }`,
    variables: { input: { id: 'newhr', name: 'New', configuration: { authorizedAppIds: ['x'] } } },
    writes: true,
  },
  {
    query: `mutation { a: addExternalConnection(input: { id: "one", name: "One" }) { id }
      b: addExternalConnection(input: { id: "one", name: "Two" }) { id }
      c: addExternalConnection(input: { id: "three", name: "Three" }) { name } }`,
    writes: true,
  },
  { query: create('newhr'), before: [create('newhr')], writes: true },
  {
    query: `mutation ($input: UpdateExternalConnectionInput!) { updateExternalConnection(input: $input) { id ${settings} } }`,
    variables: {
      input: {
        id: 'newhr',
        enabledContentExperiences: ['SEARCH'],
        searchSettings: {
          searchResultTemplates: [{ id: 'a', priority: 1, layout: { $schema: 'x', a: [1, { b: null }] } }],
        },
      },
    },
    before: [create('newhr')],
    writes: true,
  },
  {
    query: 'mutation { deleteExternalConnection(input: { id: "newhr" }) { __typename id status } }',
    before: [create('newhr')],
    writes: true,
  },
  { query: 'mutation { deleteExternalConnection(input: { id: "newhr" }) { status } }', writes: true },
  { query: 'mutation { deleteSingletonPrivateEndpointConnection { status } }', writes: true },
  { query: create('Microsoft'), writes: true },
  { query: create('newhr'), faults: [rejection(403)], writes: true },
  { query: create('newhr'), faults: [rejection(500)], writes: true },
  { query: create('newhr'), faults: [{ reset: 'after' }], writes: true },
  {
    query: `mutation { updatePrivateEndpointConnection(input: { id: "${ENDPOINT}", privateLinkIds: [1] }) { id } }`,
    writes: true,
  },
  {
    query:
      'mutation { updateSingletonPrivateEndpointConnection(input: { privateLinkIds: [1, 2] }) { privateLinkIds } }',
    writes: true,
  },
  { query: 'mutation { updateSingletonPrivateEndpointConnection(input: {}) { id } }', writes: true },
];
