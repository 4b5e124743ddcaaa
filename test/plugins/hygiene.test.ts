import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { runGateway } from '../support/running.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.close());

const READ = '{ externalConnections { nodes { id } } }';

test.each([
  ['an answer', { query: READ }, {}],
  ['a failing field', { query: '{ externalConnection(id: "..") { id } }' }, {}],
  ['a refused document', { query: '{ nonsense }' }, {}],
  ['a refused request', {}, {}],
  ['a missing token', { query: READ }, { token: null }],
])('%s is kept by no cache, and names no software', async (_, body, options) => {
  // Often enough for an operation that recurs.
  for (let sighting = 1; sighting <= 5; sighting += 1) {
    const { headers } = await gateway.post(body, options);
    expect(headers.get('cache-control')).toBe('private, no-store');
    expect(headers.get('vary')).toBe('Authorization');
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('server')).toBeNull();
  }
});

test('GET /health says that the process lives, and GET /ready that it may be asked, without a token', async () => {
  for (const path of ['health', 'ready']) {
    expect((await gateway.gateway.fetch(`http://gateway/${path}`)).status).toBe(200);
  }
});

describe('names that are nearly right', () => {
  const NEARLY = [
    '{ externalConection(id: "x") { id } }',
    '{ externalConnection(id: "x") { nam } }',
    'mutation { createExternalConnection(input: { id: "abc", name: "x", stat: DRAFT }) { id } }',
  ];
  const variable = {
    query:
      'mutation ($input: CreateExternalConnectionInput!) { createExternalConnection(input: $input) { id } }',
    variables: { input: { id: 'abc', name: 'x', state: 'DRAFTS' } },
  };

  test('are guessed at while one develops', async () => {
    for (const query of NEARLY)
      expect(await (await gateway.post({ query })).text()).toContain('Did you mean');
    expect(await (await gateway.post(variable)).text()).toContain('Did you mean');
  });

  test.each([
    { NODE_ENV: 'production' },
    { NODE_ENV: 'production', INTROSPECTION: 'on' },
    { INTROSPECTION: 'off' },
  ])('are not with %j, and the errors stay as they are otherwise', async (settings) => {
    const closed = await runGateway({ settings });
    for (const query of NEARLY) {
      const text = await (await closed.post({ query })).text();
      expect(text).not.toContain('Did you mean');
      expect(JSON.parse(text).errors[0]).toMatchObject({
        locations: [expect.anything()],
        extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
      });
    }
    expect(await (await closed.post(variable)).text()).not.toContain('Did you mean');
  });
});
