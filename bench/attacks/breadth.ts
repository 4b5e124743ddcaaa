import { type Attack, many, refused } from './attack.ts';

/** Documents with too much of something side by side; many of them just below the limit of 2,000 tokens. */
export const breadthAttacks: readonly Attack[] = [
  refused(
    '30,000 aliases',
    (turn) => `query Q${turn} { ${many(30_000, (index) => `a${index}: __typename`)} }`,
  ),
  refused('650 aliases, below the limit of tokens', (turn) => {
    return `query Q${turn} { externalConnection(id: "x") { ${many(650, (index) => `a${index}: id`)} } }`;
  }),
  refused('30,000 directives', (turn) => {
    return `query Q${turn} { __typename ${many(30_000, () => '@include(if: true)')} }`;
  }),
  refused('980 directives that the schema has not, below the limit of tokens', (turn) => {
    return `query Q${turn} { __typename ${many(980, () => '@no')} }`;
  }),
  refused(
    '1,980 times the same field, below the limit of tokens, and one that the schema has not',
    (turn) => {
      return `query Q${turn} { externalConnection(id: "x") { ${many(1_980, () => 'id')} nothing } }`;
    },
  ),
  refused('1,985 times the same unknown field, below the limit of tokens', (turn) => {
    return `query Q${turn} { externalConnection(id: "x") { ${many(1_985, () => `nothing${turn}`)} } }`;
  }),
  refused('1,985 different unknown fields, below the limit of tokens', (turn) => {
    return `query Q${turn} { externalConnection(id: "x") { ${many(1_985, (index) => `n${index}`)} } }`;
  }),
  refused('280 times the same field with other arguments, below the limit of tokens', (turn) => {
    return `query Q${turn} { externalConnection(id: "x") { ${many(280, (index) => `name(a: ${index})`)} } }`;
  }),
  refused('48 times the same lookup of other ids, 10 fields each', (turn) => {
    const fields = many(10, () => 'id name');
    const lookups = many(48, (index) => `externalConnection(id: "x${index}") { ${fields} }`);
    return `query Q${turn} { ${lookups} }`;
  }),
  refused('an object with 95 fields of one name, each with 5 that differ', (turn) => {
    const configurations = many(95, (index) => {
      return `configuration { ${many(5, (field) => `f${field}: x${index}`)} }`;
    });
    return `query Q${turn} { externalConnection(id: "x") { ${configurations} } }`;
  }),
  refused('45 fragments of 12 fields, all spread side by side, that differ', (turn) => {
    const spreads = many(45, (index) => `...F${index}`);
    const fragments = many(45, (index) => {
      return `fragment F${index} on ExternalConnection { ${many(12, (field) => `f${field}: x${index}`)} }`;
    });
    return `query Q${turn} { externalConnection(id: "x") { ${spreads} } } ${fragments}`;
  }),
  refused('480 operations in one document, none of them named in the request', (turn) => {
    return many(480, (index) => `query Q${turn}_${index} { a }`);
  }),
  refused('180 valid operations in one document', (turn) => {
    return many(180, (index) => `query Q${turn}_${index} { externalConnection(id: "x") { id } }`);
  }),
  refused('480 variables that nobody uses', (turn) => {
    return `query Q${turn}(${many(480, (index) => `$v${index}: ID`)}) { __typename }`;
  }),
];
