import { afterEach, describe, expect, test, vi } from 'vitest';
import { ERROR_CODES } from '../../src/client/errorContract.ts';
import { GraphClient } from '../../src/msgraph/calls/client.ts';
import { Session } from '../../src/msgraph/calls/session.ts';
import { failureOf } from '../support/failure.ts';
import type { GraphQLResult } from '../support/gateway.ts';
import { runGateway } from '../support/running.ts';

// Errors in a response, next to the data of the other fields.

afterEach(() => vi.restoreAllMocks());

const THREE = `{
  a: externalConnection(id: "contosohr") { id }
  b: externalConnections { nodes { id } }
  c: privateEndpointConnections { nodes { id } }
}`;

describe('one failing field', () => {
  test('does not affect the data of the others', async () => {
    const running = await runGateway();
    running.emulator.failNext({ status: 500, path: '/external/connections/contosohr' });
    const { data, errors } = await running.execute(THREE, {}, { token: 'demo' });
    expect(data).toEqual({ a: null, b: { nodes: expect.any(Array) }, c: { nodes: expect.any(Array) } });
    expect(errors).toEqual([expect.objectContaining({ path: ['a'], locations: [{ line: 2, column: 3 }] })]);
  });

  test('has one error for each of its aliases', async () => {
    const running = await runGateway();
    running.emulator.failNext({ status: 403, times: 9 });
    const { data, errors } = await running.execute(
      '{ a: externalConnection(id: "one") { id } b: externalConnection(id: "one") { id } }',
    );
    expect(data).toEqual({ a: null, b: null });
    expect(errors?.map(({ path, extensions }) => [path, extensions.code])).toEqual([
      [['a'], 'FORBIDDEN'],
      [['b'], 'FORBIDDEN'],
    ]);
  });

  test('that the gateway rejects does not stop the others', async () => {
    const running = await runGateway();
    const { data, errors } = await running.execute(
      '{ a: externalConnection(id: "../x") { id } b: externalConnection(id: "contosohr") { id } }',
      {},
      { token: 'demo' },
    );
    expect(data).toEqual({ a: null, b: { id: 'contosohr' } });
    expect(errors).toMatchObject([{ path: ['a'], extensions: { code: 'BAD_USER_INPUT', argument: 'id' } }]);
    expect(running.emulator.requests).toHaveLength(1);
  });
});

describe('an internal error', () => {
  // No request provokes one, so the session is made to throw.
  const bug = new TypeError('secret of the insides at /srv/gateway/x.ts');

  test('is masked and logged, and does not affect the other fields', async () => {
    const running = await runGateway();
    vi.spyOn(Session.prototype, 'read').mockRejectedValueOnce(bug);
    const failure = await failureOf(running, THREE);
    expect(failure.extensions).toEqual({ code: 'INTERNAL_SERVER_ERROR' });
    expect(failure.text).not.toMatch(/secret|TypeError|srv/);
    const { data }: GraphQLResult<unknown> = JSON.parse(failure.text);
    expect(data).toEqual({ a: null, b: { nodes: expect.any(Array) }, c: { nodes: expect.any(Array) } });
    expect(running.logs.join()).toContain('secret of the insides');
  });

  test('in a mutation has an outcome', async () => {
    const running = await runGateway();
    vi.spyOn(GraphClient.prototype, 'send').mockRejectedValueOnce(bug);
    const document = 'mutation { createExternalConnection(input: { id: "newhr", name: "New HR" }) { id } }';
    const { extensions } = await failureOf(running, document);
    expect(extensions).toEqual({ code: 'INTERNAL_SERVER_ERROR', outcome: 'UNKNOWN' });
  });
});

describe('a request that is not executed', () => {
  const list = '{ externalConnections { nodes { id } } }';
  const limited = 'query ($n: Int) { externalConnections(first: $n) { nodes { id } } }';
  const headers = {
    'content-type': 'application/json',
    accept: 'application/graphql-response+json',
    authorization: 'Bearer alice',
  };

  test.each<[string, string, number, object]>([
    ['with a syntax error', 'GRAPHQL_PARSE_FAILED', 400, { query: '{' }],
    ['with an unknown field', 'GRAPHQL_VALIDATION_FAILED', 400, { query: '{ nonsense }' }],
    ['with a variable of a wrong type', 'BAD_USER_INPUT', 400, { query: limited, variables: { n: 'x' } }],
    ['with a variable beyond 32 bits', 'BAD_USER_INPUT', 400, { query: limited, variables: { n: 2 ** 31 } }],
    ['without a document', 'BAD_REQUEST', 400, {}],
    ['that names none of its operations', 'BAD_REQUEST', 400, { query: `query A ${list} query B ${list}` }],
  ])('%s is rejected with %s and the status %i', async (_, code, status, content) => {
    const { gateway, emulator } = await runGateway();
    const init = { method: 'POST', headers, body: JSON.stringify(content) };
    const response = await gateway.fetch('http://gateway/graphql', init);
    const text = await response.text();
    const { errors = [] }: GraphQLResult<unknown> = JSON.parse(text);
    expect(errors.map(({ extensions }) => extensions?.code)).toEqual([code]);
    expect(ERROR_CODES).toContain(code);
    expect(response.status).toBe(status);
    expect(text).not.toMatch(/stack|node:|SyntaxError|at position/);
    expect(emulator.requests).toEqual([]);
  });
});
