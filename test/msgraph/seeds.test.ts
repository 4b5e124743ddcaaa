import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Emulator } from '../../emulator/index.ts';
import {
  AddExternalConnectionDocument,
  CreateExternalConnectionDocument,
  CreatePrivateEndpointConnectionDocument,
  UpdatePrivateEndpointConnectionDocument,
  UpdateSingletonPrivateEndpointConnectionDocument,
} from '../../src/client/index.ts';
import { startTestGateway, type TestGateway, type TestSetup } from '../support/gateway.ts';

// The five documented calls: the exact requests to Microsoft Graph, and the results.

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const connection = {
  id: 'contosohr',
  name: 'Contoso HR',
  description: 'Connection to index Contoso HR system',
};
const endpoint = { externalPrivateEndpointId: '/subscriptions/s/privateEndpoints/p', privateLinkIds: [1, 2] };

let test_: TestGateway;
async function start(setup: TestSetup = {}): Promise<TestGateway> {
  test_ = await startTestGateway(setup);
  return test_;
}
afterEach(() => test_.close());

/** Method, path, body, and every header but those that any HTTP client sends. */
function arrived(emulator: Emulator) {
  return emulator.requests.map(({ method, path, headers, body }) => {
    const { host, connection: _, 'content-length': __, ...rest } = headers;
    return { method, path, headers: rest, ...(body === undefined ? {} : { body }) };
  });
}

const headers = {
  authorization: 'Bearer alice',
  accept: 'application/json',
  prefer: 'include-unknown-enum-members',
  'client-request-id': expect.stringMatching(GUID),
};
const writeHeaders = { ...headers, 'content-type': 'application/json' };

describe('createExternalConnection', () => {
  test('sends POST /external/connections with the object, and returns what was created', async () => {
    const { execute, emulator } = await start();
    const result = await execute(CreateExternalConnectionDocument, { input: connection });
    expect(arrived(emulator)).toEqual([
      { method: 'POST', path: '/beta/external/connections', headers: writeHeaders, body: connection },
    ]);
    expect(result).toEqual({
      data: {
        createExternalConnection: {
          ...connection,
          state: 'DRAFT',
          configuration: { authorizedAppIds: [expect.stringMatching(GUID)] },
        },
      },
    });
  });

  test('sends POST /connections if the operator chose the older root', async () => {
    const { execute, emulator } = await start({
      settings: { GRAPH_EXTERNAL_CONNECTIONS_PATH: '/connections' },
    });
    const input = { ...connection, state: 'DRAFT', configuration: { authorizedAppIds: ['app'] } } as const;
    const result = await execute(CreateExternalConnectionDocument, { input });
    expect(arrived(emulator)).toEqual([
      {
        method: 'POST',
        path: '/beta/connections',
        headers: writeHeaders,
        body: { ...connection, configuration: { authorizedAppIds: ['app'] }, state: 'draft' },
      },
    ]);
    expect(result.data?.createExternalConnection).toEqual(input);
  });
});

describe('addExternalConnection', () => {
  test('sends POST /external/connections/$ref with the object, and returns the one in the 201', async () => {
    const { execute, emulator } = await start();
    const result = await execute(AddExternalConnectionDocument, { input: connection });
    expect(arrived(emulator)).toEqual([
      { method: 'POST', path: '/beta/external/connections/$ref', headers: writeHeaders, body: connection },
    ]);
    expect(result.data?.addExternalConnection).toMatchObject({ ...connection, state: 'DRAFT' });
  });

  test('reads the connection once after an empty 204', async () => {
    const { execute, emulator } = await start({ emulator: { refStatus: 204 } });
    const result = await execute(AddExternalConnectionDocument, { input: connection });
    expect(arrived(emulator)).toEqual([
      { method: 'POST', path: '/beta/external/connections/$ref', headers: writeHeaders, body: connection },
      { method: 'GET', path: '/beta/external/connections/contosohr', headers },
    ]);
    expect(result.data?.addExternalConnection).toMatchObject(connection);
  });
});

test('createPrivateEndpointConnection sends POST /privateLinkPolicy/privateEndpointConnections', async () => {
  const { execute, emulator } = await start();
  const result = await execute(CreatePrivateEndpointConnectionDocument, endpoint);
  expect(arrived(emulator)).toEqual([
    {
      method: 'POST',
      path: '/beta/privateLinkPolicy/privateEndpointConnections',
      headers: writeHeaders,
      body: endpoint,
    },
  ]);
  expect(result).toEqual({
    data: { createPrivateEndpointConnection: { id: expect.stringMatching(GUID), ...endpoint } },
  });
});

describe.each([200, 204] as const)('with the status %i for a PATCH', (privateEndpointPatchStatus) => {
  let id = '';
  beforeEach(async () => {
    const { execute, emulator } = await start({ emulator: { privateEndpointPatchStatus } });
    const created = await execute(CreatePrivateEndpointConnectionDocument, endpoint);
    id = created.data?.createPrivateEndpointConnection?.id ?? '';
    emulator.clear();
  });
  const reread = (path: string) =>
    privateEndpointPatchStatus === 204 ? [{ method: 'GET', path, headers }] : [];

  test('updatePrivateEndpointConnection sends PATCH …/{id} with the changes only, and returns the object', async () => {
    const path = `/beta/privateLinkPolicy/privateEndpointConnections/${id}`;
    const result = await test_.execute(UpdatePrivateEndpointConnectionDocument, { id, privateLinkIds: [9] });
    expect(arrived(test_.emulator)).toEqual([
      { method: 'PATCH', path, headers: writeHeaders, body: { privateLinkIds: [9] } },
      ...reread(path),
    ]);
    expect(result).toEqual({
      data: { updatePrivateEndpointConnection: { ...endpoint, id, privateLinkIds: [9] } },
    });
  });

  test('updateSingletonPrivateEndpointConnection sends PATCH /privateEndpointConnection', async () => {
    const path = '/beta/privateEndpointConnection';
    const result = await test_.execute(UpdateSingletonPrivateEndpointConnectionDocument, {
      confirmed: true,
      input: endpoint,
    });
    expect(arrived(test_.emulator)).toEqual([
      { method: 'PATCH', path, headers: writeHeaders, body: endpoint },
      ...reread(path),
    ]);
    expect(result.data?.updateSingletonPrivateEndpointConnection).toMatchObject(endpoint);
  });

  test('two updates of one id in a document each see their own result', async () => {
    const result = await test_.execute(
      `mutation ($id: ID!) {
        a: updatePrivateEndpointConnection(input: { id: $id, privateLinkIds: [1] }) { privateLinkIds }
        b: updatePrivateEndpointConnection(input: { id: $id, privateLinkIds: [2] }) { privateLinkIds }
      }`,
      { id },
    );
    expect(result).toEqual({ data: { a: { privateLinkIds: [1] }, b: { privateLinkIds: [2] } } });
  });
});
