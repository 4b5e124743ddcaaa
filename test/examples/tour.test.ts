import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { advanceClock } from '../support/clock.ts';
import { runGateway } from '../support/running.ts';
import { subscribe } from '../support/subscription.ts';

// The life of a connection, as the example operations have it: what an administrator runs in GraphiQL, tab by tab.

const read = (file: string) => readFileSync(`examples/operations/${file}`, 'utf8');

test('a connection is created, gets a schema, becomes ready, and is deleted', async () => {
  const running = await runGateway({ emulator: { operationMs: 60_000 } });
  const run = async (name: string) => {
    const variables = JSON.parse(read(`${name}.variables.json`));
    const { data, errors } = await running.execute(read(`${name}.graphql`), variables, { token: 'demo' });
    expect(errors, name).toBeUndefined();
    return Object(data);
  };
  const readiness = async () => (await run('externalConnectionReadiness')).externalConnection.readiness;
  const open = async () => {
    const { status, ...checks } = await readiness();
    const left = Object.keys(checks).filter((check) => checks[check].status !== 'PASSED');
    return { status, left };
  };

  await run('createExternalConnection');
  const ofSchema = ['schemaRegistered', 'titleLabel', 'urlLabel', 'iconUrlLabel', 'searchableProperty'];
  expect(await open()).toEqual({ status: 'FAILED', left: ['state', ...ofSchema] });

  const { registerExternalConnectionSchema: registration } = await run('registerExternalConnectionSchema');
  expect(registration).toEqual({
    connectionId: 'contosotasks',
    operationId: expect.stringMatching(/^[\w.-]{70,}$/),
    locationConnectionId: null,
  });
  expect(await open()).toEqual({ status: 'FAILED', left: ['state'] });

  // Its variables lack only what the registration has returned, and say so.
  const follow = JSON.parse(read('followExternalConnectionOperation.variables.json'));
  expect(follow).toEqual({
    connectionId: registration.connectionId,
    id: '<paste the operationId of registerExternalConnectionSchema>',
  });
  const unchanged = await subscribe(running, read('followExternalConnectionOperation.graphql'), {
    token: 'demo',
    variables: follow,
  });
  expect(await unchanged.next()).toMatchObject({
    errors: [{ extensions: { code: 'BAD_USER_INPUT', argument: 'id' } }],
  });
  unchanged.leave();
  const subscription = await subscribe(running, read('followExternalConnectionOperation.graphql'), {
    token: 'demo',
    variables: { ...follow, id: registration.operationId },
  });
  expect(await subscription.next()).toMatchObject({
    data: { externalConnectionOperation: { status: 'IN_PROGRESS' } },
  });
  subscription.leave();

  advanceClock(60_000);
  expect(await open()).toEqual({ status: 'PASSED', left: [] });

  const { deleteExternalConnection: deletion } = await run('deleteExternalConnection');
  expect(deletion).toEqual({ id: 'contosotasks', status: 'ACCEPTED' });
});
