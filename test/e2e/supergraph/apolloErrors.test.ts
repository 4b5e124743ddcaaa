import { afterAll, beforeAll, expect, test } from 'vitest';
import { startApollo, withoutUrls } from './support/apollo.ts';
import { composers, type Services, startServices } from './support/supergraph.ts';

let services: Services;
beforeAll(async () => {
  services = await startServices();
});
afterAll(() => services.close());

// docs/supergraph.md warns of this, and recommends the function.
test("Apollo Gateway discloses a subgraph's URL to clients, unless formatError removes it", async () => {
  const supergraph = composers['@apollo/composition'](services.subgraphs);
  const query = '{ externalConnections { nodes { id } } }';
  for (const [front, telling] of [
    [await startApollo(supergraph), true],
    [await startApollo(supergraph, withoutUrls), false],
  ] as const) {
    const { errors } = await front.execute(query, {}, null);
    expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
    expect(JSON.stringify(errors).includes(services.url)).toBe(telling);
    await front.close();
  }
});
