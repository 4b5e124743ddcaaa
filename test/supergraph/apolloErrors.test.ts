import { afterAll, beforeAll, expect, test } from 'vitest';
import { startApollo, withoutUrls } from './support/apollo.ts';
import { composers, type Services, startServices } from './support/supergraph.ts';

let services: Services;
beforeAll(async () => {
  services = await startServices();
});
afterAll(() => services.close());

// What docs/supergraph.md warns of, and what it advises.
test("Apollo Gateway tells clients a subgraph's URL, unless formatError removes it", async () => {
  const supergraph = composers['@apollo/composition'](services.subgraphs);
  const query = '{ externalConnections { nodes { id } } }';
  for (const [front, telling] of [
    [await startApollo(supergraph), true],
    [await startApollo(supergraph, withoutUrls), false],
  ] as const) {
    const { errors } = await front.ask(query, {}, null);
    expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
    expect(JSON.stringify(errors).includes(services.url)).toBe(telling);
    await front.close();
  }
});
