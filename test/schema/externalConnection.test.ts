import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import {
  CreateExternalConnectionDocument,
  type CreateExternalConnectionInput,
  ExternalConnectionDocument,
} from '../../examples/generated/graphql.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterEach(() => gateway.emulator.clear());
afterAll(() => gateway.close());

let tenants = 0;
/** Creates in a tenant of its own; returns the answer and the body that reached Graph. */
async function create(input: CreateExternalConnectionInput) {
  tenants += 1;
  const answer = await gateway.execute(
    CreateExternalConnectionDocument,
    { input },
    { token: `tenant${tenants}` },
  );
  return { answer, bodies: gateway.emulator.requests.map(({ body }) => body) };
}

describe('the body of createExternalConnection', () => {
  const required = { id: 'contoso', name: 'Contoso' };

  test.each<[string, CreateExternalConnectionInput, object]>([
    ['leaves out what is left out', required, required],
    [
      'counts an explicit null as left out',
      { ...required, description: null, configuration: null, state: null },
      required,
    ],
    ['sends an empty description', { ...required, description: '' }, { ...required, description: '' }],
    ['sends the state when it is given', { ...required, state: 'READY' }, { ...required, state: 'ready' }],
    [
      'sends authorizedAppIds under that name',
      { ...required, configuration: { authorizedAppIds: ['a'] } },
      { ...required, configuration: { authorizedAppIds: ['a'] } },
    ],
    [
      'sends authorizedApps under its older name',
      { ...required, configuration: { authorizedApps: ['a'], authorizedAppIds: null } },
      { ...required, configuration: { authorizedApps: ['a'] } },
    ],
    [
      'keeps a name of 128 characters',
      { id: 'abc', name: 'n'.repeat(128) },
      { id: 'abc', name: 'n'.repeat(128) },
    ],
  ])('%s', async (_, input, body) => {
    const { answer, bodies } = await create(input);
    expect(answer.errors).toBeUndefined();
    expect(bodies).toEqual([body]);
  });

  test('leaves a field out whose variable inside a literal is absent', async () => {
    const document = `mutation ($description: String, $state: ExternalConnectionState) {
      createExternalConnection(input: { id: "literal", name: "L", description: $description, state: $state }) { id }
    }`;
    await gateway.execute(document, { state: null }, { token: 'literal' });
    expect(gateway.emulator.requests.map(({ body }) => body)).toEqual([{ id: 'literal', name: 'L' }]);
  });
});

describe('createExternalConnection refuses, without a call to Graph,', () => {
  const ids = [
    'ab',
    'a'.repeat(33),
    'with-hyphen',
    'ünïcode',
    '',
    'Microsoft365',
    'Teams',
    'None',
    'a b',
    '../x',
  ];
  test.each(ids)('the id "%s"', async (id) => {
    const { answer, bodies } = await create({ id, name: 'x' });
    expect(answer.errors?.[0]?.extensions).toEqual({
      code: 'BAD_USER_INPUT',
      argument: 'input.id',
      outcome: 'NOT_APPLIED',
    });
    expect(answer.errors?.[0]?.path).toEqual(['createExternalConnection']);
    expect(bodies).toEqual([]);
  });

  test.each<[string, Partial<CreateExternalConnectionInput>]>([
    ['input.name', { name: '' }],
    ['input.name', { name: 'n'.repeat(129) }],
    ['input.state', { state: 'UNKNOWN_FUTURE_VALUE' }],
    ['input.configuration', { configuration: { authorizedAppIds: ['a'], authorizedApps: ['a'] } }],
  ])('a wrong %s', async (argument, wrong) => {
    const { answer, bodies } = await create({ id: 'contoso', name: 'Contoso', ...wrong });
    expect(answer.errors?.[0]?.extensions).toMatchObject({
      code: 'BAD_USER_INPUT',
      argument,
      outcome: 'NOT_APPLIED',
    });
    expect(answer.errors?.[0]?.message).toContain(`${argument}: `);
    expect(bodies).toEqual([]);
  });

  test('variables of the wrong type', async () => {
    const answer = await gateway.execute(CreateExternalConnectionDocument, { input: { id: 'contoso' } });
    expect(answer.errors?.[0]).toMatchObject({
      message: expect.stringContaining('"name"'),
      extensions: { code: 'BAD_USER_INPUT', outcome: 'NOT_APPLIED' },
    });
    expect(gateway.emulator.requests).toEqual([]);
  });
});

describe('reading an external connection', () => {
  test("answers with what Graph has, under today's names", async () => {
    const answer = await gateway.execute(ExternalConnectionDocument, { id: 'contosohr' }, { token: 'demo' });
    expect(answer.data?.externalConnection).toMatchObject({
      id: 'contosohr',
      name: 'Contoso HR',
      state: 'READY',
    });
    expect(gateway.emulator.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /beta/external/connections/contosohr',
    ]);
  });

  test('is null where Graph says that there is none', async () => {
    const answer = await gateway.execute(ExternalConnectionDocument, { id: 'nosuchthing' });
    expect(answer).toEqual({ data: { externalConnection: null } });
  });

  test.each([
    ['authorizedApps', ['one']],
    ['authorizedAppIds', ['two']],
  ])('fills both names of the app list from %s', async (name, apps) => {
    gateway.emulator.failNext({ status: 200, body: { id: 'x', configuration: { [name]: apps } } });
    const answer = await gateway.execute(
      '{ externalConnection(id: "x") { configuration { authorizedAppIds authorizedApps } } }',
    );
    expect(answer).toEqual({
      data: { externalConnection: { configuration: { authorizedAppIds: apps, authorizedApps: apps } } },
    });
  });

  test('shows a state that Microsoft added later as UNKNOWN_FUTURE_VALUE', async () => {
    gateway.emulator.failNext({ status: 200, body: { id: 'x', state: 'paused' } });
    const answer = await gateway.execute('{ externalConnection(id: "x") { state name } }');
    expect(answer).toEqual({ data: { externalConnection: { state: 'UNKNOWN_FUTURE_VALUE', name: null } } });
  });

  test('understands an object wrapped in "value"', async () => {
    gateway.emulator.failNext({ status: 200, body: { value: { id: 'x', name: 'Wrapped' } } });
    const answer = await gateway.execute('{ externalConnection(id: "x") { name } }');
    expect(answer).toEqual({ data: { externalConnection: { name: 'Wrapped' } } });
  });

  test('asks Graph once for the same id twice', async () => {
    await gateway.execute(
      '{ a: externalConnection(id: "x") { id } b: externalConnection(id: "x") { name } }',
    );
    expect(gateway.emulator.requests).toHaveLength(1);
  });
});
