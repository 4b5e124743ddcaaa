import { afterAll, beforeAll } from 'vitest';
import { type Emulator, startEmulator } from '../../../emulator/index.ts';
import { type ContextSource, createContext } from '../../../src/context.ts';
import { HeavyWork } from '../../../src/fairness/heavyWork.ts';
import { GraphClient } from '../../../src/msgraph/calls/client.ts';
import { createRoutes } from '../../../src/msgraph/routes.ts';
import { Rejection } from '../../../src/operations/errors.ts';
import { type PreparedOperation, prepare } from '../../../src/operations/prepare.ts';
import { createSecretFinder } from '../../../src/operations/secrets.ts';
import { Gate } from '../../../src/plugins/gate.ts';
import type { GatewayContext } from '../../../src/schema/builder.ts';
import { readConfig } from '../../../src/settings/config.ts';
import { Subscriptions } from '../../../src/subscriptions/subscriptions.ts';
import { type GraphQLRequest, servedSchema as schema } from './documents.ts';

// Operations and their contexts without a gateway around them.

const config = readConfig({ GRAPH_URL: 'https://graph.microsoft.com/beta' });

/** The operation of a request, which has to be valid. */
export function preparedOperation({
  query,
  operationName,
}: Pick<GraphQLRequest, 'query' | 'operationName'>): PreparedOperation {
  const prepared = prepare(schema, query, config, createSecretFinder(schema).filter);
  if (prepared instanceof Rejection) throw new Error(prepared.result.errors?.[0]?.message);
  const found = prepared.find(({ node }) => (operationName ?? node.name?.value) === node.name?.value);
  if (found === undefined) throw new Error('The document has no such operation.');
  return found;
}

/** Makes the context of a request to an emulator, which runs for all tests of the file. */
export function contextsOfEmulator(): () => GatewayContext {
  let emulator: Emulator;
  let client: GraphClient;
  let contexts: ContextSource;
  beforeAll(async () => {
    emulator = await startEmulator();
    const upstream = readConfig({ GRAPH_URL: emulator.url });
    client = new GraphClient({ ...upstream, heavyWork: new HeavyWork() });
    const subscriptions = new Subscriptions(upstream, new Gate(upstream.maxRequests));
    const routeOf = createRoutes(upstream.graphPaths);
    contexts = { ...upstream, client, routeOf, subscriptions };
  });
  afterAll(async () => {
    await client.close();
    await emulator.close();
  });
  return () => {
    const clientRequestId = '0f8fad5b-d9cb-469f-a165-70867728950e';
    const { signal } = new AbortController();
    const deadline = performance.now() + contexts.requestTimeoutMs;
    const caller = { authorization: 'Bearer demo', callerKey: () => 'demo' };
    return createContext(contexts, { ...caller, clientRequestId, signal, deadline });
  };
}
