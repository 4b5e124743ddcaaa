import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startApollo } from './support/apollo.ts';
import { type Answer, type AnswerError, type Front, httpFront } from './support/front.ts';
import { startHive } from './support/hive.ts';
import { startNeighbour } from './support/neighbours.ts';
import { failingReads, mutations, type Operation, reads } from './support/operations.ts';
import type { Service } from './support/service.ts';
import { startStitched } from './support/stitched.ts';
import { composers, type Services, startServices } from './support/supergraph.ts';

// The same operations, asked of the gateway itself and of every kind of supergraph with the gateway in it.

let services: Services;
let stitchedNeighbour: Service;
let direct: Front;
let others: readonly Front[];
beforeAll(async () => {
  services = await startServices();
  stitchedNeighbour = await startNeighbour('stitchedOwnership');
  direct = httpFront('direct', services.url);
  others = [
    await startStitched([services.url, stitchedNeighbour.url]),
    startHive(composers['@theguild/federation-composition'](services.subgraphs)),
    await startApollo(composers['@apollo/composition'](services.subgraphs)),
  ];
});
afterEach(() => services.gateway.emulator.clear());
afterAll(async () => {
  await Promise.all(others.map((front) => front.close()));
  await stitchedNeighbour.close();
  await services.close();
});

let organisations = 0;

async function answerOf(front: Front, { query, variables, faults = [], writes, before = [] }: Operation) {
  const { emulator } = services.gateway;
  organisations += 1;
  const token = writes ? `organisation${organisations}` : 'demo';
  for (const document of before) await direct.ask(document, {}, token);
  emulator.clear();
  for (const fault of faults) emulator.failNext(fault);
  const { data, errors = [] }: Answer = await front.ask(query, variables, token);
  const calls = emulator.requests.map(({ method, path, headers }) => [method, path, headers.authorization]);
  expect(new Set(calls.map(([, , authorization]) => authorization)).size).toBeLessThanOrEqual(1);
  return {
    data: data ?? null,
    errors: errors.map(gist).sort(),
    calls: calls.map(([method]) => method).sort(),
  };
}

/** What is left of an error whatever lies between: gateways reword messages and reshape paths. */
function gist({ path, extensions = {} }: AnswerError): string {
  const { graph } = extensions;
  const status = typeof graph === 'object' && graph !== null && 'status' in graph ? graph.status : undefined;
  return `${path?.[0]} ${extensions.code} ${status} ${extensions.outcome}`;
}

describe.each([
  ['reads', reads],
  ['failing reads', failingReads],
  ['mutations', mutations],
] as const)('%s are answered alike', (kind, operations) => {
  test.each(operations)('$query $faults', async (operation) => {
    const expected = await answerOf(direct, operation);
    if (kind !== 'mutations') expect(expected.errors.length > 0).toBe(kind === 'failing reads');
    for (const front of others) {
      expect(await answerOf(front, operation), front.name).toEqual(expected);
    }
  });
});

test('a list is paged through alike', async () => {
  const query = `query ($after: String) {
    externalConnections(first: 2, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } }
  }`;
  for (const front of [direct, ...others]) {
    const first = await front.ask(query);
    const [, after] = /"endCursor":"([^"]+)"/.exec(JSON.stringify(first)) ?? [];
    expect(await front.ask(query, { after }), front.name).toEqual({
      data: {
        externalConnections: {
          nodes: [{ id: 'fabrikamwiki' }],
          pageInfo: { hasNextPage: false, endCursor: null },
        },
      },
    });
  }
});
