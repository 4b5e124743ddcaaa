import {
  CONNECTION_COUNT,
  connectionId,
  connections,
  createdConnection,
  newConnection,
  type UpstreamConnection,
} from './fixtures.ts';

export const SCENARIO_IDS = ['S1', 'S2', 'S3', 'S4', 'S5'] as const;
export type ScenarioId = (typeof SCENARIO_IDS)[number];

/** What differs between the schemas that the scenarios are asked in. */
export interface Dialect {
  /** The type of an id in an argument. */
  readonly id: string;
  readonly createInput: string;
  /** The field of a page of 100, with its argument. */
  readonly list: string;
  /** The items in it, under the name `nodes`. */
  readonly nodes: string;
}

/** One thing to ask, in GraphQL and as the single request to Graph that it comes down to. */
export interface Scenario {
  readonly id: ScenarioId;
  readonly title: string;
  graphql(dialect: Dialect): { readonly query: string; readonly variables: object };
  readonly graph: { readonly method: 'GET' | 'POST'; readonly path: string; readonly body?: object };
  /** The `data` of the GraphQL answer. */
  readonly expected: object;
}

const FIELDS = 'id name description state configuration { authorizedAppIds }';
const COLLECTION = '/external/connections';

const single: Scenario = {
  id: 'S1',
  title: 'one lookup by id, all fields',
  graphql: ({ id }) => ({
    query: `query One($id: ${id}) { externalConnection(id: $id) { ${FIELDS} } }`,
    variables: { id: connectionId(7) },
  }),
  graph: { method: 'GET', path: `${COLLECTION}/${connectionId(7)}` },
  expected: { externalConnection: lookup(7) },
};

const list: Scenario = {
  id: 'S2',
  title: 'a list of 100, all fields',
  graphql: (dialect) => ({
    query: `query List { externalConnections(${dialect.list}) { ${dialect.nodes} { ${FIELDS} } } }`,
    variables: {},
  }),
  graph: { method: 'GET', path: `${COLLECTION}?$top=${CONNECTION_COUNT}` },
  expected: { externalConnections: { nodes: connections.map(answered) } },
};

const create: Scenario = {
  id: 'S4',
  title: 'createExternalConnection',
  graphql: ({ createInput }) => ({
    query: `mutation Create($input: ${createInput}) { createExternalConnection(input: $input) { ${FIELDS} } }`,
    variables: { input: newConnection },
  }),
  graph: { method: 'POST', path: COLLECTION, body: newConnection },
  expected: { createExternalConnection: answered(createdConnection) },
};

const distinct = Array.from({ length: 20 }, (_, index) => index * 5);
const repeated = distinct.map((_, index) => (index % 15) * 5);

/** In the order of their ids. */
export const scenarios: readonly Scenario[] = [
  single,
  list,
  aliased('S3', '20 aliased lookups of 20 ids in one document', distinct),
  create,
  aliased('S5', '20 aliased lookups of 15 ids in one document', repeated),
];

/** The scenario of an id. */
export function scenarioOf(id: ScenarioId): Scenario {
  const found = scenarios.find((scenario) => scenario.id === id);
  if (found === undefined) throw new Error(`No scenario ${id}.`);
  return found;
}

/** A document with a lookup for each of these connections, in the order given. */
function aliased(id: ScenarioId, title: string, indices: readonly number[]): Scenario {
  const lookups = indices.map((_, alias) => `c${alias}: externalConnection(id: $id${alias}) { ${FIELDS} }`);
  const variables = indices.map((index, alias) => [`id${alias}`, connectionId(index)] as const);
  return {
    id,
    title,
    graphql: (dialect) => ({
      query: `query Many(${variables.map(([name]) => `$${name}: ${dialect.id}`).join(', ')}) { ${lookups.join(' ')} }`,
      variables: Object.fromEntries(variables),
    }),
    graph: { method: 'POST', path: '/$batch', body: batch(new Set(indices)) },
    expected: Object.fromEntries(indices.map((index, alias) => [`c${alias}`, lookup(index)])),
  };
}

function batch(indices: Iterable<number>): object {
  const requests = Array.from(indices, (index, position) => {
    return { id: String(position + 1), method: 'GET', url: `${COLLECTION}/${connectionId(index)}` };
  });
  return { requests };
}

function lookup(index: number): object | undefined {
  const connection = connections[index];
  return connection && answered(connection);
}

function answered({ id, name, description, state, configuration }: UpstreamConnection): object {
  const { authorizedAppIds } = configuration;
  return { id, name, description, state, configuration: { authorizedAppIds } };
}
