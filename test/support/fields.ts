/** One root field of the schema, and the one upstream call that stands behind it. */
export interface RootField {
  readonly name: string;
  /** Runs the field under its own name, with ids that the `demo` tenant has; what it creates is new there. */
  readonly document: string;
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** The call's path in the form in which the emulator's faults take it. */
  readonly path: string;
  /** The setting that says where the resource is. */
  readonly setting: string;
  /** The id of what is read or written, if the caller names it. */
  readonly id?: string;
}

const CONNECTIONS = '/external/connections';
const ENDPOINTS = '/privateLinkPolicy/privateEndpointConnections';
const ENDPOINT_ID = '5543b42f-b42f-5543-2fb4-43552fb44355';
const OTHER_ENDPOINT_ID = 'd93180c3-80c3-d931-c380-31d9c38031d9';
const SINGLETON = '/privateEndpointConnection';
const connections = { setting: 'GRAPH_EXTERNAL_CONNECTIONS_PATH' };
const endpoints = { setting: 'GRAPH_PRIVATE_ENDPOINT_CONNECTIONS_PATH' };
const singleton = { path: SINGLETON, setting: 'GRAPH_PRIVATE_ENDPOINT_CONNECTION_PATH' };

/** Reads of one object: by its id, or of the one that has none in its path. */
export const items: readonly RootField[] = [
  {
    name: 'externalConnection',
    document: '{ externalConnection(id: "contosohr") { id name state } }',
    method: 'GET',
    path: `${CONNECTIONS}/contosohr`,
    id: 'contosohr',
    ...connections,
  },
  {
    name: 'privateEndpointConnection',
    document: `{ privateEndpointConnection(id: "${ENDPOINT_ID}") { id privateLinkIds } }`,
    method: 'GET',
    path: `${ENDPOINTS}/${ENDPOINT_ID}`,
    id: ENDPOINT_ID,
    ...endpoints,
  },
  {
    name: 'singletonPrivateEndpointConnection',
    document: '{ singletonPrivateEndpointConnection { id privateLinkIds } }',
    method: 'GET',
    ...singleton,
  },
];

export const lists: readonly RootField[] = [
  {
    name: 'externalConnections',
    document: '{ externalConnections { nodes { id name state } pageInfo { endCursor } } }',
    method: 'GET',
    path: CONNECTIONS,
    ...connections,
  },
  {
    name: 'privateEndpointConnections',
    document: '{ privateEndpointConnections { nodes { id privateLinkIds } pageInfo { endCursor } } }',
    method: 'GET',
    path: ENDPOINTS,
    ...endpoints,
  },
];

export const reads: readonly RootField[] = [...items, ...lists];

export const creations: readonly RootField[] = [
  {
    name: 'createExternalConnection',
    document:
      'mutation { createExternalConnection(input: { id: "newhr", name: "New HR" }) { id name state } }',
    method: 'POST',
    path: CONNECTIONS,
    id: 'newhr',
    ...connections,
  },
  {
    name: 'addExternalConnection',
    document: 'mutation { addExternalConnection(input: { id: "newhr", name: "New HR" }) { id name state } }',
    method: 'POST',
    path: `${CONNECTIONS}/$ref`,
    id: 'newhr',
    ...connections,
  },
  {
    name: 'createPrivateEndpointConnection',
    document: `mutation {
      createPrivateEndpointConnection(input: { externalPrivateEndpointId: "/p", privateLinkIds: [1] }) {
        id privateLinkIds
      }
    }`,
    method: 'POST',
    path: ENDPOINTS,
    ...endpoints,
  },
];

export const updates: readonly RootField[] = [
  {
    name: 'updateExternalConnection',
    document:
      'mutation { updateExternalConnection(input: { id: "contosohr", name: "Renamed" }) { id name state } }',
    method: 'PATCH',
    path: `${CONNECTIONS}/contosohr`,
    id: 'contosohr',
    ...connections,
  },
  {
    name: 'updatePrivateEndpointConnection',
    document: `mutation {
      updatePrivateEndpointConnection(input: { id: "${ENDPOINT_ID}", privateLinkIds: [9] }) { id privateLinkIds }
    }`,
    method: 'PATCH',
    path: `${ENDPOINTS}/${ENDPOINT_ID}`,
    id: ENDPOINT_ID,
    ...endpoints,
  },
  {
    name: 'updateSingletonPrivateEndpointConnection',
    document:
      'mutation { updateSingletonPrivateEndpointConnection(input: { privateLinkIds: [9] }) { id privateLinkIds } }',
    method: 'PATCH',
    ...singleton,
  },
];

export const deletions: readonly RootField[] = [
  {
    name: 'deleteExternalConnection',
    document: 'mutation { deleteExternalConnection(input: { id: "fabrikamwiki" }) { id status } }',
    method: 'DELETE',
    path: `${CONNECTIONS}/fabrikamwiki`,
    id: 'fabrikamwiki',
    ...connections,
  },
  {
    name: 'deletePrivateEndpointConnection',
    document: `mutation { deletePrivateEndpointConnection(input: { id: "${OTHER_ENDPOINT_ID}" }) { id status } }`,
    method: 'DELETE',
    path: `${ENDPOINTS}/${OTHER_ENDPOINT_ID}`,
    id: OTHER_ENDPOINT_ID,
    ...endpoints,
  },
  {
    name: 'deleteSingletonPrivateEndpointConnection',
    document: 'mutation { deleteSingletonPrivateEndpointConnection { status } }',
    method: 'DELETE',
    ...singleton,
  },
];

/** The mutation that Graph carries out in the background. */
export const registrations: readonly RootField[] = [
  {
    name: 'registerExternalConnectionSchema',
    document: `mutation {
      registerExternalConnectionSchema(
        input: { connectionId: "contososervicedesk", properties: [{ name: "title", type: STRING }] }
      ) { connectionId }
    }`,
    method: 'PATCH',
    path: `${CONNECTIONS}/contososervicedesk/schema`,
    id: 'contososervicedesk',
    ...connections,
  },
];

/** The mutations that return the object. */
export const objectMutations: readonly RootField[] = [...creations, ...updates];

export const mutations: readonly RootField[] = [...objectMutations, ...registrations, ...deletions];

/** The mutations that change an object that has an id, rather than a collection or the singleton. */
export const itemMutations: readonly RootField[] = [...updates, ...registrations, ...deletions].filter(
  ({ id }) => id !== undefined,
);

export const rootFields: readonly RootField[] = [...reads, ...mutations];
