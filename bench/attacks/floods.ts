import { bodyOf, type HostileRequest, many } from './attack.ts';

/** Many different requests, each of them fair, to fill the memory. */
export interface Flood {
  readonly title: string;
  readonly requests: number;
  make(turn: number): HostileRequest;
}

export const floods: readonly Flood[] = [
  {
    title: 'distinct valid documents of one field',
    requests: 10_000,
    make: (turn) => bodyOf({ query: `query Q${turn} { a${turn}: __typename }` }),
  },
  {
    title: 'distinct valid documents of 300 fields',
    requests: 10_000,
    make: (turn) => bodyOf({ query: `query Q${turn} { __type(name: "X") { ${many(300, () => 'name')} } }` }),
  },
  {
    title: 'distinct documents with a syntax error after 1,500 tokens',
    requests: 10_000,
    make: (turn) => bodyOf({ query: `query Q${turn} { ${many(1_500, () => 'name')} ! }` }),
  },
  {
    title: 'distinct operation names of 10 kB',
    requests: 10_000,
    make: (turn) => {
      const name = `N${turn}${'x'.repeat(10_000)}`;
      return bodyOf({ query: `query ${name} { __typename }`, operationName: name });
    },
  },
];
