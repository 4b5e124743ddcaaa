import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startApollo } from './support/apollo.ts';
import { type Front, httpFront, type Result, type ResultError } from './support/front.ts';
import { startHive } from './support/hive.ts';
import { startNeighbour } from './support/neighbours.ts';
import { failingReads, mutations, type Operation, reads } from './support/operations.ts';
import type { Service } from './support/service.ts';
import { startStitched } from './support/stitched.ts';
import { composers, type Services, startServices } from './support/supergraph.ts';

// The same operations, sent to the gateway itself and through every kind of supergraph.

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

let tenants = 0;

async function resultOf(front: Front, { query, variables, faults = [], writes, before = [] }: Operation) {
  const { emulator } = services.gateway;
  tenants += 1;
  const token = writes ? `tenant${tenants}` : 'demo';
  for (const document of before) await direct.execute(document, {}, token);
  emulator.clear();
  for (const fault of faults) emulator.failNext(fault);
  const { data, errors = [] }: Result = await front.execute(query, variables, token);
  const calls = emulator.requests.map(({ method, path, headers }) => [method, path, headers.authorization]);
  expect(new Set(calls.map(([, , authorization]) => authorization)).size).toBeLessThanOrEqual(1);
  return {
    data: data ?? null,
    errors: errors.map(comparableError).sort(),
    calls: calls.map(([method]) => method).sort(),
  };
}

/** The parts of an error that all gateways keep: they reword messages and reshape paths. */
function comparableError({ path, extensions = {} }: ResultError): string {
  const { graph } = extensions;
  const status = typeof graph === 'object' && graph !== null && 'status' in graph ? graph.status : undefined;
  return `${path?.[0]} ${extensions.code} ${status} ${extensions.outcome}`;
}

describe.each([
  ['reads', reads],
  ['failing reads', failingReads],
  ['mutations', mutations],
] as const)('%s have the same results', (kind, operations) => {
  test.each(operations)('$query $faults', async (operation) => {
    const expected = await resultOf(direct, operation);
    if (kind !== 'mutations') expect(expected.errors.length > 0).toBe(kind === 'failing reads');
    for (const front of others) {
      expect(await resultOf(front, operation), front.name).toEqual(expected);
    }
  });
});

test('a list has the same pages', async () => {
  const query = `query ($after: String) {
    externalConnections(first: 2, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } }
  }`;
  for (const front of [direct, ...others]) {
    const first = await front.execute(query);
    const [, after] = /"endCursor":"([^"]+)"/.exec(JSON.stringify(first)) ?? [];
    expect(await front.execute(query, { after }), front.name).toEqual({
      data: {
        externalConnections: {
          nodes: [{ id: 'fabrikamwiki' }],
          pageInfo: { hasNextPage: false, endCursor: null },
        },
      },
    });
  }
});
