import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { failureOf } from '../support/failure.ts';
import { itemMutations, items, reads, rootFields } from '../support/fields.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';

// The error code for each status of Microsoft Graph, for every root field.

const CODES = [
  [400, 'UPSTREAM_REJECTED'],
  [401, 'UNAUTHENTICATED'],
  [402, 'UPSTREAM_REJECTED'],
  [403, 'FORBIDDEN'],
  [404, 'NOT_FOUND'],
  [405, 'UPSTREAM_REJECTED'],
  [406, 'UPSTREAM_REJECTED'],
  [408, 'UPSTREAM_TIMEOUT'],
  [409, 'CONFLICT'],
  [410, 'NOT_FOUND'],
  [412, 'CONFLICT'],
  [413, 'UPSTREAM_REJECTED'],
  [415, 'UPSTREAM_REJECTED'],
  [422, 'UPSTREAM_REJECTED'],
  [423, 'CONFLICT'],
  [429, 'RATE_LIMITED'],
  [500, 'UPSTREAM_UNAVAILABLE'],
  [501, 'UPSTREAM_UNAVAILABLE'],
  [502, 'UPSTREAM_UNAVAILABLE'],
  [503, 'UPSTREAM_UNAVAILABLE'],
  [504, 'UPSTREAM_TIMEOUT'],
  [507, 'UPSTREAM_UNAVAILABLE'],
  [509, 'RATE_LIMITED'],
] as const;

// Longer than the gateway would wait, so that nothing is retried.
const AT_ONCE = { 'Retry-After': '3600' };

let running: TestGateway;
beforeAll(async () => {
  running = await startTestGateway();
});
beforeEach(() => running.emulator.clear());
afterAll(() => running.close());

describe.each(rootFields)('$name', (field) => {
  // A 404 by id is no error: it has its own test.
  const codes = CODES.filter(([status]) => status !== 404 || !items.includes(field));

  test.each(codes)("turns Graph's %i into %s, after one call", async (status, code) => {
    running.emulator.failNext({ status, path: field.path, headers: AT_ONCE });
    const { extensions, path, message } = await failureOf(running, field.document);
    expect({ code: extensions.code, path }).toEqual({ code, path: [field.name] });
    expect(extensions.graph).toMatchObject({ status, code: expect.any(String), message: expect.any(String) });
    expect(message).toContain(String(status));
    expect(running.emulator.requests.map(({ method, path }) => [method, path])).toEqual([
      [field.method, `/beta${field.path}`],
    ]);
  });

  test.each(codes)('turns an HTML page with %i into %s without repeating it', async (status, code) => {
    const body = `<html><h1>HTTP Error ${status}. Proxy-7 says no.</h1></html>`;
    running.emulator.failNext({
      status,
      path: field.path,
      headers: { ...AT_ONCE, 'content-type': 'text/html' },
      body,
    });
    const { extensions, text } = await failureOf(running, field.document);
    expect(extensions.code).toBe(code);
    expect(Object.keys(extensions.graph ?? {}).sort()).toEqual(['clientRequestId', 'requestId', 'status']);
    expect(text).not.toMatch(/html|h1|Proxy-7/);
  });

  test.each(codes)('turns a %i without a body into %s', async (status, code) => {
    running.emulator.failNext({ status, path: field.path, headers: AT_ONCE, body: '' });
    expect((await failureOf(running, field.document)).extensions.code).toBe(code);
  });
});

describe.each(items)('$name', ({ name, document, path, setting }) => {
  test("is null for a 404 with Graph's own error body", async () => {
    running.emulator.failNext({ status: 404, path });
    const response = await running.post({ query: document }, { token: 'demo' });
    expect(await response.json()).toEqual({ data: { [name]: null } });
  });

  test.each([
    ['an empty body', ''],
    ['an HTML page', '<h1>Not Found</h1>'],
    ['JSON of another service', { message: 'no Route matched with those values' }],
    ['an error of another service', { error: 'not found' }],
    ['an error that says nothing', { error: {} }],
    ["Graph's error for an unknown path", unknownSegment('connections')],
  ])('is an error that names the settings if a 404 has %s', async (_, body) => {
    running.emulator.failNext({ status: 404, path, body });
    const { extensions, message } = await failureOf(running, document);
    expect(extensions).toMatchObject({ code: 'NOT_FOUND', graph: { status: 404 } });
    expect(message).toContain('GRAPH_URL');
    expect(message).toContain(setting);
    expect(message).not.toContain('Route');
  });
});

const addressed = rootFields.filter((field) => ![...items, ...itemMutations].includes(field));
test.each(addressed)(
  'the error of $name for a 404 names the settings',
  async ({ document, path, setting }) => {
    running.emulator.failNext({ status: 404, path });
    const { message } = await failureOf(running, document);
    expect(message).toContain('GRAPH_URL');
    expect(message).toContain(setting);
  },
);

test.each(reads)('the error of $name names the settings if Graph does not know the path', async (field) => {
  running.emulator.failNext({ status: 400, path: field.path, body: unknownSegment('external') });
  const { message, extensions } = await failureOf(running, field.document);
  expect(extensions.code).toBe('UPSTREAM_REJECTED');
  expect(message).toContain('GRAPH_URL');
  expect(message).toContain(field.setting);
});

/** @see https://learn.microsoft.com/graph/errors */
function unknownSegment(segment: string) {
  return { error: { code: 'BadRequest', message: `Resource not found for the segment '${segment}'.` } };
}
