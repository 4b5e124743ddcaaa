import { createHive } from '../../../../examples/supergraph/hive.ts';
import { type Front, httpFront } from './front.ts';

/**
 * The Hive Gateway of the example, in this process; it calls its subgraphs over HTTP, all of them with the token: those of
 * the tests put it into their results.
 */
export function startHive(supergraph: string): Front {
  const hive = createHive(supergraph, () => true);
  return {
    ...httpFront('Hive Gateway', 'http://hive/graphql', (url, init) => hive.fetch(url, init)),
    close: async () => hive[Symbol.asyncDispose](),
  };
}
