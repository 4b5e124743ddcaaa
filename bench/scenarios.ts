import { type Connection, connection, newConnection, page } from './connections.ts';

/** In a cold scenario, 12 letters and digits take its place that are other ones in every request. */
export const NONCE = 'NoncePlaced1';

/** What differs between the schemas of the contenders. */
export interface Dialect {
  /** The type of an id in a variable definition. */
  readonly id: string;
  readonly createInput: string;
  /** The argument for a page of 100. */
  readonly list: string;
  /** Selects the items of a page under the name `nodes`. */
  readonly nodes: string;
}

/** One operation, in GraphQL and as the single Graph request that it comes down to. */
export interface Scenario {
  readonly id: string;
  readonly title: string;
  readonly graphql: (dialect: Dialect) => { readonly query: string; readonly variables?: object };
  readonly graph: { readonly path: string; readonly body?: object };
  /** The `data` of the response. */
  readonly expected: object;
}

const FIELDS = 'id name description state configuration { authorizedAppIds }';
const COLLECTION = '/external/connections';
const COLD_ID = `cold${NONCE}`;
const selected = ({ id, name, description, state, configuration: { authorizedAppIds } }: Connection) => {
  return { id, name, description, state, configuration: { authorizedAppIds } };
};
const list = ({ list, nodes }: Dialect) => `externalConnections(${list}) { ${nodes} { ${FIELDS} } }`;
const expectedList = { nodes: page.map(selected) };

/** Of S3. */
const lookedUp = page.slice(0, 20);
const lookups = lookedUp.map(({ id }) => `${id}: externalConnection(id: $${id}) { ${FIELDS} }`);

export const S1: Scenario = {
  id: 'S1',
  title: 'one lookup by id',
  graphql: ({ id }) => ({
    query: `query One($id: ${id}) { externalConnection(id: $id) { ${FIELDS} } }`,
    variables: { id: 'service' },
  }),
  graph: { path: `${COLLECTION}/service` },
  expected: { externalConnection: selected(connection('service')) },
};

export const scenarios: readonly Scenario[] = [
  S1,
  {
    id: 'S2',
    title: 'a list of 100',
    graphql: (dialect) => ({ query: `query List { ${list(dialect)} }` }),
    graph: { path: `${COLLECTION}?$top=100` },
    expected: { externalConnections: expectedList },
  },
  {
    id: 'S3',
    title: '20 lookups in one document',
    graphql: ({ id }) => ({
      query: `query Many(${lookedUp.map((each) => `$${each.id}: ${id}`)}) { ${lookups.join(' ')} }`,
      variables: Object.fromEntries(lookedUp.map(({ id }) => [id, id])),
    }),
    graph: {
      path: '/$batch',
      body: { requests: lookedUp.map(({ id }) => ({ id, method: 'GET', url: `${COLLECTION}/${id}` })) },
    },
    expected: Object.fromEntries(lookedUp.map((each) => [each.id, selected(each)])),
  },
  {
    id: 'S4',
    title: 'one creation',
    graphql: ({ createInput }) => ({
      query: `mutation Create($input: ${createInput}) { createExternalConnection(input: $input) { ${FIELDS} } }`,
      variables: { input: newConnection },
    }),
    graph: { path: COLLECTION, body: newConnection },
    expected: { createExternalConnection: selected(connection(newConnection.id)) },
  },
  {
    id: 'C1',
    title: 'S1 cold: the id inlined, each document new',
    graphql: () => ({ query: `query One { externalConnection(id: "${COLD_ID}") { ${FIELDS} } }` }),
    graph: { path: `${COLLECTION}/${COLD_ID}` },
    expected: { externalConnection: selected(connection(COLD_ID)) },
  },
  {
    id: 'C2',
    title: 'S2 cold: each document new, by its alias',
    graphql: (dialect) => ({ query: `query List { c${NONCE}: ${list(dialect)} }` }),
    graph: { path: `${COLLECTION}?$top=100` },
    expected: { [`c${NONCE}`]: expectedList },
  },
];
