import { type Attack, harmless, many, refused } from './attack.ts';

const LEVELS = 60;

/** A chain of fragments, each of which mentions the next one twice: 2^60 times the last one, all in all. */
function doubling(type: string, last: string, twice: (next: string) => string): string {
  const fragments = many(LEVELS, (level) => `fragment F${level} on ${type} { ${twice(`...F${level + 1}`)} }`);
  return `${fragments} fragment F${LEVELS} on ${type} { ${last} }`;
}

/** Documents whose size is in what their fragments add up to. */
export const fragmentAttacks: readonly Attack[] = [
  harmless(`fragment bomb: ${LEVELS} levels, each spread twice, at the root`, (turn) => {
    return `query Q${turn} { ...F0 } ${doubling('Query', '__typename', (next) => `${next} ${next}`)}`;
  }),
  refused(`fragment bomb: ${LEVELS} levels below a lookup`, (turn) => {
    const bomb = doubling('ExternalConnection', 'nothing', (next) => `${next} ${next}`);
    return `query Q${turn} { externalConnection(id: "x") { ...F0 } } ${bomb}`;
  }),
  refused(`fragment bomb with fields that the schema has not, ${LEVELS} levels`, (turn) => {
    const bomb = doubling('ExternalConnection', 'id', (next) => `a { ${next} } b { ${next} }`);
    return `query Q${turn} { externalConnection(id: "x") { ...F0 } } ${bomb}`;
  }),
  refused(`fragment bomb with fields that nest for ever (ofType), ${LEVELS} levels`, (turn) => {
    const bomb = doubling('__Type', 'name', (next) => `ofType { ${next} } b: ofType { ${next} }`);
    return `query Q${turn} { __type(name: "Query") { ...F0 } } ${bomb}`;
  }),
  refused(`fragment bomb with fields of one name (ofType), ${LEVELS} levels`, (turn) => {
    const bomb = doubling('__Type', 'name', (next) => `ofType { ${next} } ofType { ${next} }`);
    return `query Q${turn} { __type(name: "Query") { ...F0 } } ${bomb}`;
  }),
  refused('24 fragments that spread all of each other, in circles', (turn) => {
    const count = 24;
    const all = many(count, (index) => `...C${index}`);
    const circles = many(count, (index) => `fragment C${index} on ExternalConnection { id ${all} }`);
    return `query Q${turn} { externalConnection(id: "x") { ...C0 } } ${circles}`;
  }),
  refused('380 fragments that nobody uses', (turn) => {
    return `query Q${turn} { __typename } ${many(380, (index) => `fragment U${index} on Query { a }`)}`;
  }),
];
