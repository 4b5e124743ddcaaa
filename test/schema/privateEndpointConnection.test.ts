import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  CreatePrivateEndpointConnectionDocument,
  PrivateEndpointConnectionDocument,
  UpdatePrivateEndpointConnectionDocument,
  UpdateSingletonPrivateEndpointConnectionDocument,
} from '../../examples/generated/graphql.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';

let gateway: TestGateway;
let id = '';
beforeAll(async () => {
  gateway = await startTestGateway();
  const created = await gateway.execute(CreatePrivateEndpointConnectionDocument);
  id = created.data?.createPrivateEndpointConnection?.id ?? '';
});
beforeEach(() => gateway.emulator.clear());
afterAll(() => gateway.close());

test('what was created is read back', async () => {
  const answer = await gateway.execute(PrivateEndpointConnectionDocument, { id });
  expect(answer.data?.privateEndpointConnection).toMatchObject({ id, privateLinkIds: [1, 2] });
});

test('is null where Graph says that there is none', async () => {
  const answer = await gateway.execute(PrivateEndpointConnectionDocument, { id: 'nosuchthing' });
  expect(answer).toEqual({ data: { privateEndpointConnection: null } });
});

describe('updatePrivateEndpointConnection', () => {
  test('sends only the field whose variable is there, and keeps the id out of the body', async () => {
    await gateway.execute(UpdatePrivateEndpointConnectionDocument, { id, privateLinkIds: [5] });
    expect(gateway.emulator.requests.map(({ body }) => body)).toEqual([{ privateLinkIds: [5] }]);
  });

  test('sends an empty list', async () => {
    await gateway.execute(UpdatePrivateEndpointConnectionDocument, { id, privateLinkIds: [] });
    expect(gateway.emulator.requests.map(({ body }) => body)).toEqual([{ privateLinkIds: [] }]);
  });

  test.each(['externalPrivateEndpointId', 'privateLinkIds'])(
    'refuses an explicit null for %s',
    async (name) => {
      const answer = await gateway.execute(UpdatePrivateEndpointConnectionDocument, { id, [name]: null });
      expect(answer.errors?.[0]?.extensions).toEqual({
        code: 'BAD_USER_INPUT',
        argument: `input.${name}`,
        outcome: 'NOT_APPLIED',
      });
      expect(gateway.emulator.requests).toEqual([]);
    },
  );

  test('refuses an update of nothing', async () => {
    const document = 'mutation ($id: ID!) { updatePrivateEndpointConnection(input: { id: $id }) { id } }';
    const answer = await gateway.execute(document, { id });
    expect(answer.errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'input' });
    expect(gateway.emulator.requests).toEqual([]);
  });

  test.each([2_147_483_648, 1.5, '1'])('refuses the link id %s', async (linkId) => {
    const answer = await gateway.execute(UpdatePrivateEndpointConnectionDocument, {
      id,
      privateLinkIds: [linkId],
    });
    expect(answer.errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT' });
    expect(gateway.emulator.requests).toEqual([]);
  });

  test('is NOT_FOUND for an id that Graph does not have', async () => {
    const answer = await gateway.execute(UpdatePrivateEndpointConnectionDocument, { id: 'nosuchthing' });
    expect(answer.errors?.[0]?.extensions).toMatchObject({ code: 'NOT_FOUND', outcome: 'NOT_APPLIED' });
    expect(answer.errors?.[0]?.message).not.toContain('GRAPH_URL');
  });
});

test('a forgotten id never reaches the single private endpoint connection', async () => {
  const document =
    'mutation { updatePrivateEndpointConnection(input: { id: "", privateLinkIds: [1] }) { id } }';
  const answer = await gateway.execute(document);
  expect(answer.errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'input.id' });
  expect(gateway.emulator.requests).toEqual([]);
});

test('updateSingletonPrivateEndpointConnection refuses an update of nothing, and a null', async () => {
  const nothing = await gateway.execute(UpdateSingletonPrivateEndpointConnectionDocument, { input: {} });
  expect(nothing.errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'input' });
  const nulled = await gateway.execute(UpdateSingletonPrivateEndpointConnectionDocument, {
    input: { privateLinkIds: null },
  });
  expect(nulled.errors?.[0]?.extensions).toMatchObject({ argument: 'input.privateLinkIds' });
  expect(gateway.emulator.requests).toEqual([]);
});
