import { Readable } from 'node:stream';

/** The body of a hostile request: different each turn, so that no cache has its response. */
export type AttackBody = (turn: number) => string | Uint8Array | Readable;

const ONE = 'query ($v: ID!) { externalConnection(id: $v) { id } }';
const SHARED = 'externalConnectionsById(ids: $v) { id }';
const BY_IDS = `query ($v: [ID!]!) { ${SHARED} }`;
const CREATE = 'mutation ($v: CreateExternalConnectionInput!) { createExternalConnection(input: $v) { id } }';
const ENTITIES = 'query ($v: [_Any!]!) { _entities(representations: $v) { __typename } }';
const REFERENCE = '{ "__typename": "ExternalConnection", "id": "x" }';
const SCHEMA = '__schema { types { name description fields { name description } } }';
const PAGE = 'externalConnections(first: 100) { nodes { id name description state } }';

/** Just below MAX_BODY_BYTES, with what surrounds it. */
const LONG = 900_000;

const many = (count: number, text: (index: number) => string, separator = ' ') =>
  Array.from({ length: count }, (_, index) => text(index)).join(separator);
const nested = (open: string, inner: string, close: string, levels: number) =>
  open.repeat(levels) + inner + close.repeat(levels);
const lookup = (fields: string) => `{ externalConnection(id: "x") { ${fields} } }`;
const fragment = (name: string, fields: string) => `fragment ${name} on ExternalConnection { ${fields} } `;

/** The variable is given as JSON, since some are nested more deeply than `JSON.stringify` can go. */
const graphql = (query: string, v = 'null') => {
  return (turn: number) => `{"query":${JSON.stringify(`# ${turn}\n${query}`)},"variables":{"v":${v}}}`;
};

/** By title: one for each way to ask for much, just below the limits that do not reject it. */
export const attacks: Readonly<Record<string, AttackBody>> = {
  'a body of 1.5 MB': () => ' '.repeat(1_500_000),
  'a body of 1.5 MB, in chunks': () => Readable.from([' '.repeat(1_500_000)]),
  '900 kB that are not UTF-8': () => new Uint8Array(LONG).fill(0xff),
  'a batch of 1,000 operations': (turn) => `[${many(1_000, () => graphql(ONE, '"x"')(turn), ',')}]`,
  'a document with 900 kB of commas': graphql(`{ ${','.repeat(LONG)} nothing }`),
  '30,000 fields': graphql(lookup(many(30_000, () => 'id'))),
  'a field of 90,000 characters': graphql(`{ ${'n'.repeat(90_000)} }`),
  '650 aliases': graphql(lookup(many(650, (index) => `a${index}: id`))),
  '980 directives': graphql(lookup(`id ${many(980, () => '@no')}`)),
  '390 operations': graphql(many(390, (index) => `query Q${index} { a }`)),
  '600 levels of fields': graphql(nested('{ a ', '{ a }', ' }', 600)),
  '900 levels of a literal': graphql(`{ externalConnection(id: ${nested('[', '', ']', 900)}) { id } }`),
  '600 levels of introspection': graphql(
    `{ __schema { types { ${nested('ofType { ', 'name', ' }', 600)} } } }`,
  ),
  'the schema 50 times, by aliases': graphql(`{ ${many(50, (index) => `a${index}: ${SCHEMA}`)} }`),
  '48 pages of 100': graphql(`{ ${many(48, (index) => `a${index}: ${PAGE}`)} }`),
  'fragment bomb: 60 fragments, each spreads the next one twice': graphql(
    lookup('...F0') +
      many(60, (level) => fragment(`F${level}`, `...F${level + 1} ...F${level + 1}`)) +
      fragment('F60', 'id'),
  ),
  '24 fragments that all spread each other': graphql(
    lookup('...F0') + many(24, (from) => fragment(`F${from}`, `id ${many(24, (to) => `...F${to}`)}`)),
  ),
  '280 times a field with other arguments': graphql(lookup(many(280, (index) => `name(a: ${index})`))),
  '1,985 unknown fields': graphql(lookup(many(1_985, (index) => `n${index}`))),
  '10,000 errors, below 90,000 line breaks': graphql(
    `query ($v: [ID!]!) { ${'\n'.repeat(90_000)} ${many(50, (index) => `a${index}: ${SHARED}`)} }`,
    `[${many(200, () => '"../"', ',')}]`,
  ),
  'a variable of 450,000 nested lists': graphql(ONE, nested('[', '', ']', 450_000)),
  'a variable with 150,000 ids': graphql(BY_IDS, `[${many(150_000, () => '"100"', ',')}]`),
  'a variable with a name of 900 kB': graphql(CREATE, `{"name":"${'x'.repeat(LONG)}"}`),
  'a variable with 16,000 entity references': graphql(ENTITIES, `[${many(16_000, () => REFERENCE, ',')}]`),
};
