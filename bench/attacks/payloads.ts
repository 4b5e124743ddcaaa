import { type Attack, json, many, nested } from './attack.ts';

const ONE = 'query One($v: ID!) { externalConnection(id: $v) { id } }';
const BY_IDS = 'query ByIds($v: [ID!]!) { externalConnectionsById(ids: $v) { id } }';
const CREATE =
  'mutation Create($v: CreateExternalConnectionInput!) { createExternalConnection(input: $v) { id } }';
const ENTITIES = 'query Entities($v: [_Any!]!) { _entities(representations: $v) { __typename } }';
/** Just below MAX_BODY_BYTES, with what surrounds it. */
const LONG = 900_000;
const long = 'x'.repeat(LONG);

const list = (length: number, item: (index: number) => unknown) =>
  Array.from({ length }, (_, index) => item(index));
const references = (count: number, prefix: string, __typename = 'ExternalConnection') =>
  list(count, (index) => ({ __typename, id: `${prefix}${index}` }));
const entries = (turn: number) =>
  Object.fromEntries(Array.from({ length: 60_000 }, (_, index) => [`v${turn}_${index}`, 0]));

/** A variable, as text where it is nested more deeply than `JSON.stringify` can go. */
const variable = (query: string, value: (turn: number) => unknown) => (turn: number) =>
  json({ query, variables: { v: value(turn) } });
const deep = (query: string, value: string) => (turn: number) =>
  Buffer.from(`{"query":${JSON.stringify(`# ${turn}\n${query}`)},"variables":{"v":${value}}}`);
const document = (text: string) => (turn: number) => json({ query: `query Q${turn} { ${text} }` });

/** 50 fields that share a variable of 200 invalid values are 10,000 errors, each with its line and column. */
function errors(type: string, field: string, values: unknown): Attack['body'] {
  const fields = many(50, (index) => `a${index}: ${field}`);
  const query = `($v: ${type}) {${'\n'.repeat(93_000 - fields.length)}${fields} }`;
  return (turn) => json({ query: `query Q${turn}${query}`, variables: { v: values } });
}

/** A byte that UTF-8 never has, in a name. */
function notUtf8(turn: number): Buffer {
  return Buffer.from(
    document('externalConnection(id: "x") { nam@ }')(turn).map((byte) => (byte === 0x40 ? 0xff : byte)),
  );
}

const bodies: Readonly<Record<string, Attack['body']>> = {
  '10,000 errors: 50 aliases of externalConnectionsById in 93 kB of line breaks': errors(
    '[ID!]!',
    'externalConnectionsById(ids: $v) { id }',
    list(200, (index) => `../${index}`),
  ),
  '10,000 errors: 50 aliases of _entities in 93 kB of line breaks': errors(
    '[_Any!]!',
    '_entities(representations: $v) { __typename }',
    references(200, '../'),
  ),
  'variable: 450,000 nested lists for an id': deep(ONE, nested('[', ']', '', 450_000)),
  'variable: an input object of 5,000 levels': deep(CREATE, nested('{"configuration":', '}', '{}', 5_000)),
  'variable: 400,000 nested lists in an entity reference': deep(
    ENTITIES,
    `[{"__typename":"ExternalConnection","id":${nested('[', ']', '', 400_000)}}]`,
  ),
  'variable: an id of 900 kB': variable(ONE, (turn) => `${turn}${long}`),
  'variable: a name of 900 kB in an incomplete input': variable(CREATE, (turn) => ({
    name: `${turn}${long}`,
  })),
  'variable: 150,000 ids, 900 kB': variable(BY_IDS, (turn) => [
    `first${turn}`,
    ...list(150_000, () => '100'),
  ]),
  'variable: 70,000 objects instead of ids': variable(BY_IDS, (turn) => list(70_000, () => ({ turn }))),
  'variable: an input with 60,000 unknown fields': variable(CREATE, entries),
  'variable: 16,000 entity references': variable(ENTITIES, (turn) => references(16_000, `${turn}x`)),
  'variable: 16,000 entity references to an unknown type': variable(ENTITIES, (turn) =>
    references(16_000, `${turn}x`, 'Nothing'),
  ),
  '60,000 unknown variables, and the required one missing': (turn) =>
    json({ query: ONE, variables: entries(turn) }),
  'an operationName of 900 kB': (turn) =>
    json({ query: ONE, variables: { v: 'x' }, operationName: `N${turn}${long}` }),
  'a document with a string of 900 kB': document(`externalConnection(id: "${long}") { id }`),
  'a document with 900 kB of commas, and an unknown field': document(`${','.repeat(LONG)} nothing`),
  'a document with 450,000 line breaks, and a syntax error after them': document(
    `${'\n'.repeat(LONG / 2)} !`,
  ),
  'a body of 1.5 MB, announced': () => Buffer.alloc(1_500_000, ' '),
  'a batch of 1,000 operations': (turn) =>
    json(list(1_000, () => ({ query: ONE, variables: { v: `x${turn}` } }))),
  '900 kB that are not UTF-8': () => Buffer.alloc(LONG, 0xff),
  'a name that is not UTF-8': notUtf8,
  '900 kB of truncated JSON': (turn) =>
    Buffer.from(`{"query":"{ a }","variables":{"v${turn}":[${'1,'.repeat(LONG / 2)}`),
};

/** Hostile by what surrounds their document, or is in its variables. */
export const payloadAttacks: readonly Attack[] = [
  ...Object.entries(bodies).map(([title, body]) => ({ title, body })),
  { title: 'a body of 1.5 MB, in chunks', body: () => Buffer.alloc(1_500_000, ' '), chunked: true },
];
