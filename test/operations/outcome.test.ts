import { describe, expect, test } from 'vitest';
import type { TestGateway } from '../support/gateway.ts';
import { runGateway } from '../support/running.ts';
import { type ResponseError, send } from './support/requests.ts';

// The outcome of a mutation is that of its write, whatever else fails in the operation.

/** Whether the emulator has an external connection of this id. */
async function isStored({ emulator }: TestGateway, id: string, token: string): Promise<boolean> {
  const headers = { authorization: `Bearer ${token}` };
  return (await fetch(`${emulator.url}/external/connections/${id}`, { headers })).ok;
}

const create = (alias: string, id: string, selection: string) =>
  `${alias}: createExternalConnection(input: { id: "${id}", name: "x" }) ${selection}`;

/** Selections in which a null condition is the caller's mistake. */
const mistakes = [
  ['a condition on a field', '{ id name @include(if: $b) }'],
  ['a condition on a field that is skipped', '{ id name @skip(if: $b) }'],
  ['a condition on an inline fragment', '{ id ... @include(if: $b) { name } }'],
  ['a condition on a fragment', '{ id ...Name @include(if: $b) }'],
  ['a condition in a fragment', '{ id ...Conditional }'],
  ['a condition one level down', '{ id configuration { authorizedAppIds @include(if: $b) } }'],
] as const;

const FRAGMENTS = `
  fragment Name on ExternalConnection { name }
  fragment Conditional on ExternalConnection { description name @include(if: $b) }`;

/** A document with these fields, and those fragments that are spread in it. */
function mutation(...fields: readonly string[]): string {
  const fragments = FRAGMENTS.split('\n').filter((line) => {
    const [, name = ''] = /fragment (\w+)/.exec(line) ?? [];
    return name !== '' && fields.some((field) => field.includes(`...${name}`));
  });
  return `mutation ($b: Boolean = true) { ${fields.join(' ')} } ${fragments.join(' ')}`;
}

/** The errors of a root field, or of the operation as a whole. */
const about = (errors: readonly ResponseError[], alias: string) =>
  errors.filter(({ path }) => path === undefined || path[0] === alias);

/**
 * Sends a mutation that creates connections, each by the alias that is its id, and checks that what the response
 * says of each is what the emulator has.
 */
async function expectTruth(running: TestGateway, query: string, ids: readonly string[], token: string) {
  const { body } = await send(running, { query, variables: { b: null } }, { token });
  const errors = body.errors ?? [];
  expect(errors.length, 'a null in a condition is rejected').toBeGreaterThan(0);
  for (const id of ids) {
    const stored = await isStored(running, id, token);
    const own = about(errors, id);
    if (own.length === 0) expect([id, body.data?.[id] != null, stored]).toEqual([id, true, true]);
    for (const { extensions } of own) {
      const { code, outcome, resourceId } = extensions;
      const truth = stored ? { outcome: 'APPLIED', resourceId: id } : { outcome: 'NOT_APPLIED' };
      expect({ id, code, outcome, resourceId }).toEqual({ id, code: 'BAD_USER_INPUT', ...truth });
    }
  }
}

let tenants = 0;
function newTenant(): string {
  tenants += 1;
  return `tenant-of-outcomes-${tenants}`;
}

describe('where a variable is null in', () => {
  test.each(mistakes)('%s: the outcome is APPLIED if and only if Graph has it', async (_, selection) => {
    const running = await runGateway();
    const query = mutation(create('created', 'created', selection));
    // Each in a tenant of its own, so that each could be stored.
    for (let time = 1; time <= 5; time += 1) await expectTruth(running, query, ['created'], newTenant());
  });

  test.each(mistakes)('%s of the second of three: each has its own outcome', async (_, selection) => {
    const running = await runGateway();
    const query = mutation(
      create('first', 'first', '{ id }'),
      create('second', 'second', selection),
      create('third', 'third', '{ id name }'),
    );
    for (let time = 1; time <= 5; time += 1)
      await expectTruth(running, query, ['first', 'second', 'third'], newTenant());
  });

  test.each(mistakes)('%s of all of three: each has its own outcome', async (_, selection) => {
    const running = await runGateway();
    const ids = ['first', 'second', 'third'];
    await expectTruth(running, mutation(...ids.map((id) => create(id, id, selection))), ids, newTenant());
  });

  test('a condition on a root field: nothing is written, and the error is BAD_USER_INPUT', async () => {
    const running = await runGateway();
    const query = mutation(
      create('first', 'first', '{ id }'),
      create('second', 'second', '@include(if: $b) { id }'),
    );
    for (let time = 1; time <= 5; time += 1) {
      const { body, calls } = await send(running, { query, variables: { b: null } });
      expect(body.data ?? null).toBeNull();
      expect(body.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', outcome: 'NOT_APPLIED' } }]);
      expect(calls).toEqual([]);
    }
  });

  test('a condition below an update: the outcome is APPLIED if and only if it was sent', async () => {
    const running = await runGateway();
    const query = `mutation ($b: Boolean = true) {
      update: updateSingletonPrivateEndpointConnection(input: { privateLinkIds: [9] }) { privateLinkIds @include(if: $b) }
    }`;
    for (let time = 1; time <= 5; time += 1) {
      const { body, calls } = await send(running, { query, variables: { b: null } });
      const outcome = calls.length === 0 ? 'NOT_APPLIED' : 'APPLIED';
      expect(body.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', outcome } }]);
    }
  });
});

test('a mutation with a valid variable is applied after one with a null', async () => {
  const running = await runGateway();
  const query = `mutation ($b: Boolean = true) { ${create('created', 'created', '{ id name @include(if: $b) }')} }`;
  for (let time = 1; time <= 5; time += 1) {
    const token = newTenant();
    await send(running, { query, variables: { b: null } }, { token: newTenant() });
    const { body } = await send(running, { query, variables: { b: time % 2 === 0 } }, { token });
    const name = time % 2 === 0 ? { name: 'x' } : {};
    expect(body).toEqual({ data: { created: { id: 'created', ...name } } });
    expect(await isStored(running, 'created', token)).toBe(true);
  }
});

test('other errors of the document keep their own codes and outcomes', async () => {
  const running = await runGateway();
  const token = newTenant();
  const query = mutation(
    create('rejected', 'Teams', '{ id }'),
    create('created', 'created', '{ id name @include(if: $b) }'),
    create('again', 'created', '{ id }'),
  );
  const { body } = await send(running, { query, variables: { b: null } }, { token });
  const stored = await isStored(running, 'created', token);
  const reported = (alias: string) =>
    about(body.errors ?? [], alias).map(({ extensions: { code, outcome } }) => [code, outcome]);
  expect(reported('rejected')).toEqual([['BAD_USER_INPUT', 'NOT_APPLIED']]);
  expect(reported('created')).toEqual([['BAD_USER_INPUT', stored ? 'APPLIED' : 'NOT_APPLIED']]);
  expect(reported('again')).toEqual([[stored ? 'CONFLICT' : 'BAD_USER_INPUT', 'NOT_APPLIED']]);
});
