import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { failureOf } from '../../support/failure.ts';
import { itemMutations, items, reads, rootFields } from '../../support/fields.ts';
import { startTestGateway, type TestGateway } from '../../support/gateway.ts';

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

const NO_DETAILS = ['clientRequestId', 'requestId', 'status'];

let running: TestGateway;
beforeAll(async () => {
  running = await startTestGateway();
});
beforeEach(() => running.emulator.clear());
afterAll(() => running.close());

/** Error bodies: Graph's own, which is the emulator's default, a proxy's, and none. */
const BODIES = ['graph', 'html', 'empty'] as const;

// Each field with each status, and with each of the bodies in turn: so each body with each field and each status, too.
describe.each(CODES)("Graph's %i is %s, after one call", (status, code) => {
  const turn = CODES.findIndex(([other]) => other === status);
  const html = `<html><h1>HTTP Error ${status}. Proxy-7 says no.</h1></html>`;

  test.each(BODIES)('with the body: %s', async (body) => {
    const fields = rootFields
      .filter((_, index) => BODIES[(index + turn) % BODIES.length] === body)
      // A 404 by id is no error: it has its own test.
      .filter((field) => status !== 404 || !items.includes(field));
    for (const field of fields) {
      running.emulator.clear();
      running.emulator.failNext({
        status,
        path: field.path,
        headers: body === 'html' ? { ...AT_ONCE, 'content-type': 'text/html' } : AT_ONCE,
        ...(body === 'graph' ? {} : { body: body === 'html' ? html : '' }),
      });
      const { extensions, path, message, text } = await failureOf(running, field.document);
      expect({ code: extensions.code, path }).toEqual({ code, path: [field.name] });
      expect(message, field.name).toContain(String(status));
      expect(running.emulator.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
        `${field.method} /beta${field.path}`,
      ]);
      const facts = { status, code: expect.any(String), message: expect.any(String) };
      if (body === 'graph') expect(extensions.graph, field.name).toMatchObject(facts);
      else expect(Object.keys(extensions.graph ?? {}).sort(), field.name).toEqual(NO_DETAILS);
      expect(text, field.name).not.toMatch(/html|h1|Proxy-7/);
    }
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
