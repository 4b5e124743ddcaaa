import { describe, expect, test } from 'vitest';
import type { Fault } from '../../../emulator/index.ts';
import { deletions } from '../../support/fields.ts';
import { withoutBackoff } from '../../support/retries.ts';
import { runGateway, runGatewayBefore } from '../../support/running.ts';
import { tenantOf } from '../../support/tenant.ts';
import { always } from '../../support/upstream.ts';

// A deletion is idempotent, so it is retried where a create or an update is not. What a retry gets says nothing about
// the attempt before it.

withoutBackoff();

const BUSY: Fault = { status: 503 };
const THROTTLED: Fault = { status: 429, headers: { 'Retry-After': '0' } };
const THROTTLED_FOR_LONG: Fault = { status: 429, headers: { 'Retry-After': '3600' } };

describe.each(deletions)('$name', (field) => {
  const { name, document, path, id } = field;
  /** Every third case: each one has one of the deletions, in turn, and each deletion has cases of each kind. */
  const own = <T>(cases: readonly T[]) => cases.filter((_, index) => index % 3 === deletions.indexOf(field));
  const isConnection = name === 'deleteExternalConnection';

  /** Runs the deletion with these faults for its attempts, in order. */
  async function deleteWith(faults: readonly Fault[]) {
    const running = await runGateway({ emulator: { deleteDelayMs: 0 } });
    const before = await tenantOf(running.emulator);
    running.emulator.clear();
    for (const fault of faults) running.emulator.failNext({ ...fault, method: 'DELETE', path });
    const { data, errors } = await running.execute(document, {}, { token: 'demo' });
    const attempts = running.emulator.requests.map((request) => `${request.method} ${request.path}`);
    const applied = JSON.stringify(await tenantOf(running.emulator)) !== JSON.stringify(before);
    return { data, errors, attempts, applied };
  }

  const attempts = (count: number) => Array.from({ length: count }, () => `DELETE /beta${path}`);

  test.each<[string, Fault[]]>([
    ['at once', []],
    ...own<[string, Fault[]]>([
      ['after a 502', [{ status: 502 }]],
      ['after a 503 and a 504', [BUSY, { status: 504 }]],
      ['after a reset', [{ reset: 'before' }]],
      ['after two throttled attempts', [THROTTLED, THROTTLED]],
    ]),
  ])('succeeds %s', async (_, faults) => {
    const result = await deleteWith(faults);
    expect(result).toEqual({
      data: { [name]: { ...(id && { id }), status: isConnection ? 'ACCEPTED' : 'COMPLETED' } },
      errors: undefined,
      attempts: attempts(faults.length + 1),
      applied: true,
    });
  });

  test.each(
    own<[string, Fault[], string, string, number, boolean]>([
      ['rejected', [{ status: 403 }], 'FORBIDDEN', 'NOT_APPLIED', 1, false],
      ['in conflict', [{ status: 409 }], 'CONFLICT', 'NOT_APPLIED', 1, false],
      ['throttled, then rejected', [THROTTLED, { status: 404 }], 'NOT_FOUND', 'NOT_APPLIED', 2, false],
      ['throttled three times', [THROTTLED, THROTTLED, THROTTLED], 'RATE_LIMITED', 'NOT_APPLIED', 3, false],
      ['a 500', [{ status: 500 }], 'UPSTREAM_UNAVAILABLE', 'UNKNOWN', 1, false],
      ['a 408', [{ status: 408 }], 'UPSTREAM_TIMEOUT', 'UNKNOWN', 1, false],
      ['a redirect', [{ status: 307 }], 'UPSTREAM_INVALID_RESPONSE', 'UNKNOWN', 1, false],
      ['a 503 three times', [BUSY, BUSY, BUSY], 'UPSTREAM_UNAVAILABLE', 'UNKNOWN', 3, false],
      ['a 503, then forbidden', [BUSY, { status: 403 }], 'FORBIDDEN', 'UNKNOWN', 2, false],
      ['a 503, then in conflict', [BUSY, { status: 409 }], 'CONFLICT', 'UNKNOWN', 2, false],
      ['reset after it was applied, then absent', [{ reset: 'after' }], 'NOT_FOUND', 'UNKNOWN', 2, true],
      [
        'reset after it was applied, then throttled',
        [{ reset: 'after' }, THROTTLED_FOR_LONG],
        'RATE_LIMITED',
        'UNKNOWN',
        2,
        true,
      ],
    ]),
  )('%s has the outcome of all its attempts', async (_, faults, code, outcome, count, applied) => {
    const result = await deleteWith(faults);
    expect(result.errors).toMatchObject([{ path: [name], extensions: { code, outcome } }]);
    expect(result.errors?.[0]?.extensions).not.toHaveProperty('resourceId');
    expect(result.attempts).toEqual(attempts(count));
    expect(result.applied).toBe(applied);
  });

  test('says that an earlier attempt may have deleted it, if that is unknown', async () => {
    const unknown = await deleteWith([{ reset: 'after' }]);
    expect(unknown.errors?.[0]?.message).toContain(
      'An earlier attempt of the gateway may have deleted the object',
    );
    const rejected = await deleteWith([{ status: 404 }]);
    expect(rejected.errors?.[0]?.message).not.toMatch(/attempt/i);
  });

  test.each([
    ['202', { status: 202 }, 'ACCEPTED'],
    ['202 whose body is not JSON', { status: 202, body: '<p>OK</p>' }, 'ACCEPTED'],
    ['202 whose body is truncated', { status: 202, body: '{', length: 10 }, 'ACCEPTED'],
    ['204', { status: 204 }, 'COMPLETED'],
  ])('is done by a %s', async (_, response, status) => {
    const running = await runGatewayBefore((socket, request) => {
      always(response)(socket, request);
      if ('length' in response) socket.end();
    });
    const { data, errors } = await running.execute(document);
    expect(errors).toBeUndefined();
    expect(data).toMatchObject({ [name]: { status } });
    expect(running.upstream.requests).toHaveLength(1);
    expect(running.upstream.requests[0]?.text).not.toMatch(/content-(type|length)/i);
  });

  test.each([
    ['a page of a proxy', '<h1>Welcome</h1>'],
    ['an object', { id: 'other' }],
  ])('is UNKNOWN after a 200 with %s, which is no response to a deletion', async (_, body) => {
    const running = await runGatewayBefore(always({ status: 200, body }));
    const { errors } = await running.execute(document);
    expect(errors).toMatchObject([{ extensions: { code: 'UPSTREAM_INVALID_RESPONSE', outcome: 'UNKNOWN' } }]);
    expect(running.upstream.requests).toHaveLength(1);
  });
});

test('a connection that is being deleted can be read, and a second deletion is rejected', async () => {
  const running = await runGateway();
  const input = '(input: { id: "fabrikamwiki" }) { status }';
  const { data, errors } = await running.execute(
    `mutation { first: deleteExternalConnection${input} second: deleteExternalConnection${input} }`,
    {},
    { token: 'demo' },
  );
  expect(data).toEqual({ first: { status: 'ACCEPTED' }, second: null });
  expect(errors).toMatchObject([
    { path: ['second'], extensions: { code: 'CONFLICT', outcome: 'NOT_APPLIED' } },
  ]);
  const read = () =>
    running.execute('{ externalConnection(id: "fabrikamwiki") { id } }', {}, { token: 'demo' });
  expect(await read()).toMatchObject({ data: { externalConnection: { id: 'fabrikamwiki' } } });
  await expect.poll(read).toEqual({ data: { externalConnection: null } });
});
