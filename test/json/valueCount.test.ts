import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { sendEveryWay } from '../operations/support/requests.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterEach(() => gateway.emulator.clear());
afterAll(() => gateway.close());

describe('variables', () => {
  const create =
    'mutation ($input: CreateExternalConnectionInput!) { createExternalConnection(input: $input) { id } }';
  const lookups = 'query ($ids: [ID!]!) { externalConnectionsById(ids: $ids) { id } }';
  const values = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`f${i}`, i]));
  const nested = (depth: number): unknown => JSON.parse('['.repeat(depth) + ']'.repeat(depth));

  test.each([
    ['an input with many fields', create, { input: values(2_001) }],
    ['a long list', lookups, { ids: Array.from({ length: 2_001 }, String) }],
    ['deep lists', lookups, { ids: nested(2_001) }],
    ['variables that the operation does not define', lookups, values(2_001)],
  ])(
    'with too many values are rejected, over POST, GET and event streams: %s',
    async (_, query, variables) => {
      for (const response of await sendEveryWay(gateway, query, variables, query === create)) {
        const { data, errors } = await response.json();
        expect(data).toBeUndefined();
        expect(errors).toHaveLength(1);
        expect(errors[0].extensions).toEqual({ code: 'LIMIT_EXCEEDED', limit: 'variables', max: 2_000 });
        expect(errors[0].message).toContain('MAX_VARIABLE_VALUES');
      }
      expect(gateway.emulator.requests).toEqual([]);
    },
  );

  test('are not confused with a document or with strings that look like values', async () => {
    const text = `"[{,\\${'[{,"\\'.repeat(2_000)}`;
    const query = `{ externalConnection(id: "contosohr") { id } } # ${'[,{'.repeat(3_000)}`;
    const responses = await Promise.all([
      gateway.post({ query }, { token: 'demo' }),
      gateway.post({
        query: 'query ($text: ID!) { externalConnection(id: $text) { id } }',
        variables: { text },
      }),
    ]);
    expect((await responses[0].json()).errors).toBeUndefined();
    expect((await responses[1].json()).errors[0].extensions).toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  test('may have as many values as the limit, empty objects included', async () => {
    const ids = Array.from({ length: 1_990 }, () => ({}));
    const body = await (await gateway.post({ query: lookups, variables: { ids } })).json();
    expect(body.errors[0].extensions.code).toBe('BAD_USER_INPUT');
  });

  test('have the same limit in extensions', async () => {
    const extensions = { a: Array.from({ length: 3_000 }, (_, i) => i) };
    const search = new URLSearchParams({ query: '{ __typename }', extensions: JSON.stringify(extensions) });
    for (const response of [
      await gateway.post({ query: '{ __typename }', extensions }),
      await gateway.gateway.fetch(`http://gateway/graphql?${search}`),
    ]) {
      expect((await response.json()).errors[0].extensions).toMatchObject({ limit: 'variables', max: 2_000 });
    }
  });

  test('are counted before the body is parsed if there are far too many', async () => {
    const body = `{"query":"{ __typename }","variables":{"a":[${'[],'.repeat(300_000)}not JSON`;
    const response = await gateway.gateway.fetch('http://gateway/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    expect((await response.json()).errors[0].extensions).toMatchObject({ limit: 'variables', max: 2_000 });
  });

  test('are not quoted at full length in errors', async () => {
    for (let time = 1; time <= 5; time += 1) {
      const response = await gateway.post({ query: create, variables: { input: values(1_990) } });
      expect((await response.text()).length).toBeLessThan(100_000);
    }
  });
});
