import { type Connection, connection, connectionId, newConnection, PAGE_SIZE, page } from './connections.ts';

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

const distinct = Array.from({ length: 20 }, (_, index) => connectionId(index * 5));
const repeated = distinct.map((_, index) => connectionId((index % 15) * 5));

export const S1: Scenario = {
  id: 'S1',
  title: 'one lookup by id',
  graphql: ({ id }) => ({
    query: `query One($id: ${id}) { externalConnection(id: $id) { ${FIELDS} } }`,
    variables: { id: connectionId(7) },
  }),
  graph: { path: `${COLLECTION}/${connectionId(7)}` },
  expected: { externalConnection: selected(connection(connectionId(7))) },
};

export const scenarios: readonly Scenario[] = [
  S1,
  {
    id: 'S2',
    title: 'a list of 100',
    graphql: (dialect) => ({ query: `query List { ${list(dialect)} }` }),
    graph: { path: `${COLLECTION}?$top=${PAGE_SIZE}` },
    expected: { externalConnections: expectedList },
  },
  aliased('S3', '20 lookups in one document', distinct),
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
  aliased('S5', '20 lookups of 15 ids in one document', repeated),
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
    graph: { path: `${COLLECTION}?$top=${PAGE_SIZE}` },
    expected: { [`c${NONCE}`]: expectedList },
  },
];

/** A document with a lookup for each of these ids, in that order. */
function aliased(id: string, title: string, ids: readonly string[]): Scenario {
  const lookups = ids.map((_, alias) => `c${alias}: externalConnection(id: $id${alias}) { ${FIELDS} }`);
  const variables = ids.map((value, alias) => [`id${alias}`, value] as const);
  const requests = [...new Set(ids)].map((each, index) => {
    return { id: String(index + 1), method: 'GET', url: `${COLLECTION}/${each}` };
  });
  return {
    id,
    title,
    graphql: (dialect) => ({
      query: `query Many(${variables.map(([name]) => `$${name}: ${dialect.id}`).join(', ')}) { ${lookups.join(' ')} }`,
      variables: Object.fromEntries(variables),
    }),
    graph: { path: '/$batch', body: { requests } },
    expected: Object.fromEntries(ids.map((value, alias) => [`c${alias}`, selected(connection(value))])),
  };
}
