import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { z } from 'zod';
import { Redactor } from '../../../src/msgraph/protocol/redact.ts';
import { failureOf } from '../../support/failure.ts';
import { withoutBackoff } from '../../support/retries.ts';
import { runGateway, runGatewayBefore } from '../../support/running.ts';
import { always } from '../../support/upstream.ts';

// The parts of Graph's own error that callers get.

const QUERY = '{ externalConnection(id: "contosohr") { id } }';
const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const outer = { code: 'InvalidRequest', message: 'The request is malformed.' };

withoutBackoff();

async function failureWith(body: object, status = 400) {
  return failureOf(await runGatewayBefore(always({ status, body })), QUERY);
}

test('the code, message, target, details and ids of a Graph error are returned', async () => {
  const details = [
    { code: 'TooLong', message: 'The name is too long.', target: 'name' },
    { code: 'Missing', message: 'The id is missing.' },
  ];
  const innerError = {
    code: 'DeserializationError',
    message: 'It has no name.',
    date: '2026-01-01T00:00:00',
    'request-id': '11111111-1111-1111-1111-111111111111',
    'client-request-id': '22222222-2222-2222-2222-222222222222',
  };
  const { extensions, message } = await failureWith({
    error: { ...outer, target: 'body', details, innerError },
  });
  expect(extensions).toEqual({
    code: 'UPSTREAM_REJECTED',
    graph: {
      status: 400,
      code: 'InvalidRequest',
      innerCode: 'DeserializationError',
      message: expect.stringMatching(/The request is malformed\..*It has no name\./),
      target: 'body',
      details,
      requestId: '11111111-1111-1111-1111-111111111111',
      clientRequestId: '22222222-2222-2222-2222-222222222222',
    },
  });
  expect(message).toContain('The request is malformed.');
  expect(message).toContain('It has no name.');
});

describe.each(['innerError', 'innererror'])('%s', (name) => {
  test('contributes the innermost code and message, at any depth', async () => {
    const deepest = { code: 'Deepest', message: 'This is why.', 'request-id': 'r', 'client-request-id': 'c' };
    const inner = { code: 'Middle', [name]: { [name]: deepest } };
    const { extensions } = await failureWith({ error: { ...outer, [name]: inner } });
    expect(extensions.graph).toMatchObject({ innerCode: 'Deepest', requestId: 'r', clientRequestId: 'c' });
    expect(extensions.graph?.message).toContain('This is why.');
  });

  test.each([
    ['text', 'wrong'],
    ['a number', 42],
    ['an array', [{ code: 'Wrong' }]],
    ['null', null],
    ['empty', {}],
    ['full of wrong types', { code: 42, message: ['wrong'], target: {}, details: 'wrong', 'request-id': 42 }],
  ])('is ignored if it is %s', async (_, inner) => {
    const { extensions } = await failureWith({ error: { ...outer, [name]: inner } });
    expect(extensions.graph).toEqual({ status: 400, ...outer });
  });
});

test('a chain of ten thousand inner errors is handled', async () => {
  const depth = 10_000;
  const body = `{"error":{"code":"Deep","innerError":${'{"innerError":'.repeat(depth)}{}${'}'.repeat(depth)}}}`;
  const running = await runGatewayBefore(always({ status: 400, body }));
  expect((await failureOf(running, QUERY)).extensions.graph).toEqual({ status: 400, code: 'Deep' });
});

test.each([
  ['an empty code', { code: '', message: 'Why.' }, { message: 'Why.' }],
  ['an empty message', { code: 'UnknownError', message: '' }, { code: 'UnknownError' }],
  ['no message', { code: 'UnknownError' }, { code: 'UnknownError' }],
  ['a numeric code', { code: 400, message: 'Why.' }, { message: 'Why.' }],
  ['wrong details', { ...outer, details: [42], target: 42 }, outer],
])('%s in the error does not affect the rest of it', async (_, error, graph) => {
  expect((await failureWith({ error })).extensions.graph).toEqual({ status: 400, ...graph });
});

test("Graph's texts without a full stop become sentences, also before a hint of the gateway", async () => {
  const error = { code: 'x', message: 'Taken', innerError: { message: 'By somebody else' } };
  const creation = 'mutation { createExternalConnection(input: { id: "newhr", name: "New HR" }) { id } }';
  const running = await runGatewayBefore(always({ status: 409, body: { error } }));
  expect((await failureOf(running, QUERY)).message).toMatch(/Taken\. By somebody else\.$/);
  expect((await failureOf(running, creation)).message).toMatch(/By somebody else\. An earlier/);
});

test('an error has no properties beyond the contract', async () => {
  const error = {
    ...outer,
    stackTrace: 'at Contoso.Secret()',
    innerError: { source: 'Connection', type: 'Secret' },
  };
  const { extensions, text } = await failureWith({ error, debug: 'Secret' });
  expect(extensions.graph).toEqual({ status: 400, ...outer });
  expect(text).not.toMatch(/Secret|source/);
});

test('the ids are those of the headers, and clientRequestId is the one that was sent', async () => {
  const running = await runGateway();
  const sent = '99999999-8888-4777-8666-555555555555';
  const headers = { 'client-request-id': sent };
  running.emulator.failNext({ status: 403 });
  const { extensions } = await failureOf(running, QUERY, { token: 'demo', headers });
  expect(extensions.graph).toMatchObject({ requestId: expect.stringMatching(GUID), clientRequestId: sent });
  expect(running.emulator.requests[0]?.headers['client-request-id']).toBe(sent);
});

test('the ids are those of the headers if the body is not a Graph error', async () => {
  const sent = { 'client-request-id': '99999999-8888-4777-8666-555555555555' };
  const headers = ['request-id: one', 'client-request-id: 99999999-8888-4777-8666-555555555555'];
  const running = await runGatewayBefore(always({ status: 502, headers, body: '<h1>Bad Gateway</h1>' }));
  const { extensions } = await failureOf(running, QUERY, { token: 'demo', headers: sent });
  expect(extensions.graph).toEqual({
    status: 502,
    requestId: 'one',
    clientRequestId: sent['client-request-id'],
  });
});

test('a truncated error keeps its status and its headers', async () => {
  const body = '{"error":{"code":"Secret';
  const response = { status: 429, headers: ['Retry-After: 3600', 'request-id: one'], body, length: 200 };
  const running = await runGatewayBefore((socket) => {
    always(response)(socket, { line: '', text: '', index: 0 });
    socket.end();
  });
  const { extensions, text } = await failureOf(running, QUERY);
  expect(extensions).toEqual({
    code: 'RATE_LIMITED',
    retryAfterSeconds: 3600,
    graph: { status: 429, requestId: 'one' },
  });
  expect(text).not.toContain('Secret');
});

describe('of a hostile upstream', () => {
  test('only the first 20 details are read, whatever comes after them', async () => {
    const details = Array.from({ length: 20 }, (_, index) => ({ code: `c${index}` }));
    const { extensions } = await failureWith({
      error: { ...outer, details: [...details, ...Array(20_000).fill(1)] },
    });
    expect(extensions.graph?.details).toEqual(details);
  });

  test('wrong details cost a few issues, not one each', async () => {
    const issues = vi.fn(() => 'wrong');
    const { customError } = z.config();
    z.config({ customError: issues });
    onTestFinished(() => void z.config({ customError }));
    const { extensions } = await failureWith({ error: { ...outer, details: Array(20_000).fill(1) } });
    expect(extensions.graph).toEqual({ status: 400, ...outer });
    expect(issues.mock.calls.length).toBeLessThan(100);
  });

  test.each([
    [262_144, outer],
    [262_145, {}],
  ])('an error body of %i bytes is read up to 256 kB', async (bytes, graph) => {
    const text = JSON.stringify({ error: outer });
    const running = await runGatewayBefore(always({ status: 403, body: text.padEnd(bytes) }));
    const { extensions } = await failureOf(running, QUERY);
    expect(extensions).toEqual({ code: 'FORBIDDEN', graph: { status: 403, ...graph } });
  });

  test('details of errors that are not listed are not searched for the token', async () => {
    const redact = vi.spyOn(Redactor.prototype, 'redact');
    onTestFinished(() => redact.mockRestore());
    const detail = { code: 'c', message: 'word '.repeat(300), target: 't' };
    const error = { ...outer, details: Array(20).fill(detail) };
    const responses = Array.from({ length: 20 }, (_, index) => {
      return { id: String(index + 1), status: 403, body: { error } };
    });
    const running = await runGatewayBefore(always({ body: { responses } }));
    const ids = Array.from({ length: 200 }, (_, index) => `conn${index}`);
    const { errors } = await running.execute(
      'query ($ids: [ID!]!) { externalConnectionsById(ids: $ids) { id } }',
      { ids },
    );
    const listed = errors?.filter(({ extensions }) => extensions.code === 'FORBIDDEN') ?? [];
    expect(listed.length).toBeLessThan(20);
    expect(listed[0]?.extensions.graph?.details).toHaveLength(20);
    expect(redact.mock.calls.length).toBeLessThanOrEqual(200 * 5 + listed.length * 60);
  });
});
