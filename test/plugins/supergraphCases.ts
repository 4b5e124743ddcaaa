import type { Fault } from '../../emulator/index.ts';

/** A query, its variables, and what Graph is to answer instead of the truth. */
export type Case = [query: string, variables?: object | undefined, faults?: Fault[] | undefined];

const read = '{ id name description state configuration { authorizedAppIds authorizedApps } }';
const byIds = `query ($ids: [ID!]!) { externalConnectionsById(ids: $ids) ${read} }`;
const entities = `query ($of: [_Any!]!) { _entities(representations: $of) {
  __typename ... on ExternalConnection ${read} ... on PrivateEndpointConnection { key: id privateLinkIds }
} }`;
const hr = { __typename: 'ExternalConnection', id: 'contosohr' };
const wiki = { __typename: 'ExternalConnection', id: 'fabrikamwiki' };
const endpoint = { __typename: 'PrivateEndpointConnection', id: '5543b42f-b42f-5543-2fb4-43552fb44355' };
const forbidden = { status: 403, body: { error: { code: 'Forbidden', message: 'No.' } } };

/** Queries that the gateways of supergraphs send. */
export const supergraphCases: readonly Case[] = [
  [byIds, { ids: ['contosohr', 'none', 'fabrikamwiki', 'contosohr'] }],
  [byIds, { ids: ['..', 'contosohr', '', 'none', 'a/b', 'fabrikamwiki'] }],
  [byIds, { ids: [] }],
  [byIds, { ids: 'contosohr' }],
  [byIds, { ids: [1, 'contosohr'] }],
  [byIds, { ids: ['contosohr', null] }],
  [byIds, { ids: null }],
  [byIds, {}],
  [byIds, { ids: Array.from({ length: 201 }, (_, i) => `c${i}`) }],
  [byIds, { ids: ['contosohr', 'fabrikamwiki'] }, [{ status: 500 }, { status: 500 }, { status: 500 }]],
  [byIds, { ids: ['contosohr', 'x'] }, [{ path: '/external/connections/x', ...forbidden }]],
  [byIds, { ids: ['x', 'contosohr'] }, [{ path: '/external/connections/x', status: 200, body: { id: 7 } }]],
  ['{ externalConnectionsById(ids: ["contosohr", "..", "none"]) { id } ok: __typename }'],
  ['{ externalConnectionsById(ids: "contosohr") { id } }'],
  [
    '{ a: externalConnectionsById(ids: ["contosohr"]) { id } b: privateEndpointConnectionsById(ids: ["x/y"]) { id } }',
  ],
  [entities, { of: [hr, endpoint, wiki, { ...hr, id: 'none' }] }],
  [entities, { of: [endpoint, { ...hr, id: '..' }, hr, { ...hr, id: 5 }, { ...hr, id: null }, wiki] }],
  [entities, { of: [{ id: 'contosohr' }, { __typename: 'Query', id: 'x' }, { __typename: 'toString' }, hr] }],
  [entities, { of: [5, 'x', true, [hr], [], {}, hr] }],
  [entities, { of: [{ ...hr, owner: { name: 'x' } }] }],
  [entities, { of: hr }],
  [entities, { of: [] }],
  [entities, { of: [hr, null] }],
  [entities, { of: null }],
  [entities, {}],
  [entities, { of: Array.from({ length: 201 }, () => hr) }],
  [entities, { of: [hr, { ...hr, id: 'x' }, endpoint] }, [{ path: '/external/connections/x', ...forbidden }]],
  ['{ _entities(representations: [{ __typename: "ExternalConnection", id: "contosohr" }]) { __typename } }'],
  [
    '{ _entities(representations: [{ __typename: "ExternalConnection", id: "contosohr" }, { id: "x" }, 5, "x"]) { ... on ExternalConnection { id name } } }',
  ],
  [
    '{ _entities(representations: { __typename: "ExternalConnection", id: "contosohr" }) { ...F } } fragment F on _Entity { ... on ExternalConnection { name } ... on PrivateEndpointConnection { id } }',
  ],
  [
    `query ($of: [_Any!]! = [{ __typename: "ExternalConnection", id: "contosohr" }]) {
    _entities(representations: $of) { ... on ExternalConnection { id } }
  }`,
  ],
  [
    `query ($yes: Boolean!, $of: [_Any!]!) {
    _entities(representations: $of) { __typename @skip(if: $yes) ... on ExternalConnection @include(if: $yes) { id } }
  }`,
    { yes: true, of: [hr, endpoint] },
  ],
  ['{ _service { sdl } _sdl __typename }'],
];
