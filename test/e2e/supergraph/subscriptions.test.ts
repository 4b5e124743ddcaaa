import { readFileSync } from 'node:fs';
import { buildSubgraphSchema, printSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';
import { createClient } from 'graphql-sse';
import { createYoga, type YogaInitialContext } from 'graphql-yoga';
import { expect, onTestFinished, test } from 'vitest';
import { createHive } from '../../../examples/supergraph/hive.ts';
import { runGatewayBefore } from '../../support/running.ts';
import { collect } from '../../support/subscription.ts';
import { rawResponse } from '../../support/upstream.ts';
import { startService } from './support/service.ts';
import { composers } from './support/supergraph.ts';

/** Another team's subgraph, which knows who has asked for an operation. */
const requests = buildSubgraphSchema([
  {
    typeDefs: parse(`
      extend schema @link(url: "https://specs.apollo.dev/federation/v2.0", import: ["@key"])
      type ExternalConnectionOperation @key(fields: "connectionId id") {
        connectionId: ID!
        id: ID!
        requestedBy: String
      }
    `),
    resolvers: {
      ExternalConnectionOperation: {
        __resolveReference: ({ connectionId, id }: Record<'connectionId' | 'id', string>) => ({
          connectionId,
          id,
          requestedBy: `${connectionId}/${id}`,
        }),
      },
    },
  },
]);

test("Hive Gateway passes a subscription on with the caller's token, and adds the fields of others without it", async () => {
  const statuses = ['inprogress', 'inprogress', 'completed'];
  const gateway = await runGatewayBefore(
    (socket, { index }) => void socket.write(rawResponse({ body: { id: 'op', status: statuses[index] } })),
    { OPERATION_POLL_SECONDS: '1' },
  );
  const service = await startService('msgraph', gateway.gateway.requestListener);
  const receivedByOthers: (string | null)[] = [];
  const context = ({ request: { headers } }: YogaInitialContext) => {
    receivedByOthers.push(headers.get('authorization'));
  };
  const others = await startService('requests', createYoga({ schema: requests, logging: false, context }));
  const supergraph = composers['@theguild/federation-composition']([
    { name: 'msgraph', url: service.url, sdl: readFileSync('schema.federation.graphql', 'utf8') },
    { name: 'requests', url: others.url, sdl: printSubgraphSchema(requests) },
  ]);
  const hive = createHive(supergraph);
  const front = await startService('hive', hive);
  onTestFinished(async () => {
    for (const each of [front, service, others]) await each.close();
    await hive[Symbol.asyncDispose]();
  });
  const client = createClient({
    url: front.url,
    headers: { authorization: 'Bearer alice' },
    retryAttempts: 0,
  });
  const query = `subscription {
    externalConnectionOperation(connectionId: "hr", id: "op") { status requestedBy }
  }`;
  const event = (status: string) => ({
    data: { externalConnectionOperation: { status, requestedBy: 'hr/op' } },
  });
  expect(await collect(client.iterate({ query }))).toEqual([event('IN_PROGRESS'), event('COMPLETED')]);
  for (const { text } of gateway.upstream.requests) expect(text).toContain('Bearer alice');
  expect(new Set(receivedByOthers)).toEqual(new Set([null]));
});
