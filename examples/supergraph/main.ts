import { readFileSync } from 'node:fs';
import { printSubgraphSchema } from '@apollo/subgraph';
import { composeServices } from '@theguild/federation-composition';
import { parse } from 'graphql';
import { createYoga } from 'graphql-yoga';
import { startEmulator } from '../../emulator/index.ts';
// In your own project: from 'msgraph-gateway'.
import { createGateway, readConfig } from '../../src/index.ts';
import { createHive } from './hive.ts';
import { listen } from './listen.ts';
import { ownership } from './ownership.ts';

// Two subgraphs behind a Hive Gateway, and a query across both: `npm run example:supergraph`.

const emulator = await startEmulator();
const gateway = createGateway(readConfig({ GRAPH_URL: emulator.url, LOG_LEVEL: 'warn' }));
const msgraphService = await listen(gateway.requestListener);
const ownershipService = await listen(createYoga({ schema: ownership, logging: false }));

// Composed from the committed SDL, as in CI, where no subgraph is running.
const msgraphSdl = readFileSync('schema.federation.graphql', 'utf8');
const { supergraphSdl, errors = [] } = composeServices([
  { name: 'msgraph', url: msgraphService.url, typeDefs: parse(msgraphSdl) },
  { name: 'ownership', url: ownershipService.url, typeDefs: parse(printSubgraphSchema(ownership)) },
]);
if (supergraphSdl === undefined) throw new Error(errors.join('\n'));
const hive = createHive(supergraphSdl);
const supergraph = await listen(hive);

const query = '{ externalConnections { nodes { name state owner costCentre } } }';
const response = await fetch(supergraph.url, {
  method: 'POST',
  headers: { authorization: 'Bearer demo', 'content-type': 'application/json' },
  body: JSON.stringify({ query }),
});
const result: unknown = await response.json();

process.stdout.write(`msgraph    ${msgraphService.url}   name, state
ownership  ${ownershipService.url}   owner, costCentre
supergraph ${supergraph.url}

${query}

${JSON.stringify(result, null, 2)}
`);

for (const service of [supergraph, msgraphService, ownershipService]) await service.close();
await hive[Symbol.asyncDispose]();
await gateway.close();
await emulator.close();
