import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  CreatePrivateEndpointConnectionDocument,
  PrivateEndpointConnectionDocument,
  UpdatePrivateEndpointConnectionDocument,
  UpdateSingletonPrivateEndpointConnectionDocument,
} from '../../src/client/index.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';

let gateway: TestGateway;
let id = '';
beforeAll(async () => {
  gateway = await startTestGateway();
  const input = { externalPrivateEndpointId: '/subscriptions/s/privateEndpoints/p', privateLinkIds: [1, 2] };
  const created = await gateway.execute(CreatePrivateEndpointConnectionDocument, input);
  id = created.data?.createPrivateEndpointConnection?.id ?? '';
});
beforeEach(() => gateway.emulator.clear());
afterAll(() => gateway.close());

test('a created object can be read', async () => {
  const result = await gateway.execute(PrivateEndpointConnectionDocument, { id });
  expect(result.data?.privateEndpointConnection).toMatchObject({ id, privateLinkIds: [1, 2] });
});

describe('updatePrivateEndpointConnection', () => {
  test('sends only the properties whose variables are given, and no id', async () => {
    await gateway.execute(UpdatePrivateEndpointConnectionDocument, { id, privateLinkIds: [5] });
    expect(gateway.emulator.requests.map(({ body }) => body)).toEqual([{ privateLinkIds: [5] }]);
  });

  test('sends an empty list', async () => {
    await gateway.execute(UpdatePrivateEndpointConnectionDocument, { id, privateLinkIds: [] });
    expect(gateway.emulator.requests.map(({ body }) => body)).toEqual([{ privateLinkIds: [] }]);
  });

  test.each(['externalPrivateEndpointId', 'privateLinkIds'])(
    'rejects an explicit null for %s',
    async (name) => {
      const result = await gateway.execute(UpdatePrivateEndpointConnectionDocument, { id, [name]: null });
      expect(result.errors?.[0]?.extensions).toEqual({
        code: 'BAD_USER_INPUT',
        argument: `input.${name}`,
        outcome: 'NOT_APPLIED',
      });
      expect(gateway.emulator.requests).toEqual([]);
    },
  );

  test('rejects an update without properties', async () => {
    const document = 'mutation ($id: ID!) { updatePrivateEndpointConnection(input: { id: $id }) { id } }';
    const result = await gateway.execute(document, { id });
    expect(result.errors?.[0]?.extensions).toEqual({
      code: 'BAD_USER_INPUT',
      argument: 'input',
      outcome: 'NOT_APPLIED',
    });
    expect(gateway.emulator.requests).toEqual([]);
  });
});

test('an empty id never updates the singleton private endpoint connection', async () => {
  const document =
    'mutation { updatePrivateEndpointConnection(input: { id: "", privateLinkIds: [1] }) { id } }';
  const result = await gateway.execute(document);
  expect(result.errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'input.id' });
  expect(gateway.emulator.requests).toEqual([]);
});

test('updateSingletonPrivateEndpointConnection rejects an update without properties, and a null', async () => {
  const nothing = await gateway.execute(UpdateSingletonPrivateEndpointConnectionDocument, {
    confirmed: true,
    input: {},
  });
  expect(nothing.errors?.[0]?.extensions).toEqual({
    code: 'BAD_USER_INPUT',
    argument: 'input',
    outcome: 'NOT_APPLIED',
  });
  const nulled = await gateway.execute(UpdateSingletonPrivateEndpointConnectionDocument, {
    confirmed: true,
    input: { privateLinkIds: null },
  });
  expect(nulled.errors?.[0]?.extensions).toMatchObject({
    argument: 'input.privateLinkIds',
    outcome: 'NOT_APPLIED',
  });
  expect(gateway.emulator.requests).toEqual([]);
});
