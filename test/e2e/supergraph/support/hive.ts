import { createHive } from '../../../../examples/supergraph/hive.ts';
import { type Front, httpFront } from './front.ts';

/** The Hive Gateway of the example, in this process; it calls its subgraphs over HTTP. */
export function startHive(supergraph: string): Front {
  const hive = createHive(supergraph);
  return {
    ...httpFront('Hive Gateway', 'http://hive/graphql', (url, init) => hive.fetch(url, init)),
    close: async () => hive[Symbol.asyncDispose](),
  };
}
