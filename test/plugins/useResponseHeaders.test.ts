import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { sawToken } from '../support/leaks.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.close());

const READ = '{ externalConnections { nodes { id } } }';

test.each([
  ['a query', { query: READ }, {}],
  ['a failing field', { query: '{ externalConnection(id: "..") { id } }' }, {}],
  ['an invalid document', { query: '{ nonsense }' }, {}],
  ['an invalid request', {}, {}],
  ['a missing token', { query: READ }, { token: null }],
  ['a request for an event stream', { query: READ }, { headers: { accept: 'text/event-stream' } }],
])('the response to %s cannot be stored by caches, and names no software', async (_, body, options) => {
  for (let time = 1; time <= 3; time += 1) {
    const { headers } = await gateway.post(body, options);
    expect(headers.get('cache-control')).toBe('private, no-store');
    expect(headers.get('vary')).toBe('Authorization');
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('server')).toBeNull();
  }
});

test.each(['Bearer ', `Bearer${' '.repeat(60)}`, 'bearer  '])(
  'a token that is sent as the client-request-id, too, is not sent back: "%s"',
  async (scheme) => {
    const token = '7c9e6679-7425-40de-944b-e07fc1f90ae7';
    sawToken(token);
    const headers = {
      'content-type': 'application/json',
      authorization: scheme + token,
      'client-request-id': token,
    };
    const init = { method: 'POST', headers, body: JSON.stringify({ query: READ }) };
    const response = await gateway.gateway.fetch('http://gateway/graphql', init);
    expect(response.headers.get('client-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(response.headers.get('client-request-id')).not.toBe(token);
  },
);
