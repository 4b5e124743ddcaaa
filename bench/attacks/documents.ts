import { type Attack, json, many, nested } from './attack.ts';

/** A chain of 60 fragments that mention the next one twice: 2^60 times the last one. */
function bomb(type: string, last: string, twice: (next: string) => string): string {
  const chain = many(60, (level) => `fragment F${level} on ${type} { ${twice(`...F${level + 1}`)} }`);
  return `${chain} fragment F60 on ${type} { ${last} }`;
}
const spreadTwice = (next: string) => `${next} ${next}`;
const lookup = (fields: string) => `query { externalConnection(id: "x") { ${fields} } }`;
const lookupById = (id: string) => `query Q($v: ID) { externalConnection(id: ${id}) { id } }`;
const ofType = (twice: (next: string) => string) =>
  `query { __type(name: "Query") { ...F0 } } ${bomb('__Type', 'name', twice)}`;
const types = (fields: string) => `query { __schema { types { ${fields} } } }`;

const ALL_CIRCLES = many(24, (index) => `...C${index}`);
const TEN_FIELDS = many(10, () => 'id name');
const UNKNOWN_TYPES = many(390, (index) => `$v${index}: ExternalConnectionInput${index}`);
const DEEP_INPUT = nested('{ configuration: ', '} ', '{} ', 400);
const DEEP_ID = nested('{ a: ', '} ', '1 ', 450);
const SCHEMA = '__schema { types { name description fields { name description } } }';
const TYPE_OF_FIELD = ['fields { type { ', '} } ', 'name '] as const;

const FRAGMENT_BOMB = 'fragment bomb: 60 levels, each spread twice, at the root';
const SCHEMAS = '50 aliases of `__schema`';
const HARMLESS = new Set([FRAGMENT_BOMB, SCHEMAS]);

/** By title; many of them are just below the limit of 2,000 tokens. */
const documents: Readonly<Record<string, string>> = {
  [FRAGMENT_BOMB]: `query { ...F0 } ${bomb('Query', '__typename', spreadTwice)}`,
  'fragment bomb below a lookup': lookup('...F0') + bomb('ExternalConnection', 'nothing', spreadTwice),
  'fragment bomb with unknown fields':
    lookup('...F0') + bomb('ExternalConnection', 'id', (next) => `a { ${next} } b { ${next} }`),
  'fragment bomb with fields that nest endlessly': ofType(
    (next) => `ofType { ${next} } b: ofType { ${next} }`,
  ),
  'fragment bomb with fields of one name': ofType((next) => `ofType { ${next} } ofType { ${next} }`),
  '24 fragments that all spread each other':
    lookup('...C0') + many(24, (index) => `fragment C${index} on ExternalConnection { id ${ALL_CIRCLES} }`),
  '380 unused fragments': `query { a } ${many(380, (index) => `fragment U${index} on Query { a }`)}`,
  '45 fragments of 12 fields that differ, spread side by side':
    lookup(many(45, (index) => `...F${index}`)) +
    many(45, (at) => `fragment F${at} on ExternalConnection { ${many(12, (field) => `f${field}: x${at}`)} }`),
  '30,000 aliases': lookup(many(30_000, (index) => `a${index}: id`)),
  '650 aliases, below the token limit': lookup(many(650, (index) => `a${index}: id`)),
  '30,000 directives': lookup(`id ${many(30_000, () => '@include(if: true)')}`),
  '980 unknown directives': lookup(`id ${many(980, () => '@no')}`),
  '1,980 times a field, and an unknown one': lookup(`${many(1_980, () => 'id')} no`),
  '1,985 times the same unknown field': lookup(many(1_985, () => 'nothing')),
  '1,985 different unknown fields': lookup(many(1_985, (index) => `n${index}`)),
  '280 times a field with other arguments': lookup(many(280, (index) => `name(a: ${index})`)),
  '48 lookups under one name, 20 fields each': `query { ${many(48, (index) => `externalConnection(id: "x${index}") { ${TEN_FIELDS} }`)} }`,
  '95 objects under one name, each with 5 fields that differ': lookup(
    many(95, (at) => `configuration { ${many(5, (field) => `f${field}: x${at}`)} }`),
  ),
  '480 operations, none of them chosen': many(480, (index) => `query R${index} { a }`),
  '180 valid operations': many(180, (at) => `query R${at} { externalConnection(id: "x") { id } }`),
  '480 unused variables': `query (${many(480, (index) => `$v${index}: ID`)}) { __typename }`,
  '98 kB: 100 unknown fields of 970 characters': lookup(many(100, (at) => 'x'.repeat(970) + at)),
  '98 kB: 390 variables of unknown types with suggestions, after line breaks': `query (${'\n'.repeat(98_000 - UNKNOWN_TYPES.length)}${UNKNOWN_TYPES}) { __typename }`,
  'a field of 90,000 characters': `query { ${'n'.repeat(90_000)} }`,
  'a type condition of 90,000 characters': `query { ... on ${'n'.repeat(90_000)} { id } }`,
  [SCHEMAS]: `query { ${many(50, (index) => `a${index}: ${SCHEMA}`)} }`,
  '100,000 opening brackets': `query ${'{'.repeat(100_000)}`,
  '600 levels of unknown fields': `query ${nested('{ a ', '} ', '{ a } ', 600)}`,
  '400 levels of inline fragments': lookup(`${nested('... { ', '} ', '__typename ', 400)} nothing`),
  '900 levels of list values': lookupById(nested('[', ']', '', 900)),
  '400 levels of input objects': `mutation { createExternalConnection(input: ${DEEP_INPUT}) { id } }`,
  '900 levels of list types of a variable': lookupById('$v').replace('ID', nested('[', ']', 'ID', 900)),
  'introspection: 300 levels of fields and their types': types(nested(...TYPE_OF_FIELD, 150)),
  'introspection: 6 levels of fields and their types': types(nested(...TYPE_OF_FIELD, 3)),
  'introspection: 600 levels of ofType': types(nested('ofType { ', '} ', 'name ', 600)),
  '450 levels of a literal in an entity reference': `query { _entities(representations: [{ __typename: "ExternalConnection", id: ${DEEP_ID} }]) { __typename } }`,
};

/** Hostile by their document alone. */
export const documentAttacks: readonly Attack[] = Object.entries(documents).map(([title, document]) => ({
  title,
  body: (turn) => json({ query: `# ${turn}\n${document}` }),
  harmless: HARMLESS.has(title),
}));
