import { getIntrospectionQuery } from 'graphql';
import { beforeAll, describe, expect, test } from 'vitest';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { runGateway } from '../support/running.ts';
import { codesOf, type SendOptions, send } from './support/requests.ts';

// Two depth limits: MAX_DEPTH for data, and a fixed one for introspection, which is nested deeper in the
// queries of every tool.

const nested = (levels: number) => `${'a { '.repeat(levels - 1)}a${' }'.repeat(levels - 1)}`;
const INTROSPECTION_DEPTH = 20;

const connections = 'externalConnections { nodes { configuration { authorizedAppIds } } }';
const inFragments = `{ ...Q } fragment Q on Query { externalConnections { ...P } }
  fragment P on ExternalConnectionPage { nodes { ... { configuration { ...C } } } }
  fragment C on ExternalConnectionConfiguration { authorizedAppIds }`;
const ways: readonly SendOptions[] = [{}, { method: 'GET' }];

/** Checks that a document is rejected for its depth by POST and GET, and returns the message. */
async function expectRejected(running: TestGateway, query: string, limit: number, setting = limit) {
  // The fixed limit may grow with the setting.
  const allowed = [limit, Math.max(limit, setting)];
  let message = '';
  for (const way of ways) {
    for (let time = 1; time <= 4; time += 1) {
      const { body, calls } = await send(running, { query }, way);
      expect(body.data).toBeUndefined();
      expect(body.errors).toMatchObject([
        { extensions: { code: 'LIMIT_EXCEEDED', limit: expect.stringMatching(/depth/i) } },
      ]);
      expect(calls).toEqual([]);
      const [error] = body.errors ?? [];
      expect(allowed).toContain(error?.extensions.max);
      message = error?.message ?? '';
      expect(message).toMatch(new RegExp(`\\b${error?.extensions.max}\\b`));
    }
  }
  return message;
}

describe.each([3, 10, 30])('with MAX_DEPTH=%i', (max) => {
  let running: TestGateway;
  beforeAll(async () => {
    running = await startTestGateway({ settings: { MAX_DEPTH: String(max) } });
    return () => running.close();
  });

  test('data nested deeper is rejected, and the error names the limit and its setting', async () => {
    for (const levels of [max + 30, 100, 200]) {
      expect(await expectRejected(running, `{ ${nested(levels)} }`, max)).toContain('MAX_DEPTH');
    }
  });

  test('the depth of a fragment counts where it is spread', async () => {
    const fragments = Array.from(
      { length: 60 },
      (_, i) => `fragment F${i} on ExternalConnection { a { ...F${i + 1} } }`,
    );
    const query = `{ externalConnection(id: "x") { ...F0 } } ${fragments.join(' ')} fragment F60 on ExternalConnection { id }`;
    expect(await expectRejected(running, query, max)).toContain('MAX_DEPTH');
  });

  test('data within the limit is executed', async () => {
    for (const query of [`{ ${connections} }`, inFragments]) {
      if (max < 4) expect(await expectRejected(running, query, max)).toContain('MAX_DEPTH');
      else expect((await send(running, { query })).body).not.toHaveProperty('errors');
    }
    const { body } = await send(running, { query: '{ externalConnections { nodes { id } } }' });
    expect(body).not.toHaveProperty('errors');
  });

  test('the introspection queries of tools are executed', async () => {
    for (const query of [getIntrospectionQuery(), getIntrospectionQuery({ inputValueDeprecation: true })]) {
      expect((await send(running, { query })).body).not.toHaveProperty('errors');
    }
  });

  test('introspection nested too deeply is rejected by its own limit, without naming MAX_DEPTH', async () => {
    const query = `{ __type(name: "Query") { ${'ofType { '.repeat(60)} name ${'} '.repeat(60)} } }`;
    const message = await expectRejected(running, query, INTROSPECTION_DEPTH, max);
    expect(message).toMatch(/introspection/i);
    if (max < INTROSPECTION_DEPTH) expect(message).not.toContain('MAX_DEPTH');
  });

  test('introspection nested too deeply in fragments is rejected', async () => {
    const fragments = Array.from(
      { length: 60 },
      (_, i) => `fragment F${i} on __Type { ofType { ...F${i + 1} } }`,
    );
    const query = `{ __schema { queryType { ...F0 } } } ${fragments.join(' ')} fragment F60 on __Type { name }`;
    const message = await expectRejected(running, query, INTROSPECTION_DEPTH, max);
    expect(message).toMatch(/introspection/i);
  });

  test('data next to introspection keeps its own limit', async () => {
    const query = `{ __schema { queryType { name } } ${nested(60)} }`;
    await expectRejected(running, query, max);
  });
});

test('data nested slightly deeper than the limit is rejected', async () => {
  const running = await runGateway();
  for (let levels = 11; levels <= 24; levels += 1) {
    const seen = await send(running, { query: `{ ${nested(levels)} }` });
    expect(['LIMIT_EXCEEDED', 'GRAPHQL_VALIDATION_FAILED']).toContain(codesOf(seen)[0]);
    const { max = 10 } = seen.body.errors?.[0]?.extensions ?? {};
    expect(max, `${levels} levels`).toBe(10);
  }
});

test('introspection that nests lists of fields is rejected by validation', async () => {
  const running = await runGateway();
  const query =
    '{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }';
  expect(codesOf(await send(running, { query }))[0]).toBe('GRAPHQL_VALIDATION_FAILED');
});
