import type { Server } from '../processes.ts';
import { cpuTimeMs, residentMb } from '../procfs.ts';
import { NONCE } from '../scenarios.ts';
import { wrk } from '../wrk.ts';
import { many } from './attack.ts';

const NAME = `${NONCE}${'x'.repeat(10_000)}`;

/** Requests with a new document each, which are cheap, but could fill the memory. */
const FLOODS: Readonly<Record<string, object>> = {
  'documents of one field': { query: `query Q${NONCE} { a${NONCE}: __typename }` },
  'documents of 300 fields': {
    query: `query Q${NONCE} { __type(name: "X") { ${many(300, () => 'name')} } }`,
  },
  'documents with a syntax error': { query: `query Q${NONCE} { ${many(1_500, () => 'name')} ! }` },
  'operation names of 10 kB': { query: `query ${NAME} { __typename }`, operationName: NAME },
};
const QUARTER_S = 3;

/** What a flood left behind; memory before it and after each quarter. */
export interface Flood {
  readonly title: string;
  readonly responses: number;
  readonly cpuMs: number;
  readonly memoryMb: readonly number[];
}

/** Sends each flood to a fresh gateway. */
export async function measureFloods(restart: () => Promise<Server>): Promise<Flood[]> {
  const floods: Flood[] = [];
  for (const [title, params] of Object.entries(FLOODS)) {
    const { pid, url } = await restart();
    const before = cpuTimeMs(pid);
    const memoryMb = [residentMb(pid)];
    let responses = 0;
    while (memoryMb.length <= 4) {
      const request = { method: 'POST', url, body: JSON.stringify(params) } as const;
      const { good, other, overloaded } = await wrk(request, { seconds: QUARTER_S, connections: 8 });
      responses += good + other + overloaded;
      memoryMb.push(residentMb(pid));
    }
    floods.push({ title, responses, cpuMs: (cpuTimeMs(pid) - before) / responses, memoryMb });
  }
  return floods;
}
