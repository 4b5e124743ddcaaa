import { describe, expect, test } from 'vitest';
import type { EmulatorOptions, Fault } from '../../../emulator/index.ts';
import { failureOf } from '../../support/failure.ts';
import { objectMutations, type RootField } from '../../support/fields.ts';
import { withoutBackoff } from '../../support/retries.ts';
import { runGateway, shareGatewayBefore } from '../../support/running.ts';
import { tenantOf } from '../../support/tenant.ts';
import { always } from '../../support/upstream.ts';

// The outcome of writes that were answered with a success, but whose result cannot be read: APPLIED, unless the
// response may be a proxy's.

withoutBackoff();
const gatewayBefore = shareGatewayBefore();

/** `resourceId`, if the id is known. */
function resource(id: string | undefined) {
  return id === undefined ? {} : { resourceId: id };
}

// The documented success of the other one has no body to truncate.
const withBody = objectMutations.filter(({ name }) => name !== 'updateExternalConnection');

// A POST and a PATCH at each length: before the body, within it, and near its end.
test.each(withBody.map((field, index) => ({ ...field, truncateAt: [0, 1, 30][index % 3] ?? 0 })))(
  '$name is UNKNOWN if the response is truncated after $truncateAt bytes',
  async (field) => {
    const { document, method, path, truncateAt } = field;
    const running = await runGateway();
    const before = await tenantOf(running.emulator);
    running.emulator.clear();
    running.emulator.failNext({ truncateAt, path });
    const { extensions, message } = await failureOf(running, document);
    expect(extensions).toEqual({
      code: 'UPSTREAM_INVALID_RESPONSE',
      outcome: 'UNKNOWN',
      graph: expect.objectContaining({ status: method === 'POST' ? 201 : 200 }),
    });
    expect(message).toMatch(/is incomplete/);
    expect(running.emulator.requests).toHaveLength(1);
    expect(await tenantOf(running.emulator)).not.toEqual(before);
  },
);

const WITHOUT_ID: readonly (readonly [title: string, body: object])[] = [
  ['is an empty object', {}],
  ['has no id', { name: 'New HR' }],
  ['has a numeric id', { id: 42 }],
  ["is a proxy's error", { error: 'Service unavailable' }],
  ['is an error without a text', { error: {} }],
  ['is about something else', { status: 'maintenance' }],
];

const ID = '5b3f4f0e-2d5c-4b53-9f6c-6f4f1f0f2e63';
const NO_OBJECT: readonly (readonly [title: string, body: string | object])[] = [
  ['is empty', ''],
  ['is HTML', '<h1>Created</h1>'],
  ['is a list', []],
  ['is a list of objects', [{ id: 'ab12' }]],
  ['is a text', '"created"'],
  ['is a number', '42'],
  ['is null', 'null'],
  ['is no JSON', '{"id":"ab12"'],
  ['is not UTF-8', Buffer.from('{"id":"\xc3("}', 'latin1')],
  ['is an error', { error: { code: 'Unauthorized', message: 'Sign in.' } }],
];

/** The mutations with these statuses in turn: over all bodies, each mutation has each status. */
function withStatuses(statuses: readonly number[], turn: number): readonly (readonly [RootField, number])[] {
  return objectMutations.map((field, index) => [field, statuses[(index + turn) % statuses.length] ?? 200]);
}

test.each(WITHOUT_ID)('each mutation is UNKNOWN if the response %s', async (title, body) => {
  const turn = WITHOUT_ID.findIndex(([other]) => other === title);
  for (const [{ name, document }, status] of withStatuses([200, 201, 202], turn)) {
    const running = gatewayBefore(always({ status, body }));
    const { extensions } = await failureOf(running, document);
    expect(extensions, name).toMatchObject({ code: 'UPSTREAM_INVALID_RESPONSE', outcome: 'UNKNOWN' });
    expect(extensions.resourceId, name).toBeUndefined();
    expect(running.upstream.requests, name).toHaveLength(1);
  }
});

test.each(NO_OBJECT)(
  'each mutation is UNKNOWN if the response %s, and does not claim success',
  async (title, body) => {
    const turn = NO_OBJECT.findIndex(([other]) => other === title);
    for (const [{ name, document }, status] of withStatuses([200, 201, 202, 203, 206, 299], turn)) {
      const running = gatewayBefore(always({ status, body, headers: [`request-id: ${ID}`] }));
      const { extensions, message } = await failureOf(running, document);
      const graph = { status, requestId: ID };
      expect(extensions, name).toEqual({ code: 'UPSTREAM_INVALID_RESPONSE', outcome: 'UNKNOWN', graph });
      expect(message, name).toMatch(/\. The write may have been applied: [^.]+ before you retry\.$/);
      expect(message, name).not.toMatch(/succe|is applied|saved|created/i);
      expect(running.upstream.requests, name).toHaveLength(1);
    }
  },
);

const identified = objectMutations.flatMap((field) =>
  field.id === undefined ? [] : [{ ...field, id: field.id }],
);

describe.each(identified)('$name', ({ document, id }) => {
  test('is UNKNOWN if the response is another object, of which nothing is shown', async () => {
    const body = { id: `${id}2`, name: 'Foreign', privateLinkIds: [1] };
    const running = gatewayBefore(always({ status: 200, body }));
    const { extensions, message, text } = await failureOf(running, document);
    expect(extensions).toEqual({
      code: 'UPSTREAM_INVALID_RESPONSE',
      outcome: 'UNKNOWN',
      graph: { status: 200 },
    });
    expect(message).toContain('"id" is not the one that was asked for');
    expect(text).not.toContain(body.id);
    expect(running.upstream.requests).toHaveLength(1);
  });

  test('is applied if the response spells the id in capital letters', async () => {
    const running = gatewayBefore(always({ status: 200, body: { id: id.toUpperCase() } }));
    const { errors } = await running.execute(document, {}, { token: 'demo' });
    expect(errors).toBeUndefined();
  });
});

/** The mutations that read after a 204, and the emulator's option for it. */
const EMPTY: Record<string, EmulatorOptions> = {
  addExternalConnection: { refStatus: 204 },
  updateExternalConnection: {},
  updatePrivateEndpointConnection: { privateEndpointPatchStatus: 204 },
  updateSingletonPrivateEndpointConnection: { privateEndpointPatchStatus: 204 },
};
const reread = objectMutations.filter(({ name }) => name in EMPTY);

async function after204({ name, document }: RootField, fault: Fault, settings = {}) {
  const running = await runGateway({ emulator: EMPTY[name] ?? {}, settings });
  const before = await tenantOf(running.emulator);
  running.emulator.clear();
  running.emulator.failNext({ ...fault, method: 'GET' });
  const failure = await failureOf(running, document);
  const requests = running.emulator.requests.map((request) => request.method);
  expect(await tenantOf(running.emulator)).not.toEqual(before);
  return { ...failure, requests };
}

describe.each(reread)('$name after a 204', (field) => {
  /** Every second case: each one has two of the mutations. */
  const own = <T>(cases: readonly T[]) =>
    cases.filter((_, index) => (index + reread.indexOf(field)) % 2 === 0);

  test.each(
    own([
      [404, 'NOT_FOUND'],
      [403, 'FORBIDDEN'],
      [408, 'UPSTREAM_TIMEOUT'],
      [429, 'RATE_LIMITED'],
      [500, 'UPSTREAM_UNAVAILABLE'],
      [302, 'UPSTREAM_INVALID_RESPONSE'],
    ] as const),
  )('is APPLIED if the read after it gets a %i', async (status, code) => {
    const { extensions, requests } = await after204(field, {
      status,
      headers: { 'Retry-After': '3600' },
    });
    expect(extensions).toMatchObject({ code, outcome: 'APPLIED', graph: { status } });
    expect(extensions.resourceId).toBe(field.id);
    expect(requests).toEqual([field.method, 'GET']);
  });

  test.each(
    own<[string, Fault, string]>([
      ['is reset', { reset: 'before', times: 3 }, 'UPSTREAM_UNAVAILABLE'],
      ['is truncated', { truncateAt: 5, times: 3 }, 'UPSTREAM_INVALID_RESPONSE'],
      ['is empty', { status: 200, body: '' }, 'UPSTREAM_INVALID_RESPONSE'],
      ['is a 204 again', { status: 204, body: '' }, 'UPSTREAM_INVALID_RESPONSE'],
      ['exceeds the deadline', { delayMs: 700 }, 'UPSTREAM_TIMEOUT'],
    ]),
  )('is APPLIED if the read after it %s', async (_, fault, code) => {
    const settings = 'delayMs' in fault ? { REQUEST_TIMEOUT_MS: '600' } : {};
    const { extensions, requests } = await after204(field, fault, settings);
    expect(extensions).toMatchObject({ code, outcome: 'APPLIED' });
    expect(extensions.resourceId).toBe(field.id);
    expect(requests).toEqual([field.method, ...Array.from({ length: fault.times ?? 1 }, () => 'GET')]);
  });
});

test.each(objectMutations.filter((field) => !reread.includes(field)))(
  '$name on a 204 is APPLIED, and nothing is read',
  async ({ document, id }) => {
    const running = gatewayBefore((socket) => void socket.write('HTTP/1.1 204 No Content\r\n\r\n'));
    const { extensions } = await failureOf(running, document);
    expect(extensions).toEqual({ code: 'UPSTREAM_INVALID_RESPONSE', outcome: 'APPLIED', ...resource(id) });
    expect(running.upstream.requests).toHaveLength(1);
  },
);

test('an update that cannot be read does not affect the next one of the document', async () => {
  const running = await runGateway({ emulator: { privateEndpointPatchStatus: 204 } });
  running.emulator.failNext({ status: 500, method: 'GET' });
  const { data, errors } = await running.execute(`mutation {
    a: updateSingletonPrivateEndpointConnection(input: { privateLinkIds: [1] }) { privateLinkIds }
    b: updateSingletonPrivateEndpointConnection(input: { privateLinkIds: [2] }) { privateLinkIds }
  }`);
  expect(data).toEqual({ a: null, b: { privateLinkIds: [2] } });
  expect(errors).toMatchObject([{ path: ['a'], extensions: { outcome: 'APPLIED' } }]);
});
