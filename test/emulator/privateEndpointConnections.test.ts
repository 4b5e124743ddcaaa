import { describe, expect, it } from 'vitest';
import { guid, idsOf, start, stringAt } from './client.ts';

const collection = '/privateLinkPolicy/privateEndpointConnections';
const sample = `${collection}/5543b42f-b42f-5543-2fb4-43552fb44355`;
const fields = { externalPrivateEndpointId: '/subscriptions/x/privateEndpoints/pe', privateLinkIds: [1, -2] };

describe('private endpoint connections', () => {
  it('creates one with a new GUID', async () => {
    const { call } = await start();
    const created = await call('POST', collection, {
      '@odata.type': '#Microsoft.DirectoryServices.privateEndpointConnection',
      ...fields,
    });
    expect(created).toMatchObject({ status: 201, body: { id: expect.stringMatching(guid), ...fields } });
    const id = stringAt(created.body, 'id');
    expect(await call('GET', `${collection}/${id}`)).toMatchObject({ status: 200, body: created.body });
    expect(idsOf((await call('GET', collection)).body)).toContain(id);
  });

  it.each([
    ['no endpoint', { privateLinkIds: [1] }],
    ['no links', { externalPrivateEndpointId: 'x' }],
    ['a null endpoint', { ...fields, externalPrivateEndpointId: null }],
    ['an endpoint that is not a string', { ...fields, externalPrivateEndpointId: 1 }],
    ['links that are not a list', { ...fields, privateLinkIds: 1 }],
    ['a link that is not a number', { ...fields, privateLinkIds: ['1'] }],
    ['a link that is not an integer', { ...fields, privateLinkIds: [1.5] }],
    ['a link beyond 32 bits', { ...fields, privateLinkIds: [2 ** 31] }],
    ['an unknown property', { ...fields, colour: 'red' }],
    ['an unknown type', { ...fields, '@odata.type': '#nope' }],
    ['an id', { ...fields, id: 'mine' }],
  ])('rejects a create with %s', async (_what, body) => {
    const { call } = await start();
    expect(await call('POST', collection, body)).toMatchObject({
      status: 400,
      body: { error: { code: 'InvalidRequest', innerError: { message: expect.any(String) } } },
    });
    expect(idsOf((await call('GET', collection)).body)).toHaveLength(2);
  });

  it('returns 404 for one that does not exist', async () => {
    const { call } = await start();
    const missing = `${collection}/00000000-0000-0000-0000-000000000000`;
    for (const response of [await call('GET', missing), await call('PATCH', missing, fields)]) {
      expect(response).toMatchObject({
        status: 404,
        body: {
          error: {
            code: 'ItemNotFound',
            innerError: { code: 'ResourceNotFound', source: 'PrivateEndpointConnection' },
          },
        },
      });
    }
  });
});

describe.each([sample, '/privateEndpointConnection'])('updating %s', (path) => {
  it('returns 200 with the object by default', async () => {
    const { call } = await start();
    const updated = await call('PATCH', path, { privateLinkIds: [] });
    expect(updated).toMatchObject({ status: 200, body: { privateLinkIds: [] } });
    expect(stringAt(updated.body, 'externalPrivateEndpointId')).toContain('/privateEndpoints/');
    expect((await call('GET', path)).body).toEqual(updated.body);
  });

  it('returns an empty 204 if configured', async () => {
    const { call } = await start({ privateEndpointPatchStatus: 204 });
    expect(await call('PATCH', path, fields)).toMatchObject({ status: 204, body: undefined });
    expect((await call('GET', path)).body).toMatchObject(fields);
  });

  it('accepts the current id, and no other', async () => {
    const { call } = await start();
    const id = stringAt((await call('GET', path)).body, 'id');
    expect(await call('PATCH', path, { id, ...fields })).toMatchObject({
      status: 200,
      body: { id, ...fields },
    });
    expect(await call('PATCH', path, { id: 'other' })).toMatchObject({ status: 400 });
  });
});

describe.each([sample, '/privateEndpointConnection'])('deleting %s', (path) => {
  it('returns 204 without a body; then it does not exist', async () => {
    const { call } = await start();
    expect(await call('DELETE', path)).toMatchObject({ status: 204, body: undefined });
    for (const response of [
      await call('GET', path),
      await call('PATCH', path, fields),
      await call('DELETE', path),
    ]) {
      expect(response).toMatchObject({ status: 404, body: { error: { code: 'ItemNotFound' } } });
    }
    expect(idsOf((await call('GET', collection)).body)).toHaveLength(path === sample ? 1 : 2);
  });
});
