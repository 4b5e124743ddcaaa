import { type Attack, bodyOf, type HostileRequest } from './attack.ts';

const ONE = 'query One($id: ID!) { externalConnection(id: $id) { id } }';
const BY_IDS = 'query ByIds($ids: [ID!]!) { externalConnectionsById(ids: $ids) { id } }';
const CREATE =
  'mutation Create($input: CreateExternalConnectionInput!) { createExternalConnection(input: $input) { id } }';
const ENTITIES =
  'query Entities($refs: [_Any!]!) { _entities(representations: $refs) { ... on ExternalConnection { id name } } }';
/** Just below MAX_BODY_BYTES, with everything around it. */
const LONG = 900_000;

function refusal(title: string, make: (turn: number) => HostileRequest): Attack {
  return { title, expected: 'refusal', make };
}

function references(count: number, prefix: string, type = 'ExternalConnection'): object[] {
  return Array.from({ length: count }, (_, index) => ({ __typename: type, id: `${prefix}${index}` }));
}

/** Requests that are hostile in what is around their document. */
export const payloadAttacks: readonly Attack[] = [
  refusal('variables: a string of 900 kB for an id', (turn) => {
    return bodyOf({ query: ONE, variables: { id: `${turn}${'x'.repeat(LONG)}` } });
  }),
  refusal('variables: a string of 900 kB in an input, which has no other field', (turn) => {
    return bodyOf({ query: CREATE, variables: { input: { name: `${turn}${'x'.repeat(LONG)}` } } });
  }),
  refusal('variables: a list of 150,000 ids, 900 kB', (turn) => {
    const ids = Array.from({ length: 150_000 }, (_, index) => String(100 + (index % 800)));
    return bodyOf({ query: BY_IDS, variables: { ids: [`first${turn}`, ...ids] } });
  }),
  refusal('variables: a list of 70,000 things that are no ids', (turn) => {
    return bodyOf({ query: BY_IDS, variables: { ids: Array.from({ length: 70_000 }, () => [{ turn }]) } });
  }),
  refusal('variables: 60,000 that the operation does not have, and not the one that it needs', (turn) => {
    const entries = Array.from({ length: 60_000 }, (_, index) => [`v${turn}_${index}`, 0] as const);
    return bodyOf({ query: ONE, variables: Object.fromEntries(entries) });
  }),
  refusal('an input with 60,000 unknown fields', (turn) => {
    const entries = Array.from({ length: 60_000 }, (_, index) => [`v${turn}_${index}`, 0] as const);
    return bodyOf({ query: CREATE, variables: { input: Object.fromEntries(entries) } });
  }),
  refusal('16,000 references of a supergraph, each to another thing', (turn) => {
    return bodyOf({ query: ENTITIES, variables: { refs: references(16_000, `${turn}x`) } });
  }),
  refusal('16,000 references of a supergraph to a type that is not there', (turn) => {
    return bodyOf({ query: ENTITIES, variables: { refs: references(16_000, `${turn}x`, 'Nothing') } });
  }),
  refusal('operationName of 900 kB', (turn) => {
    return bodyOf({
      query: ONE,
      variables: { id: 'x' },
      operationName: `N${turn}${'x'.repeat(LONG)}`,
    });
  }),
  refusal('a document that is one string of 900 kB', (turn) => {
    return bodyOf({ query: `query Q${turn} { externalConnection(id: "${'x'.repeat(LONG)}") { id } }` });
  }),
  refusal('a document of 900 kB of commas, then nonsense', (turn) => {
    return bodyOf({ query: `query Q${turn} { ${','.repeat(LONG)} nothing }` });
  }),
  refusal('a document of 900 kB of line breaks, and a syntax error in the last line', (turn) => {
    return bodyOf({ query: `query Q${turn} { ${'\n'.repeat(LONG / 2)} ! }` });
  }),
  refusal('a body of 1.5 MB, announced', () => ({ body: Buffer.alloc(1_500_000, ' ') })),
  refusal('a body of 1.5 MB, in chunks', () => ({ body: Buffer.alloc(1_500_000, ' '), chunked: true })),
  refusal('a batch of 1,000 operations', (turn) => {
    return bodyOf(Array.from({ length: 1_000 }, () => ({ query: ONE, variables: { id: `x${turn}` } })));
  }),
  refusal('900 kB of bytes that are not UTF-8', () => ({ body: Buffer.alloc(LONG, 0xff) })),
  refusal('a document with bytes that are not UTF-8 in a name', (turn) => {
    const { body } = bodyOf({ query: `query Q${turn} { externalConnection(id: "x") { nam@ } }` });
    return { body: Buffer.from(body.map((byte) => (byte === 0x40 ? 0xff : byte))) };
  }),
  refusal('900 kB of JSON that breaks off', (turn) => {
    return {
      body: Buffer.from(`{"query":"{ __typename }","variables":{"v${turn}":[${'1,'.repeat(LONG / 2)}`),
    };
  }),
];
